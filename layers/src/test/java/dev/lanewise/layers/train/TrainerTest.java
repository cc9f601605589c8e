package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.MeanSquaredError;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Widths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

class TrainerTest {

  /** So small that no parameter changes, not even one that is 0. */
  private static final Sgd STILL = Sgd.of(1e-60);

  /** Five samples of one value. The network's result is (x, 0). */
  private static final ArraySamples FIVE =
      new ArraySamples(Shape.flat(1), 2, new float[] {1, 2, 3, -1, 0}, new int[] {0, 0, 1, 1, 0});

  private static Network line() {
    Network network = Network.builder(Shape.flat(1)).add(Dense.of(2).withBias(false)).build(1);
    network.parameters().set(network.parameters().list().getFirst(), new float[] {1, 0});
    return network;
  }

  /** Writes down what it is told. */
  private static class Recorder implements TrainListener {
    final List<String> begins = new ArrayList<>();
    final List<String> steps = new ArrayList<>();
    final List<Progress> logs = new ArrayList<>();
    final List<EpochResult> epochs = new ArrayList<>();

    @Override
    public void onBegin(int epochCount, int stepsPerEpoch, int images) {
      begins.add(epochCount + " " + stepsPerEpoch + " " + images);
    }

    @Override
    public void onStep(int epoch, int images, double loss) {
      steps.add(epoch + " " + images + " " + loss);
    }

    @Override
    public void onLog(Progress progress) {
      logs.add(progress);
    }

    @Override
    public void onEpoch(EpochResult result) {
      epochs.add(result);
    }
  }

  private static TrainResult train(
      Network network, Loss loss, TrainOptions options, TrainListener listener) {
    try (BatchExecutor executor = new BatchExecutor(2)) {
      return new Trainer(network, loss, STILL, options, executor, Widths.SCALAR)
          .train(FIVE, Optional.empty(), listener);
    }
  }

  /** The losses are 0, 1/2, 5, 1, 1/2; all but the third are right. */
  @Test
  void averagesByHand() {
    Recorder recorder = new Recorder();
    TrainResult result =
        train(
            line(),
            new MeanSquaredError(MeanSquaredError.Form.HALF_SUM),
            new TrainOptions(2, 2, 0, false, 2),
            recorder);
    assertEquals(List.of("2 3 5"), recorder.begins);
    assertEquals(
        List.of("1 2 0.25", "1 4 3.0", "1 5 0.5", "2 2 0.25", "2 4 3.0", "2 5 0.5"),
        recorder.steps);
    assertEquals(
        List.of(
            new TrainListener.Progress(1, 2, 2, 1.625, 0.75, 1.625, 0.75),
            new TrainListener.Progress(2, 5, 2, 1.625, 0.75, 1.625, 0.75)),
        recorder.logs);
    assertEquals(2, recorder.epochs.size());
    assertEquals(recorder.epochs, result.epochs());
    for (int epoch = 1; epoch <= 2; epoch++) {
      TrainListener.EpochResult got = result.epochs().get(epoch - 1);
      assertEquals(epoch, got.epoch());
      assertEquals(3L * epoch, got.steps());
      assertEquals(1.4, got.loss(), 1e-15);
      assertEquals(0.8, got.accuracy());
      assertEquals(Optional.empty(), got.validation());
      assertTrue(got.seconds() > 0);
    }
    assertEquals(6, result.steps());
    assertEquals(10, result.images());
    assertFalse(result.stopped());
    assertEquals(10 / result.seconds(), result.imagesPerSecond());
  }

  @Test
  void stretchesBeginAnew() {
    Recorder recorder = new Recorder();
    train(
        line(),
        new MeanSquaredError(MeanSquaredError.Form.HALF_SUM),
        new TrainOptions(1, 2, 0, false, 1),
        recorder);
    assertEquals(
        List.of(
            new TrainListener.Progress(1, 1, 1, 0.25, 1, 0.25, 1),
            new TrainListener.Progress(1, 2, 2, 3, 0.5, 1.625, 0.75),
            new TrainListener.Progress(1, 3, 3, 0.5, 1, 1.4, 0.8)),
        recorder.logs);
  }

