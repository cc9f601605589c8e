package dev.lanewise.docs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.Digits;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameters;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.train.Evaluator;
import dev.lanewise.layers.train.TrainListener;
import dev.lanewise.layers.train.TrainOptions;
import dev.lanewise.layers.train.Trainer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The example layer of docs/adding-a-layer.md computes, has the right gradients, and learns. */
final class ChannelScaleTest {

  // checks: begin
  private static final double STEP = 1e-2;

  private static Network network() {
    return Network.builder(new Shape(1, 28, 28))
        .add(Conv2d.of(5, 3))
        .add("scale", new ChannelScale())
        .add(new Relu())
        .add(MaxPool2d.of(4))
        .add(new Flatten())
        .add(Dense.of(10))
        .build(1);
  }

  /** The loss before a step of almost no length, whose change of the weights is the gradient. */
  private static double step(Network network, ImageSet images, double rate, BatchExecutor workers) {
    int[] order = new int[images.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    TrainOptions options = new TrainOptions(1, order.length, 1, false, 0);
    return new Trainer(
            network, new SoftmaxCrossEntropy(), Sgd.of(rate), options, workers, Simd.choose())
        .step(images, order, 0, order.length, 1);
  }

  private static double lossWith(float[] scale, ImageSet images, BatchExecutor workers) {
    Network network = network();
    network.parameters().set(network.parameters().named("scale.weight"), scale);
    return step(network, images, 1e-9, workers);
  }

  @Test
  void gradientsAreDifferences() {
    ImageSet images = Digits.generate(3, 37, Split.TRAIN);
    try (BatchExecutor workers = new BatchExecutor(2)) {
      Network network = network();
      step(network, images, 1, workers);
      Parameters parameters = network.parameters();
      float[] moved = parameters.copyOf(parameters.named("scale.weight"));
      for (int c = 0; c < moved.length; c++) {
        float[] scale = {1, 1, 1, 1, 1};
        scale[c] = (float) (1 + STEP);
        double above = lossWith(scale, images, workers);
        scale[c] = (float) (1 - STEP);
        double below = lossWith(scale, images, workers);
        assertEquals((above - below) / (2 * STEP), 1 - moved[c], 2e-4, "channel " + c);
      }
    }
  }

  // checks: end

  @Test
  void itLearnsWithTheSameBitsForAnyNumberOfWorkers() {
    ImageSet training = Digits.generate(7, 1500, Split.TRAIN);
    ImageSet test = Digits.generate(7, 200, Split.TEST);
    float[][] values = new float[3][];
    for (int workers = 1; workers <= 3; workers++) {
      Network network = network();
      TrainOptions options = new TrainOptions(3, 32, 1, true, 0);
      SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
      Simd simd = Simd.choose();
      try (BatchExecutor executor = new BatchExecutor(workers)) {
        new Trainer(network, loss, Sgd.momentum(0.05, 0.9), options, executor, simd)
            .train(training, Optional.empty(), new TrainListener() {});
        double accuracy = new Evaluator(network, loss, executor, simd).evaluate(test).accuracy();
        assertTrue(accuracy > 0.6, "accuracy " + accuracy);
      }
      values[workers - 1] = network.parameters().values().clone();
    }
    assertArrayEquals(values[0], values[1]);
    assertArrayEquals(values[0], values[2]);
  }
}
