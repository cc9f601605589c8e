package dev.lanewise.layers.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    int plain = 0;
    for (Golden golden : Golden.group("optimizer", "adam", 7)) {
      if (golden.name().startsWith("adamw")) {
        assertGolden(
            golden,
            new AdamW(
                rate(golden, 0),
                beta(golden, 0),
                beta(golden, 1),
                number(golden, "eps"),
                number(golden, "weight_decay"),
                golden.flag("amsgrad")));
      } else {
        plain++;
        assertGolden(
            golden,
            new Adam(
                rate(golden, 0),
                beta(golden, 0),
                beta(golden, 1),
                number(golden, "eps"),
                number(golden, "weight_decay"),
                golden.flag("amsgrad")));
      }
    }
    assertEquals(4, plain);
  }

  @Test
  void goldenNAdam() {
    for (Golden golden : Golden.group("optimizer", "nadam", 2)) {
      assertGolden(
          golden,
          new NAdam(
              rate(golden, 0),
              beta(golden, 0),
              beta(golden, 1),
              number(golden, "eps"),
              number(golden, "weight_decay"),
              number(golden, "momentum_decay")));
    }
  }

  @Test
  void goldenRAdam() {
    for (Golden golden : Golden.group("optimizer", "radam", 2)) {
      assertGolden(
          golden,
          new RAdam(
              rate(golden, 0),
              beta(golden, 0),
              beta(golden, 1),
              number(golden, "eps"),
              number(golden, "weight_decay")));
    }
  }

  @Test
  void goldenRmsProp() {
    for (Golden golden : Golden.group("optimizer", "rmsprop", 5)) {
      assertGolden(
          golden,
          new RmsProp(
              rate(golden, 0),
              number(golden, "alpha"),
              number(golden, "eps"),
              number(golden, "weight_decay"),
              number(golden, "momentum"),
              golden.flag("centered")));
    }
  }

  @Test
  void goldenAdagrad() {
    for (Golden golden : Golden.group("optimizer", "adagrad", 2)) {
      assertGolden(
          golden,
          new Adagrad(
              rate(golden, 0),
              number(golden, "lr_decay"),
              number(golden, "weight_decay"),
              number(golden, "initial_accumulator_value"),
              number(golden, "eps")));
    }
  }

  @Test
  void goldenAdadelta() {
    for (Golden golden : Golden.group("optimizer", "adadelta", 2)) {
      assertGolden(
          golden,
          new Adadelta(
              rate(golden, 0),
              number(golden, "rho"),
              number(golden, "eps"),
              number(golden, "weight_decay")));
    }
  }

  @Test
  void everyGoldenCaseIsRun() {
    assertEquals(7 + 7 + 2 + 2 + 5 + 2 + 2, Golden.group("optimizer", "", 27).size());
  }

  @Test
  void lionAgreesWithItsFormula() {
    Random random = new Random(4);
    int n = 37;
    Lion lion = new Lion(0.01, 0.8, 0.95, 0.3);
    float[] values = new float[n];
    double[] twin = new double[n];
    double[] mean = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
      twin[i] = values[i];
    }
    float[][] slots = new float[lion.slots()][n];
    for (int step = 1; step <= 9; step++) {
      double rate = 0.01 / step;
      float[] gradient = new float[n];
      for (int i = 1; i < n; i++) {
        gradient[i] = (float) random.nextGaussian();
      }
      for (int i = 0; i < n; i++) {
        double direction = 0.8 * mean[i] + (1 - 0.8) * gradient[i];
        twin[i] = twin[i] * (1 - rate * 0.3) - rate * Math.signum(direction);
        mean[i] = 0.95 * mean[i] + (1 - 0.95) * gradient[i];
      }
      lion.update(step, rate, values, gradient, slots, 0, n);
      for (int i = 0; i < n; i++) {
        assertEquals(twin[i], values[i], 1e-6, "step " + step + ", value " + i);
        assertEquals(mean[i], slots[0][i], 1e-6, "step " + step + ", momentum " + i);
      }
    }
  }

  @Test
  void centeredRmsPropSurvivesAnUnvaryingGradient() {
    RmsProp rule = new RmsProp(1e-3, 0.5, 1e-8, 0, 0, true);
    int n = 500;
    float[] values = new float[n];
    float[][] slots = new float[rule.slots()][n];
    for (int step = 1; step <= 60; step++) {
      float[] gradient = new float[n];
      for (int i = 0; i < n; i++) {
        gradient[i] = 0.1f + i * 1e-3f;
      }
      rule.update(step, 1e-3, values, gradient, slots, 0, n);
    }
    for (float value : values) {
      assertTrue(Float.isFinite(value), "value " + value);
    }
  }

  private static double beta(Golden golden, int index) {
    return golden.params().getAsJsonArray("betas").get(index).getAsDouble();
  }

  /** One of each rule, with nothing at its default. */
  private static List<Optimizer> all() {
    return List.of(
        Sgd.of(0.1),
        new Sgd(0.1, 0.9, 0.2, false, 0.01),
        Sgd.nesterov(0.1, 0.8),
        Adam.of(0.01),
        new Adam(0.01, 0.8, 0.9, 1e-6, 0.1, true),
        new AdamW(0.01, 0.8, 0.9, 1e-6, 0.1, true),
        new NAdam(0.01, 0.8, 0.9, 1e-6, 0.1, 0.02),
        new RAdam(0.01, 0.8, 0.9, 1e-6, 0.1),
        new RmsProp(0.01, 0.9, 1e-6, 0.1, 0.5, true),
        new RmsProp(0.01, 0.9, 1e-6, 0.1, 0.5, false),
        new Adagrad(0.01, 0.1, 0.1, 0.2, 1e-6),
        new Adadelta(0.5, 0.8, 1e-5, 0.1),
        new Lion(0.01, 0.8, 0.9, 0.1));
  }

  @Test
  void theOptionsOfEachRuleSurviveAChange() {
    for (Optimizer optimizer : all()) {
      Optimizer other = optimizer.withLearningRate(0.25).withWeightDecay(0.75);
      assertEquals(0.25, other.learningRate(), optimizer.name());
      assertEquals(0.75, other.weightDecay(), optimizer.name());
      assertEquals(optimizer.name(), other.name());
      assertEquals(
          optimizer,
          other
              .withLearningRate(optimizer.learningRate())
              .withWeightDecay(optimizer.weightDecay()));
    }
  }

  @Test
  void usualFactorsArePyTorchs() {
    assertEquals(new AdamW(0.1, 0.9, 0.999, 1e-8, 0.01, false), AdamW.of(0.1));
    assertEquals(new NAdam(0.1, 0.9, 0.999, 1e-8, 0, 0.004), NAdam.of(0.1));
    assertEquals(new RAdam(0.1, 0.9, 0.999, 1e-8, 0), RAdam.of(0.1));
    assertEquals(new RmsProp(0.1, 0.99, 1e-8, 0, 0, false), RmsProp.of(0.1));
    assertEquals(new Adagrad(0.1, 0, 0, 0, 1e-10), Adagrad.of(0.1));
    assertEquals(new Adadelta(0.1, 0.9, 1e-6, 0), Adadelta.of(0.1));
    assertEquals(new Lion(0.1, 0.9, 0.99, 0), Lion.of(0.1));
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
    for (Optimizer optimizer : all()) {
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
    assertMessage(
        "The learning rate must be positive and finite. Received: -1.0", () -> Lion.of(-1));
    assertMessage(
        "The weight decay must be at least 0 and finite. Received: -0.5",
        () -> AdamW.of(0.1).withWeightDecay(-0.5));
    assertMessage(
        "The momentum decay must be at least 0 and finite. Received: -0.5",
        () -> new NAdam(0.1, 0.9, 0.999, 1e-8, 0, -0.5));
    assertMessage(
        "beta2 must be at least 0 and less than 1. Received: 1.5",
        () -> new RAdam(0.1, 0.9, 1.5, 1e-8, 0));
    assertMessage(
        "alpha must be at least 0 and less than 1. Received: 1.0",
        () -> new RmsProp(0.1, 1, 1e-8, 0, 0, false));
    assertMessage(
        "The momentum must be at least 0 and finite. Received: -1.0",
        () -> new RmsProp(0.1, 0.9, 1e-8, 0, -1, false));
    assertMessage(
        "The rate decay must be at least 0 and finite. Received: -1.0",
        () -> new Adagrad(0.1, -1, 0, 0, 1e-10));
    assertMessage(
        "The initial sum must be at least 0 and finite. Received: -1.0",
        () -> new Adagrad(0.1, 0, 0, -1, 1e-10));
    assertMessage(
        "rho must be at least 0 and less than 1. Received: -0.1",
        () -> new Adadelta(0.1, -0.1, 1e-6, 0));
  }
}
