package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.plan.BoundNetwork;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps on one image: the same whether it has a lane group or its channels are the lanes. */
class ChannelRunnerTest {

  private static final int STEPS = 5;

  /** Sums over a batch, and branches, are for lane groups. */
  static Stream<ModelSpec> presets() {
    return Presets.all().stream()
        .filter(
            spec ->
                spec.network(1).nodes().stream()
                    .noneMatch(node -> node.layer() instanceof BatchNorm));
  }

  private static ArraySamples samples(ModelSpec spec) {
    return ArraySamples.random(
        new Random(2), spec.input(), spec.network(1).output().elements(), STEPS);
  }

  /** What happened in some steps of training. */
  private record Trained(float[] parameters, List<Double> losses, int correct) {}

  private static Trained train(ModelSpec spec, Network network, StepRunner runner) {
    ArraySamples samples = samples(spec);
    int[] order = {3, 1, 4, 0, 2};
    Optimizer optimizer = spec.recipe().optimizer();
    float[] values = network.parameters().values();
    float[][] slots = new float[optimizer.slots()][values.length];
    Double[] losses = new Double[STEPS];
    int correct = 0;
    float[] output = new float[runner.elements()];
    for (int step = 0; step < STEPS; step++) {
      runner.prepare();
      runner.run(samples, order, step, 1, 1, 99, output);
      losses[step] = runner.loss() + runner.lossSum() + output[0];
      correct += runner.correct();
      assertEquals(1, runner.shards());
      optimizer.update(
          step + 1,
          optimizer.learningRate(),
          values,
          runner.gradients()[0],
          slots,
          0,
          values.length);
      runner.discardGradients();
    }
    return new Trained(values, List.of(losses), correct);
  }

  @ParameterizedTest
  @MethodSource("presets")
  void trainingHasTheBitsOfLaneGroups(ModelSpec spec) {
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Network first = spec.network(8);
      Trained expected =
          train(
              spec,
              first,
              new BatchRunner(
                  first, spec.loss(), true, 1, ConvAlgorithm.DIRECT, executor, Widths.best()));
      for (Simd simd : Widths.ALL) {
        Network network = spec.network(8);
        BoundNetwork bound = BoundNetwork.ofOneImage(network, true, simd).orElseThrow();
        Trained got = train(spec, network, new ChannelRunner(bound, spec.loss(), executor));
        Bits.assertIdentical(expected.parameters, got.parameters, spec.name() + simd.width());
        assertEquals(expected.losses, got.losses, spec.name());
        assertEquals(expected.correct, got.correct, spec.name());
      }
    }
  }

  private static Network small(int groups) {
    return Network.builder(new Shape(2, 5, 5))
        .add(Conv2d.of(4, 3).withGroups(groups))
        .add(new Flatten())
        .add(Dense.of(3))
        .build(1);
  }

  private static Trainer trainer(Network network, int batch, BatchExecutor executor) {
    return new Trainer(
        network,
        new SoftmaxCrossEntropy(),
        Sgd.of(0.1),
        new TrainOptions(1, batch, 1, false, 0),
        executor,
        Widths.SCALAR);
  }

  /** Only single images have no lane group, and only where every layer has a form for that. */
  @Test
  void theTrainerChoosesByBatchSizeAndLayers() {
    try (BatchExecutor executor = new BatchExecutor(1)) {
      assertEquals(true, isByChannels(trainer(small(1), 1, executor)));
      assertEquals(false, isByChannels(trainer(small(1), 2, executor)));
      assertEquals(false, isByChannels(trainer(small(2), 1, executor)));
    }
  }

  private static boolean isByChannels(Trainer trainer) {
    return trainer.memoryPlan().contains("an image, lanes being channels");
  }

  @Test
  void namesTheLayerThatIsNotFinite() {
    Network network = small(1);
    network.parameters().values()[network.parameters().named("fc1.bias").offset()] = Float.NaN;
    ArraySamples samples = ArraySamples.random(new Random(1), new Shape(2, 5, 5), 3, 2);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Trainer trainer = trainer(network, 1, executor);
      NonFiniteLossException e =
          assertThrows(
              NonFiniteLossException.class, () -> trainer.step(samples, new int[] {0, 1}, 0, 1, 1));
      assertEquals(true, e.getMessage().contains("fc1"), e.getMessage());
    }
  }

  @Test
  void anInterruptedThreadDoesNoStep() {
    Network network = small(1);
    float[] before = network.parameters().values().clone();
    ArraySamples samples = ArraySamples.random(new Random(1), new Shape(2, 5, 5), 3, 2);
    try (BatchExecutor executor = new BatchExecutor(2)) {
      Trainer trainer = trainer(network, 1, executor);
      Thread.currentThread().interrupt();
      assertThrows(
          CancellationException.class, () -> trainer.step(samples, new int[] {0, 1}, 0, 1, 1));
      assertEquals(true, Thread.interrupted());
      Bits.assertIdentical(before, network.parameters().values(), "after no step");
      trainer.step(samples, new int[] {0, 1}, 1, 1, 1);
    }
  }

  @Test
  void refusesMoreThanOneImage() {
    try (BatchExecutor executor = new BatchExecutor(1)) {
      BoundNetwork bound = BoundNetwork.ofOneImage(small(1), true, Widths.SCALAR).orElseThrow();
      ChannelRunner runner = new ChannelRunner(bound, new SoftmaxCrossEntropy(), executor);
      ArraySamples samples = ArraySamples.random(new Random(1), new Shape(2, 5, 5), 3, 2);
      assertEquals(
          "A batch whose lanes are channels must have 1 image. Received: 2",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> runner.run(samples, new int[] {0, 1}, 0, 2, 2, 0, null))
              .getMessage());
    }
  }
}
