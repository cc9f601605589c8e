package dev.lanewise.layers.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.tensor.Lanes;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Losses that no reference case covers, by hand and by differences. */
class MoreLossesTest {

  /** One lane group in memory, results of {@code elements} values. */
  private static final class Group {
    final Result result;
    final Result gradient;
    final Targets targets;

    Group(int elements, int images, boolean byClass) {
      result = new Result(new float[elements * Lanes.WIDTH], 0, Lanes.WIDTH, elements);
      gradient = new Result(new float[elements * Lanes.WIDTH], 0, Lanes.WIDTH, elements);
      targets = new Targets(elements);
      if (byClass) {
        targets.beginClasses(images);
      } else {
        targets.beginValues(images);
      }
    }

    void row(int lane, double... x) {
      for (int e = 0; e < x.length; e++) {
        result.set(e, lane, x[e]);
      }
    }

    double[] gradient(int lane) {
      double[] row = new double[gradient.elements()];
      for (int e = 0; e < row.length; e++) {
        row[e] = gradient.value(e, lane);
      }
      return row;
    }
  }

  @Test
  void hingeByHand() {
    Group group = new Group(4, 2, true);
    group.row(0, 1, 0.5, 3, -2);
    group.targets.label(0, 0);
    group.row(1, 0, 0, 0, 1);
    group.targets.label(1, 3);
    // Missing: 0.5 and 3 of 1; image 1 leads by just the margin, where the gradient is 0.
    double sum = new Hinge().compute(group.result, group.targets, group.gradient, 0.5);
    assertEquals(3.5 / 4, sum);
    assertArrayEquals(new double[] {-0.25, 0.125, 0.125, 0}, group.gradient(0));
    assertArrayEquals(new double[4], group.gradient(1), 0.0);
    Hinge squared = new Hinge(1, true, Reduction.SUM);
    assertEquals(9.25 / 4, squared.compute(group.result, group.targets, group.gradient, 1));
    assertArrayEquals(new double[] {-1.75, 0.25, 1.5, 0}, group.gradient(0));
  }

  @Test
  void hingeTakesTheLargestOfValuesForTheClass() {
    Group group = new Group(3, 1, false);
    group.row(0, 1, 0.5, 0);
    group.targets.value(1, 0, 0.6f);
    group.targets.value(2, 0, 0.4f);
    assertEquals(2 / 3.0, new Hinge().compute(group.result, group.targets, null, 1), 1e-12);
  }

  @Test
  void binaryCrossEntropyByHand() {
    Group group = new Group(2, 2, false);
    group.row(0, 0.25, 0.5);
    group.targets.value(0, 0, 1f);
    group.row(1, 0, 1);
    group.targets.value(0, 1, 1f);
    double sum = new BinaryCrossEntropy().compute(group.result, group.targets, group.gradient, 1);
    // Of 0 and 1 on the wrong side: 100 each, as PyTorch bounds it.
    assertEquals(Math.log(4) + Math.log(2) + 200, sum, 1e-12);
    assertArrayEquals(new double[] {-4, 2}, group.gradient(0), 1e-6);
    assertArrayEquals(new double[] {-1e12, 1e12}, group.gradient(1), 1e6);
  }

  @Test
  void binaryCrossEntropyOfSigmoidIsThatOfLogits() {
    Random random = new Random(3);
    Group logits = new Group(5, 1, false);
    Group probabilities = new Group(5, 1, false);
    for (int e = 0; e < 5; e++) {
      double x = random.nextGaussian();
      logits.result.set(e, 0, x);
      probabilities.result.set(e, 0, 1 / (1 + Math.exp(-x)));
      float target = random.nextFloat();
      logits.targets.value(e, 0, target);
      probabilities.targets.value(e, 0, target);
    }
    assertEquals(
        new BinaryCrossEntropyWithLogits().compute(logits.result, logits.targets, null, 1),
        new BinaryCrossEntropy().compute(probabilities.result, probabilities.targets, null, 1),
        1e-5);
  }

