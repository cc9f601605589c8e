package dev.lanewise.docs;

// README: begin
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.Digits;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.Evaluator;
import dev.lanewise.layers.train.TrainListener;
import dev.lanewise.layers.train.TrainOptions;
import dev.lanewise.layers.train.Trainer;
import java.util.Optional;

final class EmbeddingExample {

  private EmbeddingExample() {}

  static double trainAndMeasure() {
    ImageSet training = Digits.generate(7, 4000, Split.TRAIN);
    ImageSet test = Digits.generate(7, 500, Split.TEST);
    Network network =
        Network.builder(new Shape(1, 28, 28))
            .add(Conv2d.of(12, 3))
            .add(new Relu())
            .add(MaxPool2d.of(2))
            .add(new Flatten())
            .add(Dense.of(10))
            .build(1);
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
    TrainOptions options = new TrainOptions(6, 32, 1, true, 0);
    Simd simd = Simd.choose();
    try (BatchExecutor executor = new BatchExecutor(2)) {
      new Trainer(network, loss, Adam.of(2e-3), options, executor, simd)
          .train(training, Optional.empty(), new TrainListener() {});
      Evaluation result = new Evaluator(network, loss, executor, simd).evaluate(test);
      return result.accuracy();
    }
  }
}
// README: end
