package dev.lanewise.layers.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.Poison;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LossTest {

  private static final int AT = 5;
  private static final int STRIDE = 48;

  private interface Fill {
    void fill(Targets targets, int first, int count);
  }

  private record Outcome(double loss, float[] gradient) {}

  /** Runs a loss over images, group by group, on poisoned memory with a stride. */
  private static Outcome run(Loss loss, float[] x, int images, Fill fill) {
    return run(loss, x, images, images, fill);
  }

  /** The same where an image does not always count 1 in the mean. */
  private static Outcome run(Loss loss, float[] x, int images, double shares, Fill fill) {
    int elements = x.length / images;
    loss.check(elements);
    Targets targets = new Targets(elements);
    float[] dx = new float[x.length];
    double sum = 0;
    for (int first = 0; first < images; first += Lanes.WIDTH) {
      int count = Math.min(Lanes.WIDTH, images - first);
      float[] memory = Poison.floats(AT + elements * STRIDE);
      float[] gradients = Poison.floats(2 * AT + elements * Lanes.WIDTH);
      for (int lane = 0; lane < count; lane++) {
        for (int e = 0; e < elements; e++) {
          memory[AT + e * STRIDE + lane] = x[(first + lane) * elements + e];
        }
      }
      fill.fill(targets, first, count);
      Result result = new Result(memory, AT, STRIDE, elements);
      Result gradient = new Result(gradients, AT, Lanes.WIDTH, elements);
      double scale = 1 / loss.normaliser(shares, elements);
      double value = loss.compute(result, targets, gradient, scale);
      assertEquals(value, loss.compute(result, targets, null, scale), "without a gradient");
      sum += value;
      Poison.assertUntouched(gradients, 0, AT);
      Poison.assertOverwritten(gradients, AT, AT + elements * Lanes.WIDTH);
      Poison.assertUntouched(gradients, AT + elements * Lanes.WIDTH, gradients.length);
      for (int e = 0; e < elements; e++) {
        int at = AT + e * Lanes.WIDTH;
        for (int lane = 0; lane < count; lane++) {
          dx[(first + lane) * elements + e] = gradients[at + lane];
        }
        for (int lane = count; lane < Lanes.WIDTH; lane++) {
          assertEquals(0f, gradients[at + lane], "a lane without an image");
        }
      }
    }
    return new Outcome(sum / loss.normaliser(shares, elements), dx);
  }

  private static void assertGolden(Golden golden, Loss loss) {
    float[] x = golden.floats("x");
    int elements = golden.shape("x")[1];
    boolean classes = golden.shape("target").length == 1;
    int images = golden.shape("x")[0];
    double shares = images;
    if (classes) {
      shares = 0;
      for (long label : golden.longs("target")) {
        shares += loss.share((int) label);
      }
    }
    Outcome outcome =
        run(
            loss,
            x,
            images,
            shares,
            (targets, first, count) -> {
              if (classes) {
                targets.beginClasses(count);
                for (int lane = 0; lane < count; lane++) {
                  targets.label(lane, (int) golden.longs("target")[first + lane]);
                }
              } else {
                targets.beginValues(count);
                float[] values = golden.floats("target");
                for (int lane = 0; lane < count; lane++) {
                  for (int e = 0; e < elements; e++) {
                    targets.value(e, lane, values[(first + lane) * elements + e]);
                  }
                }
              }
            });
    golden.assertWithinBound("loss", new float[] {(float) outcome.loss()});
    golden.assertWithinBound("dx", outcome.gradient());
  }

  @Test
  void goldenCrossEntropy() {
    for (Golden golden : Golden.group("loss", "ce_", 23)) {
      assertGolden(
          golden,
          new SoftmaxCrossEntropy(
              reduction(golden, Reduction.MEAN),
              golden.params().get("label_smoothing").getAsDouble(),
              weights(golden, "weight"),
              ignored(golden)));
    }
  }

  @Test
  void goldenMeanSquaredError() {
    for (Golden golden : Golden.group("loss", "mse_", 3)) {
      boolean mean = golden.params().get("reduction").getAsString().equals("mean");
      assertGolden(
          golden,
          new MeanSquaredError(
              mean ? MeanSquaredError.Form.MEAN_OF_ELEMENTS : MeanSquaredError.Form.SUM));
    }
  }

  private static Reduction reduction(Golden golden, Reduction mean) {
    return golden.params().get("reduction").getAsString().equals("mean") ? mean : Reduction.SUM;
  }

  private static ClassWeights weights(Golden golden, String tensor) {
    return golden.has(tensor) ? ClassWeights.of(golden.floats(tensor)) : ClassWeights.NONE;
  }

  private static int ignored(Golden golden) {
    JsonElement index = golden.params().get("ignore_index");
    return index == null || index.isJsonNull() ? SoftmaxCrossEntropy.IGNORED : index.getAsInt();
  }

  private static double number(Golden golden, String key) {
    return golden.params().get(key).getAsDouble();
  }

  @Test
  void goldenNegativeLogLikelihood() {
    for (Golden golden : Golden.group("loss", "nll_", 4)) {
      assertGolden(
          golden,
          new NegativeLogLikelihood(
              reduction(golden, Reduction.MEAN), weights(golden, "weight"), ignored(golden)));
    }
  }

  @Test
  void goldenBinaryCrossEntropyWithLogits() {
    for (Golden golden : Golden.group("loss", "bce_", 5)) {
      assertGolden(
          golden,
          new BinaryCrossEntropyWithLogits(
              reduction(golden, Reduction.MEAN_OF_ELEMENTS), weights(golden, "pos_weight")));
    }
  }

  @Test
  void goldenAbsoluteErrors() {
    for (Golden golden : Golden.group("loss", "l1_", 2)) {
      assertGolden(golden, new AbsoluteError(reduction(golden, Reduction.MEAN_OF_ELEMENTS)));
    }
    for (Golden golden : Golden.group("loss", "smooth_l1_", 4)) {
      assertGolden(
          golden,
          new SmoothAbsoluteError(
              number(golden, "beta"), reduction(golden, Reduction.MEAN_OF_ELEMENTS)));
    }
    for (Golden golden : Golden.group("loss", "huber_", 5)) {
      assertGolden(
          golden,
          new Huber(number(golden, "delta"), reduction(golden, Reduction.MEAN_OF_ELEMENTS)));
    }
  }

  @Test
  void everyGoldenCaseIsRun() {
    assertEquals(23 + 3 + 4 + 5 + 2 + 4 + 5, Golden.group("loss", "", 46).size());
  }

  private static Fill labels(int... labels) {
    return (targets, first, count) -> {
      targets.beginClasses(count);
      for (int lane = 0; lane < count; lane++) {
        targets.label(lane, labels[first + lane]);
      }
    };
  }

  @Test
  void halfSumByHand() {
    // 1/2 ((1 - 0)^2 + (3 - 1)^2) = 2.5 and 1/2 ((2 - 1)^2 + (0 - 0)^2) = 0.5, mean 1.5
    Outcome outcome =
        run(
            new MeanSquaredError(MeanSquaredError.Form.HALF_SUM),
            new float[] {1, 3, 2, 0},
            2,
            labels(1, 0));
    assertEquals(1.5, outcome.loss());
    assertEquals(
        List.of(0.5f, 1f, 0.5f, 0f),
        List.of(
            outcome.gradient()[0],
            outcome.gradient()[1],
            outcome.gradient()[2],
            outcome.gradient()[3]));
  }

  @ParameterizedTest
  @EnumSource(Reduction.class)
  void categoricalCrossEntropyByHand(Reduction reduction) {
    Outcome outcome =
        run(
            new CategoricalCrossEntropy(reduction),
            new float[] {0.25f, 0.75f, 0.5f, 0.5f},
            2,
            labels(1, 0));
    double divisor =
        switch (reduction) {
          case MEAN -> 2;
          case MEAN_OF_ELEMENTS -> 4;
          case SUM -> 1;
        };
    assertEquals((Math.log(4.0 / 3) + Math.log(2)) / divisor, outcome.loss(), 1e-12);
    assertEquals(0f, outcome.gradient()[0] + 0f);
    assertEquals(-4 / 3.0 / divisor, outcome.gradient()[1], 1e-7);
    assertEquals(-2 / divisor, outcome.gradient()[2], 1e-7);
    assertEquals(0f, outcome.gradient()[3] + 0f);
  }

  @Test
  void probabilitiesAreClippedInTheLossOnly() {
    Outcome outcome =
        run(new CategoricalCrossEntropy(Reduction.MEAN), new float[] {0f, 1f}, 1, labels(0));
    assertEquals(-Math.log(1e-7f), outcome.loss(), 1e-9);
    assertEquals(-1e30f, outcome.gradient()[0], 1e24f);
    float small = 1e-20f;
    Outcome wrong =
        run(new CategoricalCrossEntropy(Reduction.MEAN), new float[] {small, 1f}, 1, labels(0));
    assertEquals(-1f, small * wrong.gradient()[0], 1e-6f);
    Outcome right =
        run(new CategoricalCrossEntropy(Reduction.MEAN), new float[] {0f, 1f}, 1, labels(1));
    assertEquals(1e-7, right.loss(), 3e-8);
  }

  @Test
  void notANumberIsNotHidden() {
    float[] x = {1f, Float.NaN, 0f};
    for (Loss loss :
        List.of(
            new SoftmaxCrossEntropy(),
            new CategoricalCrossEntropy(Reduction.MEAN),
            new MeanSquaredError(MeanSquaredError.Form.HALF_SUM))) {
      assertTrue(Double.isNaN(run(loss, x, 1, labels(1)).loss()), loss.name());
    }
    float[] infinite = {Float.POSITIVE_INFINITY, 0f, 0f};
    assertFalse(Double.isFinite(run(new SoftmaxCrossEntropy(), infinite, 1, labels(1)).loss()));
  }

  @Test
  void onlyCrossEntropyOfLogitsIsOnLogits() {
    assertTrue(new SoftmaxCrossEntropy().onLogits());
    assertFalse(new CategoricalCrossEntropy(Reduction.MEAN).onLogits());
    assertFalse(new MeanSquaredError(MeanSquaredError.Form.SUM).onLogits());
  }

  @Test
  void targetsOfAnEarlierGroupAreForgotten() {
    Targets targets = new Targets(2);
    targets.beginValues(16);
    for (int lane = 0; lane < 16; lane++) {
      targets.value(1, lane, 7f);
    }
    targets.beginValues(3);
    float[] rest = new float[16];
    for (int lane = 0; lane < 16; lane++) {
      rest[lane] = targets.target(1, lane);
    }
    assertTrue(Arrays.equals(new float[16], rest));
    targets.beginClasses(2);
    targets.label(1, 1);
    assertEquals(1f, targets.target(0, 0));
    assertEquals(1f, targets.target(1, 1));
    assertEquals(0f, targets.target(0, 1));
    assertTrue(targets.byClass());
    assertEquals(2, targets.images());
  }
}
