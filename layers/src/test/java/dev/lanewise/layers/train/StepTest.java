package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.ForwardingSamples;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.pool.AvgPool2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.layers.twin.NaiveNetwork;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single steps: what they add up, what they leave behind, and what happens when they fail. */
class StepTest {

  private static final Shape INPUT = new Shape(1, 6, 5);
  private static final int CLASSES = 3;
  private static final Loss LOSS = new SoftmaxCrossEntropy();

  private static Network network() {
    return Network.builder(INPUT)
        .add(Conv2d.of(4, 3).withPadding(Padding.of(1)))
        .add(new Tanh())
        .add(AvgPool2d.of(2))
        .add(new Flatten())
        .add(Dense.of(CLASSES))
        .build(2);
  }

  /** More parameters than four chunks of the update. */
  private static Network wideNetwork() {
    return Network.builder(INPUT)
        .add(new Flatten())
        .add(Dense.of(2000))
        .add(new Tanh())
        .add(Dense.of(CLASSES))
        .build(2);
  }

  private static Trainer trainer(
      Network network, Optimizer optimizer, int batch, BatchExecutor executor) {
    return new Trainer(
        network, LOSS, optimizer, new TrainOptions(9, batch, 1, false, 0), executor, Widths.SCALAR);
  }

  private static int[] order(int size) {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    return order;
  }

  private static ArraySamples samples(int size) {
    return ArraySamples.random(new Random(8), INPUT, CLASSES, size);
  }

