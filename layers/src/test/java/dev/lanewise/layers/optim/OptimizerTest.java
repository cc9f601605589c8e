package dev.lanewise.layers.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class OptimizerTest {

  private static double number(Golden golden, String key) {
    return golden.params().get(key).getAsDouble();
  }

  private static double rate(Golden golden, int step) {
    return golden.params().getAsJsonArray("lr").get(step).getAsDouble();
  }

  @Test
  void goldenSgd() {
    for (Golden golden : Golden.group("optimizer", "sgd_", 7)) {
      assertGolden(
          golden,
          new Sgd(
              rate(golden, 0),
              number(golden, "momentum"),
              number(golden, "dampening"),
              golden.flag("nesterov"),
              number(golden, "weight_decay")));
    }
  }

  @Test
  void goldenAdam() {
    for (Golden golden : Golden.group("optimizer", "adam", 4)) {
      JsonObject params = golden.params();
      assertGolden(
          golden,
          new Adam(
              rate(golden, 0),
              params.getAsJsonArray("betas").get(0).getAsDouble(),
              params.getAsJsonArray("betas").get(1).getAsDouble(),
              number(golden, "eps"),
              number(golden, "weight_decay"),
              golden.flag("amsgrad")));
    }
  }

  /** Both parameters in one array with a gap, updated in two pieces. */
  private static void assertGolden(Golden golden, Optimizer optimizer) {
    int steps = golden.integer("steps");
    for (String parameter : List.of("w", "b")) {
      float[] init = golden.floats("init." + parameter);
      float[] gradients = golden.floats("grad." + parameter);
      int n = init.length;
      float[] values = Arrays.copyOf(init, n + 4);
      float[][] slots = new float[optimizer.slots()][n + 4];
      float[] got = new float[steps * n];
      for (int step = 0; step < steps; step++) {
        float[] gradient =
            Arrays.copyOf(Arrays.copyOfRange(gradients, step * n, (step + 1) * n), n + 4);
        double rate = rate(golden, step);
        optimizer.update(step + 1, rate, values, gradient, slots, 3, n);
        optimizer.update(step + 1, rate, values, gradient, slots, 0, 3);
        System.arraycopy(values, 0, got, step * n, n);
      }
      golden.assertWithinBound("param." + parameter, got);
      Bits.assertSame(new float[4], Arrays.copyOfRange(values, n, n + 4), "beyond the end");
    }
  }

  @Test
  void aSplitChangesNoBit() {
    Random random = new Random(9);
    int n = 211;
    for (Optimizer optimizer :
        List.of(
            Sgd.of(0.1),
            new Sgd(0.1, 0.9, 0.2, false, 0.01),
            Sgd.nesterov(0.1, 0.8),
            Adam.of(0.01),
            new Adam(0.01, 0.8, 0.9, 1e-6, 0.1, true))) {
      float[] whole = new float[n];
      float[] parts = new float[n];
      float[][] wholeSlots = new float[optimizer.slots()][n];
      float[][] partSlots = new float[optimizer.slots()][n];
      for (int step = 1; step <= 5; step++) {
        float[] gradient = new float[n];
        for (int i = 0; i < n; i++) {
          gradient[i] = (float) random.nextGaussian();
        }
        float[] copy = gradient.clone();
        optimizer.update(step, 0.01, whole, gradient, wholeSlots, 0, n);
        for (int from : new int[] {128, 17, 0}) {
          int to = from == 128 ? n : from == 17 ? 128 : 17;
          optimizer.update(step, 0.01, parts, copy, partSlots, from, to);
        }
        Bits.assertSame(whole, parts, optimizer.toString());
      }
    }
  }

  @Test
  void learningRateCanBeReplaced() {
    Optimizer sgd = new Sgd(0.1, 0.9, 0, true, 0.01).withLearningRate(0.25);
    assertEquals(new Sgd(0.25, 0.9, 0, true, 0.01), sgd);
    assertEquals(0.25, sgd.learningRate());
    assertEquals("SGD", sgd.name());
    Optimizer adam = Adam.of(1e-3).withLearningRate(0.5);
    assertEquals(new Adam(0.5, 0.9, 0.999, 1e-8, 0, false), adam);
    assertEquals("Adam", adam.name());
    assertEquals(
        new Sgd(0.5, 0.9, 0.2, false, 0.01),
        new Sgd(0.1, 0.9, 0.2, false, 0.01).withLearningRate(0.5));
    assertEquals(
        new Adam(0.5, 0.8, 0.9, 1e-6, 0.1, true),
        new Adam(0.1, 0.8, 0.9, 1e-6, 0.1, true).withLearningRate(0.5));
  }

  private static void assertMessage(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }

  @Test
  void factorsAreChecked() {
    assertMessage("The learning rate must be positive and finite. Received: 0.0", () -> Sgd.of(0));
    assertMessage(
        "The learning rate must be positive and finite. Received: NaN", () -> Adam.of(Double.NaN));
    assertMessage(
        "The momentum must be at least 0 and finite. Received: -0.1",
        () -> Sgd.momentum(0.1, -0.1));
    assertMessage(
        "The weight decay must be at least 0 and finite. Received: Infinity",
        () -> new Sgd(0.1, 0, 0, false, Double.POSITIVE_INFINITY));
    assertMessage(
        "The dampening must be finite. Received: NaN",
        () -> new Sgd(0.1, 0.9, Double.NaN, false, 0));
    assertMessage(
        "Nesterov's form needs momentum and no dampening. Received: momentum 0.0, dampening 0.0",
        () -> Sgd.nesterov(0.1, 0));
    assertMessage(
        "beta1 must be at least 0 and less than 1. Received: 1.0",
        () -> new Adam(0.1, 1, 0.999, 1e-8, 0, false));
    assertMessage(
        "beta2 must be at least 0 and less than 1. Received: -0.5",
        () -> new Adam(0.1, 0.9, -0.5, 1e-8, 0, false));
    assertMessage(
        "The epsilon must be at least 0 and finite. Received: -1.0",
        () -> new Adam(0.1, 0.9, 0.999, -1, 0, false));
  }
}