  @Test
  void gradientsAreTheDifferencesOfTheLoss() {
    Random random = new Random(8);
    int elements = 5;
    ClassWeights weights = ClassWeights.of(0.5f, 2f, 1f, 0f, 3f);
    for (Loss loss :
        List.of(
            new SoftmaxCrossEntropy().withSmoothing(0.2).withWeights(weights),
            new BinaryCrossEntropy(Reduction.SUM),
            new BinaryCrossEntropyWithLogits(Reduction.SUM, weights),
            new NegativeLogLikelihood(Reduction.SUM, weights, 7),
            new AbsoluteError(),
            new SmoothAbsoluteError(0, Reduction.SUM),
            new SmoothAbsoluteError(0.3, Reduction.SUM),
            new Huber(0.3, Reduction.SUM),
            new Hinge(0.7, false, Reduction.SUM),
            new Hinge(0.7, true, Reduction.SUM))) {
      Group group = new Group(elements, 3, false);
      for (int lane = 0; lane < 3; lane++) {
        for (int e = 0; e < elements; e++) {
          // Odd and even parts of 64, so that nothing lies at a kink.
          group.result.set(e, lane, (2 * random.nextInt(2, 30) + 1) / 64.0);
          group.targets.value(e, lane, 2 * random.nextInt(33) / 64f);
        }
      }
      loss.compute(group.result, group.targets, group.gradient, 1);
      double h = 1.0 / 1024;
      for (int lane = 0; lane < 3; lane++) {
        for (int e = 0; e < elements; e++) {
          float x = group.result.value(e, lane);
          group.result.set(e, lane, x + h);
          double above = loss.compute(group.result, group.targets, null, 1);
          group.result.set(e, lane, x - h);
          double below = loss.compute(group.result, group.targets, null, 1);
          group.result.set(e, lane, x);
          double slope = (above - below) / (2 * h);
          assertEquals(slope, group.gradient.value(e, lane), 3e-3, loss + " element " + e);
        }
      }
    }
  }

  @Test
  void anImageOfWeightTwoCountsTwice() {
    Group group = new Group(3, 2, true);
    group.row(0, 1, 2, 3);
    group.row(1, 0, 1, 0);
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
    double first = loss.image(group.result, group.targets, null, 1, 0);
    double second = loss.image(group.result, group.targets, null, 1, 1);
    loss.compute(group.result, group.targets, group.gradient, 1);
    double[] once = group.gradient(1);
    group.targets.weight(1, 2);
    double sum = loss.compute(group.result, group.targets, group.gradient, 1);
    assertEquals(first + 2 * second, sum);
    for (int e = 0; e < 3; e++) {
      assertEquals(2 * once[e], group.gradient(1)[e]);
    }
    group.targets.beginClasses(2);
    assertEquals(first + second, loss.compute(group.result, group.targets, null, 1));
  }

  @Test
  void theShareOfAnImageIsItsClasssWeight() {
    ClassWeights weights = ClassWeights.of(0.5f, 2f, 3f);
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy().withWeights(weights).withIgnored(2);
    assertEquals(0.5, loss.share(0));
    assertEquals(2, loss.share(1));
    assertEquals(0, loss.share(2));
    assertEquals(1, new SoftmaxCrossEntropy().share(9));
    assertEquals(0, new NegativeLogLikelihood().share(-100));
    assertEquals(1, new Huber().share(3));
  }

  @Test
  void classWeightsAreComparedByValue() {
    assertEquals(ClassWeights.of(1f, 2f), ClassWeights.of(1f, 2f));
    assertEquals(ClassWeights.of(1f, 2f).hashCode(), ClassWeights.of(1f, 2f).hashCode());
    assertNotEquals(ClassWeights.of(1f, 2f), ClassWeights.of(1f, 3f));
    assertNotEquals(ClassWeights.NONE, ClassWeights.of(1f));
    assertTrue(ClassWeights.NONE.none());
    assertEquals(List.of(1f, 2f), ClassWeights.of(1f, 2f).list());
    assertEquals("[1.0, 2.0]", ClassWeights.of(1f, 2f).toString());
  }

  private static void assertMessage(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }

  @Test
  void optionsAreChecked() {
    assertMessage(
        "The label smoothing must be between 0 and 1. Received: 1.5",
        () -> new SoftmaxCrossEntropy().withSmoothing(1.5));
    assertMessage(
        "The label smoothing must be between 0 and 1. Received: NaN",
        () -> new SoftmaxCrossEntropy().withSmoothing(Double.NaN));
    assertMessage("There must be a weight for each class. Received: none", () -> ClassWeights.of());
    assertMessage(
        "Every class weight must be at least 0 and finite. Received for class 1: -1.0",
        () -> ClassWeights.of(0f, -1f));
    assertMessage(
        "There must be a weight for each element of a result. Expected: 10. Received: 2",
        () -> new SoftmaxCrossEntropy().withWeights(ClassWeights.of(1f, 1f)).check(10));
    assertMessage(
        "There must be a weight for each element of a result. Expected: 3. Received: 1",
        () -> new BinaryCrossEntropyWithLogits(Reduction.SUM, ClassWeights.of(1f)).check(3));
    assertMessage(
        "The delta of Huber's loss must be positive and finite. Received: 0.0",
        () -> new Huber(0, Reduction.SUM));
    assertMessage(
        "The beta of smooth L1 must be at least 0 and finite. Received: -1.0",
        () -> new SmoothAbsoluteError(-1, Reduction.SUM));
    assertMessage(
        "The margin must be finite. Received: Infinity",
        () -> new Hinge(Double.POSITIVE_INFINITY, false, Reduction.SUM));
  }
}