  @Test
  void aSumIsNotAveraged() {
    Recorder recorder = new Recorder();
    train(
        line(),
        new MeanSquaredError(MeanSquaredError.Form.SUM),
        new TrainOptions(1, 2, 0, false, 2),
        recorder);
    assertEquals(List.of("1 2 1.0", "1 4 12.0", "1 5 1.0"), recorder.steps);
    assertEquals(13, recorder.logs.getFirst().loss());
    assertEquals(14, recorder.epochs.getFirst().loss());
  }

  @Test
  void aMeanOfElementsIsByElements() {
    Recorder recorder = new Recorder();
    train(
        line(),
        new MeanSquaredError(MeanSquaredError.Form.MEAN_OF_ELEMENTS),
        new TrainOptions(1, 3, 0, false, 0),
        recorder);
    assertEquals(1.4, recorder.epochs.getFirst().loss(), 1e-15);
    assertEquals(List.of(), recorder.logs);
  }

  @Test
  void validationIsMeasuredAfterEachEpoch() {
    Network network = line();
    Recorder recorder = new Recorder();
    ArraySamples validation =
        new ArraySamples(Shape.flat(1), 2, new float[] {2, 2, -1}, new int[] {0, 1, 0});
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Loss loss = new MeanSquaredError(MeanSquaredError.Form.HALF_SUM);
      Trainer trainer =
          new Trainer(
              network,
              loss,
              Sgd.of(0.1),
              new TrainOptions(3, 2, 1, true, 0),
              executor,
              Widths.SCALAR);
      trainer.train(FIVE, Optional.of(validation), recorder);
      Evaluation last = recorder.epochs.getLast().validation().orElseThrow();
      assertEquals(
          new Evaluator(network, loss, executor, Widths.SCALAR).evaluate(validation), last);
      assertEquals(3, last.images());
      assertEquals(3, recorder.epochs.size());
      assertTrue(
          recorder.epochs.getFirst().validation().orElseThrow().loss() != last.loss(),
          "it is measured anew");
    }
  }

  @Test
  void shufflingTakesEachSampleOnce() {
    for (boolean shuffle : new boolean[] {true, false}) {
      Recorder recorder = new Recorder();
      train(
          line(),
          new MeanSquaredError(MeanSquaredError.Form.HALF_SUM),
          new TrainOptions(8, 1, 5, shuffle, 0),
          recorder);
      List<List<String>> epochs = new ArrayList<>();
      for (int epoch = 0; epoch < 8; epoch++) {
        List<String> losses =
            recorder.steps.subList(epoch * 5, epoch * 5 + 5).stream()
                .map(step -> step.split(" ")[2])
                .toList();
        assertEquals(List.of("0.0", "0.5", "0.5", "1.0", "5.0"), losses.stream().sorted().toList());
        epochs.add(losses);
      }
      assertEquals(shuffle, epochs.stream().distinct().count() > 1, "orders " + epochs);
    }
  }

  @Test
  void aListenerCanStop() {
    Network network = line();
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Trainer trainer =
          new Trainer(
              network,
              new SoftmaxCrossEntropy(),
              STILL,
              new TrainOptions(4, 2, 1, true, 0),
              executor,
              Widths.SCALAR);
      Recorder recorder =
          new Recorder() {
            @Override
            public void onStep(int epoch, int images, double loss) {
              if (epoch == 2 && images == 4) {
                trainer.requestStop();
              }
            }
          };
      TrainResult result = trainer.train(FIVE, Optional.empty(), recorder);
      assertTrue(result.stopped());
      assertEquals(5, result.steps());
      assertEquals(9, result.images());
      assertEquals(1, result.epochs().size());
      assertEquals(1, recorder.epochs.size());
    }
  }

  @Test
  @Timeout(60)
  void anotherThreadCanStop() throws InterruptedException {
    try (BatchExecutor executor = new BatchExecutor(2)) {
      Trainer trainer =
          new Trainer(
              line(),
              new SoftmaxCrossEntropy(),
              STILL,
              new TrainOptions(Integer.MAX_VALUE, 2, 1, true, 0),
              executor,
              Widths.SCALAR);
      CountDownLatch begun = new CountDownLatch(1);
      Thread stopper =
          new Thread(
              () -> {
                try {
                  if (begun.await(30, TimeUnit.SECONDS)) {
                    trainer.requestStop();
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      stopper.start();
      TrainListener listener =
          new TrainListener() {
            @Override
            public void onEpoch(EpochResult result) {
              begun.countDown();
            }
          };
      TrainResult result = trainer.train(FIVE, Optional.empty(), listener);
      stopper.join();
      assertTrue(result.stopped());
      assertFalse(result.epochs().isEmpty());
    }
  }

  private static void assertMessage(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }

  @Test
  void samplesMustFit() {
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Loss loss = new SoftmaxCrossEntropy();
      Trainer trainer =
          new Trainer(
              line(), loss, STILL, new TrainOptions(1, 2, 1, true, 0), executor, Widths.SCALAR);
      Evaluator evaluator = new Evaluator(line(), loss, executor, Widths.SCALAR);
      TrainListener silent = new TrainListener() {};
      ArraySamples none = new ArraySamples(Shape.flat(1), 2, new float[0], new int[0]);
      ArraySamples larger = ArraySamples.random(new Random(1), Shape.flat(3), 2, 4);
      ArraySamples classes = ArraySamples.random(new Random(1), Shape.flat(1), 3, 4);
      String empty = "There must be at least 1 sample. Received: 0";
      String shape =
          "The samples must have the shape of the network's input. Expected: 1x1x1. Received:"
              + " 3x1x1";
      String outputs = "The network must give a value for each class. Expected: 3. Received: 2";
      assertMessage(empty, () -> trainer.train(none, Optional.empty(), silent));
      assertMessage(shape, () -> trainer.train(larger, Optional.empty(), silent));
      assertMessage(outputs, () -> trainer.train(classes, Optional.empty(), silent));
      assertMessage(outputs, () -> trainer.train(FIVE, Optional.of(classes), silent));
      assertMessage(empty, () -> evaluator.evaluate(none));
      assertMessage(shape, () -> evaluator.predict(larger));
      assertEquals(0, evaluator.predict(none).length);
      assertEquals(2, evaluator.predict(classes)[3].length, "labels do not matter");
    }
  }

  @Test
  void theResultMustBeFlat() {
    Network network = Network.builder(new Shape(1, 4, 4)).add(Conv2d.of(2, 3)).build(1);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      assertMessage(
          "A network's last layer must give a flat result, n x 1 x 1. Received: 2x2x2",
          () -> new Evaluator(network, new SoftmaxCrossEntropy(), executor, Widths.SCALAR));
    }
  }

  @Test
  void optionsAreChecked() {
    assertMessage(
        "The number of epochs must be at least 1. Received: 0",
        () -> new TrainOptions(0, 1, 1, true, 0));
    assertMessage(
        "The batch size must be between 1 and 1048576. Received: 0",
        () -> new TrainOptions(1, 0, 1, true, 0));
    assertMessage(
        "The batch size must be between 1 and 1048576. Received: 1048577",
        () -> new TrainOptions(1, 1048577, 1, true, 0));
    assertMessage(
        "The number of steps between logs must be at least 0. Received: -1",
        () -> new TrainOptions(1, 1, 1, true, -1));
  }

  /** A small network learns to tell seven kinds of images apart, and others of the same kinds. */
  @Test
  void learns() {
    Shape shape = new Shape(1, 6, 7);
    ArraySamples training = ArraySamples.separable(new Random(1), shape, 301);
    ArraySamples test = ArraySamples.separable(new Random(2), shape, 203);
    Network network =
        Network.builder(shape)
            .add(Conv2d.of(8, 3))
            .add(new Relu())
            .add(MaxPool2d.of(2))
            .add(new Flatten())
            .add(Dense.of(7))
            .build(3);
    try (BatchExecutor executor = new BatchExecutor(2)) {
      Loss loss = new SoftmaxCrossEntropy();
      Simd simd = Simd.choose(Optional.empty());
      Trainer trainer =
          new Trainer(
              network, loss, Adam.of(0.01), new TrainOptions(12, 32, 1, true, 0), executor, simd);
      TrainResult result = trainer.train(training, Optional.empty(), new TrainListener() {});
      assertEquals(1, result.epochs().getLast().accuracy());
      assertTrue(
          result.epochs().getLast().loss() < result.epochs().getFirst().loss() / 10,
          result::toString);
      assertEquals(1, new Evaluator(network, loss, executor, simd).evaluate(test).accuracy());
    }
  }
}