  private static double twinLoss(Network network, List<double[]> parameters, ArraySamples samples) {
    double sum = 0;
    for (int n = 0; n < samples.size(); n++) {
      double[] image = new double[INPUT.elements()];
      for (int i = 0; i < image.length; i++) {
        image[i] = samples.images()[n * image.length + i];
      }
      double[] y = new NaiveNetwork(network).forward(parameters, image, 0, true);
      double exponentials = Arrays.stream(y).map(Math::exp).sum();
      sum += Math.log(exponentials) - y[samples.label(n)];
    }
    return sum / samples.size();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 16, 17, 33})
  void aStepFollowsTheGradientOfTheMean(int images) {
    Network network = network();
    ArraySamples samples = samples(images);
    List<double[]> parameters = NaiveNetwork.parametersOf(network);
    double loss = twinLoss(network, parameters, samples);
    try (BatchExecutor executor = new BatchExecutor(2)) {
      double got =
          trainer(network, Sgd.of(1), 40, executor).step(samples, order(images), 0, images, 1);
      assertEquals(loss, got, 1e-6);
    }
    for (int p = 0; p < parameters.size(); p++) {
      Parameter parameter = network.parameters().list().get(p);
      float[] after = network.parameters().copyOf(parameter);
      double[] values = parameters.get(p);
      for (int i = 0; i < values.length; i += 3) {
        double before = values[i];
        values[i] = before + 1e-6;
        double above = twinLoss(network, parameters, samples);
        values[i] = before - 1e-6;
        double below = twinLoss(network, parameters, samples);
        values[i] = before;
        assertEquals(before - (above - below) / 2e-6, after[i], 2e-6, parameter.name());
      }
    }
  }

  private static float[] freshStepOfFive(Network start, ArraySamples samples) {
    Network network = network();
    System.arraycopy(
        start.parameters().values(),
        0,
        network.parameters().values(),
        0,
        start.parameters().values().length);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      trainer(network, Sgd.of(0.5), 40, executor).step(samples, order(5), 0, 5, 1);
    }
    return network.parameters().values();
  }

  /** So many parameters that the workers share their packing, and nineteen groups in 16 shards. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aLargeNetworkOnALargeBatchHasTheLossOfItsTwin(int workers) {
    Network network =
        Network.builder(INPUT)
            .add(new Flatten())
            .add(Dense.of(4000))
            .add(new Relu())
            .add(Dense.of(CLASSES))
            .build(2);
    assertTrue(network.parameters().count() > 1 << 17, "workers share the packing");
    ArraySamples samples = samples(300);
    double loss = twinLoss(network, NaiveNetwork.parametersOf(network), samples);
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      Trainer trainer = trainer(network, Sgd.of(0.1), 300, executor);
      assertEquals(loss, trainer.step(samples, order(300), 0, 300, 1), 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void nothingOfALargerBatchRemains(int workers) {
    ArraySamples samples = samples(40);
    Network network = network();
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      Trainer trainer = trainer(network, Sgd.of(0.5), 40, executor);
      trainer.step(samples, order(40), 0, 40, 1);
      float[] expected = freshStepOfFive(network, samples);
      trainer.step(samples, order(40), 0, 5, 1);
      Bits.assertSame(expected, network.parameters().values(), "five after forty");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void nothingOfAFailedBatchRemains(int workers) {
    ArraySamples samples = samples(40);
    samples.images()[39 * INPUT.elements() + 7] = Float.NaN;
    Network network = network();
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      Trainer trainer = trainer(network, Sgd.of(0.5), 40, executor);
      float[] before = network.parameters().values().clone();
      NonFiniteLossException e =
          assertThrows(
              NonFiniteLossException.class, () -> trainer.step(samples, order(40), 0, 40, 2));
      assertEquals(
          "The loss must be finite. Received: NaN at step 1 (epoch 2); it began in the input:"
              + " sample 39 has a value that is not finite.",
          e.getMessage());
      assertEquals(1, e.step());
      assertEquals("the input", e.layer());
      Bits.assertSame(before, network.parameters().values(), "parameters");
      float[] expected = freshStepOfFive(network, samples);
      trainer.step(samples, order(40), 0, 5, 1);
      Bits.assertSame(expected, network.parameters().values(), "five after a failure");
    }
  }

  @Test
  void aCulpritInAnEarlierGroupIsNamed() {
    ArraySamples samples = samples(40);
    // Finite values, whose sum is not.
    Arrays.fill(samples.images(), 0, INPUT.elements(), Float.MAX_VALUE);
    Network network = Network.builder(INPUT).add(new Flatten()).add(Dense.of(CLASSES)).build(2);
    Parameter weight = network.parameters().named("fc1.weight");
    float[] twos = new float[weight.size()];
    Arrays.fill(twos, 2);
    network.parameters().set(weight, twos);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Trainer trainer = trainer(network, Sgd.of(0.5), 40, executor);
      NonFiniteLossException e =
          assertThrows(
              NonFiniteLossException.class, () -> trainer.step(samples, order(40), 0, 40, 1));
      assertEquals("fc1", e.layer());
    }
  }

  @Test
  void aBatchHasAtMostSixteenShards() {
    assertEquals(1, BatchRunner.shardsOf(1));
    assertEquals(16, BatchRunner.shardsOf(16));
    assertEquals(16, BatchRunner.shardsOf(19));
  }

  @Test
  void theLayerThatFailedIsNamed() {
    Network network = network();
    Parameter weight = network.parameters().named("fc1.weight");
    float[] huge = new float[weight.size()];
    Arrays.fill(huge, Float.MAX_VALUE);
    network.parameters().set(weight, huge);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Trainer trainer = trainer(network, Sgd.of(0.5), 40, executor);
      NonFiniteLossException e =
          assertThrows(
              NonFiniteLossException.class, () -> trainer.step(samples(20), order(20), 0, 20, 1));
      assertEquals("fc1", e.layer());
    }
  }

  @Test
  void aFailedStepIsNotCounted() {
    ArraySamples samples = samples(6);
    samples.images()[5 * INPUT.elements()] = Float.NaN;
    Network network = network();
    Network twin = network();
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Trainer trainer = trainer(network, Adam.of(0.1), 4, executor);
      assertThrows(NonFiniteLossException.class, () -> trainer.step(samples, order(6), 4, 2, 1));
      trainer.step(samples, order(6), 0, 4, 1);
      trainer(twin, Adam.of(0.1), 4, executor).step(samples, order(6), 0, 4, 1);
    }
    Bits.assertSame(twin.parameters().values(), network.parameters().values(), "Adam's first step");
  }

  @Test
  void aRateThatIsTooHighIsReported() {
    Network network =
        Network.builder(INPUT)
            .add(new Flatten())
            .add(Dense.of(70))
            .add(new Relu())
            .add(Dense.of(CLASSES))
            .build(2);
    ArraySamples samples = samples(20);
    try (BatchExecutor executor = new BatchExecutor(2)) {
      Trainer trainer = trainer(network, Sgd.of(1e30), 10, executor);
      float[][] last = new float[1][];
      TrainListener listener =
          new TrainListener() {
            @Override
            public void onStep(int epoch, int images, double loss) {
              last[0] = network.parameters().values().clone();
            }
          };
      NonFiniteLossException e =
          assertThrows(
              NonFiniteLossException.class,
              () -> trainer.train(samples, Optional.empty(), listener));
      assertTrue(e.step() > 1, e.getMessage());
      assertTrue(List.of("fc1", "fc2").contains(e.layer()), e.getMessage());
      Bits.assertSame(last[0], network.parameters().values(), "since the last good step");
    }
  }

  @Test
  void parametersThatTheLastStepSpoiltAreReported() {
    Network network = Network.builder(INPUT).add(new Flatten()).add(Dense.of(CLASSES)).build(2);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      // One step only: its own loss is finite, and no other step follows.
      TrainOptions once = new TrainOptions(1, 10, 1, false, 0);
      Trainer trainer = new Trainer(network, LOSS, Sgd.of(1e300), once, executor, Widths.SCALAR);
      NonFiniteLossException e =
          assertThrows(
              NonFiniteLossException.class,
              () -> trainer.train(samples(10), Optional.empty(), new TrainListener() {}));
      assertTrue(
          e.getMessage()
              .matches(
                  "The parameters must be finite. Received: a value of fc1.(weight|bias) that is"
                      + " not, after step 1 \\(epoch 1\\); it began in fc1. A smaller learning rate"
                      + " may help."),
          e.getMessage());
      assertEquals(1, e.step());
    }
  }

  /** Every parameter is finite, but the sums of their products are not. */
  @Test
  void aLossThatTheLastStepSpoiltIsReported() {
    Network network = Network.builder(INPUT).add(new Flatten()).add(Dense.of(CLASSES)).build(2);
    try (BatchExecutor executor = new BatchExecutor(2)) {
      TrainOptions once = new TrainOptions(1, 10, 1, false, 0);
      Trainer trainer = new Trainer(network, LOSS, Sgd.of(3e38), once, executor, Widths.SCALAR);
      NonFiniteLossException e =
          assertThrows(
              NonFiniteLossException.class,
              () -> trainer.train(samples(10), Optional.empty(), new TrainListener() {}));
      for (float value : network.parameters().values()) {
        assertTrue(Float.isFinite(value), "parameters are finite");
      }
      assertTrue(
          e.getMessage()
              .matches("The loss must be finite. Received: .* after step 1 \\(epoch 1\\);.*"),
          e.getMessage());
    }
  }

  @Test
  void anEpochThatWasStoppedCountsInThatReport() {
    Network network = Network.builder(INPUT).add(new Flatten()).add(Dense.of(CLASSES)).build(2);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      TrainOptions options = new TrainOptions(3, 10, 1, false, 0);
      Trainer trainer = new Trainer(network, LOSS, Sgd.of(1e300), options, executor, Widths.SCALAR);
      TrainListener stopping =
          new TrainListener() {
            @Override
            public void onStep(int epoch, int images, double loss) {
              trainer.requestStop();
            }
          };
      NonFiniteLossException e =
          assertThrows(
              NonFiniteLossException.class,
              () -> trainer.train(samples(20), Optional.empty(), stopping));
      assertTrue(e.getMessage().contains("after step 1 (epoch 1)"), e.getMessage());
    }
  }

  /** Fails when one image is read. */
  private static final class Broken extends ForwardingSamples {

    private final int bad;

    Broken(ArraySamples samples, int bad) {
      super(samples);
      this.bad = bad;
    }

    @Override
    public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
      if (index == bad) {
        throw new IllegalStateException("image " + index);
      }
      super.copyTo(index, group, at, layout, lane);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void samplesThatFailLeaveNothingBehind(int workers) {
    ArraySamples samples = samples(40);
    Network network = network();
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      Trainer trainer = trainer(network, Sgd.of(0.5), 40, executor);
      SampleException e =
          assertThrows(
              SampleException.class,
              () -> trainer.step(new Broken(samples, 37), order(40), 0, 40, 1));
      assertEquals(37, e.index());
      assertEquals("image 37", e.getCause().getMessage());
      float[] expected = freshStepOfFive(network, samples);
      trainer.step(samples, order(40), 0, 5, 1);
      Bits.assertSame(expected, network.parameters().values(), "five after a failure");
    }
  }

  /** Interrupts the thread in the first chunk of one step. */
  private record Interrupting(Optimizer optimizer, int at) implements Optimizer {
    @Override
    public String name() {
      return optimizer.name();
    }

    @Override
    public double learningRate() {
      return optimizer.learningRate();
    }

    @Override
    public Optimizer withLearningRate(double rate) {
      return new Interrupting(optimizer.withLearningRate(rate), at);
    }

    @Override
    public double weightDecay() {
      return optimizer.weightDecay();
    }

    @Override
    public Optimizer withWeightDecay(double decay) {
      return new Interrupting(optimizer.withWeightDecay(decay), at);
    }

    @Override
    public int slots() {
      return optimizer.slots();
    }

    @Override
    public void update(
        long step,
        double rate,
        float[] values,
        float[] gradients,
        float[][] slots,
        int from,
        int to) {
      optimizer.update(step, rate, values, gradients, slots, from, to);
      if (step == at && from == 0) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void anInterruptedUpdateIsCompleted() {
    ArraySamples samples = samples(12);
    Network network = wideNetwork();
    Network twin = wideNetwork();
    assertTrue(network.parameters().values().length > 4 * (1 << 14), "several chunks");
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Trainer trainer = trainer(network, new Interrupting(Sgd.momentum(0.1, 0.9), 2), 4, executor);
      assertThrows(
          CancellationException.class,
          () -> trainer.train(samples, Optional.empty(), new TrainListener() {}));
      assertTrue(Thread.interrupted(), "the status stays set");
      Trainer reference = trainer(twin, Sgd.momentum(0.1, 0.9), 4, executor);
      reference.step(samples, order(12), 0, 4, 1);
      reference.step(samples, order(12), 4, 4, 1);
      Bits.assertSame(twin.parameters().values(), network.parameters().values(), "two steps");
      trainer.step(samples, order(12), 8, 4, 1);
      reference.step(samples, order(12), 8, 4, 1);
      Bits.assertSame(twin.parameters().values(), network.parameters().values(), "and a third");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anInterruptedTrainingStopsBetweenTwoSteps(int workers) {
    ArraySamples samples = samples(100);
    Network network = network();
    Network twin = network();
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      Trainer trainer = trainer(network, Sgd.of(0.1), 33, executor);
      TrainListener interrupting =
          new TrainListener() {
            @Override
            public void onStep(int epoch, int images, double loss) {
              if (images == 66) {
                Thread.currentThread().interrupt();
              }
            }
          };
      assertThrows(
          CancellationException.class,
          () -> trainer.train(samples, Optional.empty(), interrupting));
      assertTrue(Thread.interrupted());
      // Other workers may have begun all groups of the third step before the caller saw it.
      Trainer reference = trainer(twin, Sgd.of(0.1), 33, executor);
      float[] two = null;
      for (int step = 0; step < 3; step++) {
        reference.step(samples, order(100), step * 33, 33, 1);
        two = step == 1 ? twin.parameters().values().clone() : two;
      }
      float[] three = twin.parameters().values();
      if (Arrays.equals(two, network.parameters().values())) {
        trainer.step(samples, order(100), 66, 33, 1);
      }
      Bits.assertSame(three, network.parameters().values(), "three whole steps");
    }
  }

  @Test
  void theNumberOfImagesIsChecked() {
    ArraySamples samples = samples(40);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Trainer trainer = trainer(network(), Sgd.of(0.1), 16, executor);
      for (int count : new int[] {0, -1, 17}) {
        IllegalArgumentException e =
            assertThrows(
                IllegalArgumentException.class,
                () -> trainer.step(samples, order(40), 0, count, 1));
        assertEquals(
            "A step takes between 1 and 16 images, the batch size. Received: " + count,
            e.getMessage());
      }
      assertFalse(trainer.memoryPlan().isEmpty());
    }
  }
}
