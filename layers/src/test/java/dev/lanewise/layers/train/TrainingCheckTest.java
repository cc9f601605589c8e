package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.ClassWeights;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.norm.SingleValueException;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.shape.ZeroPad2d;
import dev.lanewise.testkit.Widths;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a training would refuse is refused before, in the same words. */
class TrainingCheckTest {

  private static final Loss LOSS = new SoftmaxCrossEntropy();

  private static void assertBothRefuse(
      String message, Network network, Loss loss, UpdateOptions update) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> TrainingCheck.check(network, loss, Sgd.of(0.1), update, 16))
            .getMessage());
    try (BatchExecutor executor = new BatchExecutor(1)) {
      assertEquals(
          message,
          assertThrows(
                  IllegalArgumentException.class,
                  () ->
                      new Trainer(
                          network,
                          loss,
                          Sgd.of(0.1),
                          new TrainOptions(1, 16, 1, true, 0).withUpdate(update),
                          executor,
                          Widths.SCALAR))
              .getMessage());
    }
  }

  @Test
  void theSameIsRefusedInTheSameWords() {
    Network image = Network.builder(new Shape(1, 5, 5)).add(Conv2d.of(2, 3)).build(1);
    assertBothRefuse(
        "A network's last layer must give a flat result, n x 1 x 1. Received: 2x3x3",
        image,
        LOSS,
        UpdateOptions.NONE);
    Network flat = Network.builder(Shape.flat(3)).add("head", Dense.of(2)).build(1);
    assertBothRefuse(
        "There must be a weight for each element of a result. Expected: 2. Received: 3",
        flat,
        new SoftmaxCrossEntropy().withWeights(ClassWeights.of(1, 1, 1)),
        UpdateOptions.NONE);
    ParameterGroup group = ParameterGroup.frozen("body");
    assertBothRefuse(
        "A parameter group must contain a parameter. Expected one of [head.weight, head.bias]."
            + " Received: "
            + group,
        flat,
        LOSS,
        UpdateOptions.NONE.withGroups(List.of(group)));
    Network huge =
        Network.builder(new Shape(1, 8000, 8000))
            .add(ZeroPad2d.of(1))
            .add(ZeroPad2d.of(1))
            .add(MaxPool2d.of(4000))
            .add(new Flatten())
            .add(Dense.of(2))
            .build(1);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> TrainingCheck.check(huge, LOSS, Sgd.of(0.1), UpdateOptions.NONE, 1))
            .getMessage();
    assertBothRefuse(message, huge, LOSS, UpdateOptions.NONE);
  }

  @Test
  void batchesOfOneImageHaveNoVariance() {
    Network network = Network.builder(Shape.flat(3)).add(Dense.of(2)).add(new BatchNorm()).build(1);
    assertThrows(
        SingleValueException.class,
        () -> TrainingCheck.check(network, LOSS, Sgd.of(0.1), UpdateOptions.NONE, 1));
    TrainingCheck.check(network, LOSS, Sgd.of(0.1), UpdateOptions.NONE, 2);
  }

  @Test
  void presetsPass() {
    for (ModelSpec spec : Presets.all()) {
      TrainingCheck.check(
          spec.network(1),
          spec.loss(),
          spec.recipe().optimizer(),
          spec.recipe().update(),
          spec.recipe().batch());
    }
  }
}
