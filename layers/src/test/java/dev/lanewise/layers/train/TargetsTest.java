package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.BinaryCrossEntropyWithLogits;
import dev.lanewise.layers.loss.ClassWeights;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.MeanSquaredError;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples whose targets are not a class. */
class TargetsTest {

  private static final Shape SHAPE = new Shape(2, 3, 3);
  private static final int OUTPUTS = 4;
  private static final int SIZE = 37;

  private record Targeted(ArraySamples plain, float[] targets) implements Samples {

    @Override
    public int size() {
      return plain.size();
    }

    @Override
    public Shape shape() {
      return plain.shape();
    }

    @Override
    public int classes() {
      return OUTPUTS;
    }

    @Override
    public int label(int index) {
      return plain.label(index);
    }

    @Override
    public boolean hasTargets() {
      return true;
    }

    @Override
    public float target(int index, int element) {
      return targets[index * OUTPUTS + element];
    }

    @Override
    public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
      plain.copyTo(index, group, at, layout, lane);
    }
  }

  private static ArraySamples plain() {
    return ArraySamples.random(new Random(3), SHAPE, OUTPUTS, SIZE);
  }

  private static Targeted oneHot() {
    float[] targets = new float[SIZE * OUTPUTS];
    for (int i = 0; i < SIZE; i++) {
      targets[i * OUTPUTS + plain().label(i)] = 1;
    }
    return new Targeted(plain(), targets);
  }

  private static Network network() {
    return Network.builder(SHAPE).add(new Flatten()).add(Dense.of(OUTPUTS)).build(2);
  }

  private static Trainer trainer(Network network, Loss loss, int batch, BatchExecutor executor) {
    return new Trainer(
        network,
        loss,
        Sgd.of(batch == 1 ? 0.02 : 0.1),
        new TrainOptions(60, batch, 6, true, 0),
        executor,
        Widths.SCALAR);
  }

  /** The loss of the first {@code batch} samples, and the parameters after a step on them. */
  private static double step(Samples samples, Loss loss, int batch, Network network) {
    int[] order = new int[SIZE];
    Arrays.setAll(order, i -> i);
    try (BatchExecutor executor = new BatchExecutor(2)) {
      return trainer(network, loss, batch, executor).step(samples, order, 0, batch, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 33})
  void aClassAsTargetsIsTheSame(int batch) {
    for (Loss loss :
        new Loss[] {
          new SoftmaxCrossEntropy(), new MeanSquaredError(MeanSquaredError.Form.HALF_SUM)
        }) {
      Network byClass = network();
      Network byTarget = network();
      assertEquals(step(plain(), loss, batch, byClass), step(oneHot(), loss, batch, byTarget));
      assertArrayEquals(byClass.parameters().values(), byTarget.parameters().values());
    }
  }

  /** What the network, whose only parameters are a dense layer's, gives for an image. */
  private static double logit(Network network, int image, int output) {
    float[] p = network.parameters().values();
    int inputs = SHAPE.elements();
    int weights = network.parameters().list().getFirst().offset() + output * inputs;
    double sum = p[network.parameters().list().getLast().offset() + output];
    for (int i = 0; i < inputs; i++) {
      sum += (double) p[weights + i] * plain().images()[image * inputs + i];
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 33})
  void anImageMayBeOfSeveralClasses(int batch) {
    float[] targets = new float[SIZE * OUTPUTS];
    Random random = new Random(8);
    for (int i = 0; i < targets.length; i++) {
      targets[i] = random.nextInt(2);
    }
    Network network = network();
    double expected = 0;
    for (int i = 0; i < batch * OUTPUTS; i++) {
      double x = logit(network, i / OUTPUTS, i % OUTPUTS);
      expected += Math.log1p(Math.exp(x)) - targets[i] * x;
    }
    expected /= batch * OUTPUTS;
    double actual =
        step(new Targeted(plain(), targets), new BinaryCrossEntropyWithLogits(), batch, network);
    assertEquals(expected, actual, 1e-6 * expected);
  }

  /** PyTorch: the mean with class weights is over the images where targets are shares. */
  @Test
  void aMeanOverTargetsIsOverTheImages() {
    float[] weights = {1, 3, 0.5f, 2};
    Network network = network();
    double expected = 0;
    for (int i = 0; i < 20; i++) {
      double sum = 0;
      for (int e = 0; e < OUTPUTS; e++) {
        sum += Math.exp(logit(network, i, e));
      }
      int label = plain().label(i);
      expected += weights[label] * (Math.log(sum) - logit(network, i, label));
    }
    expected /= 20;
    Loss loss = new SoftmaxCrossEntropy().withWeights(ClassWeights.of(weights));
    assertEquals(expected, step(oneHot(), loss, 20, network), 1e-6 * expected);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Network again = network();
      ValidationSplit split =
          ValidationSplit.of(oneHot(), 17.0 / SIZE, ValidationSplit.Which.LAST, 1);
      assertEquals(20, split.training().size());
      Evaluation measured =
          new Evaluator(again, loss, executor, Widths.SCALAR).evaluate(split.training());
      assertEquals(expected, measured.loss(), 1e-6 * expected);
    }
  }

  /** Numbers that are a linear function of the image are found, by any number of workers. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void numbersAreLearned(int batch) {
    float[] targets = new float[SIZE * OUTPUTS];
    for (int i = 0; i < targets.length; i++) {
      int image = i / OUTPUTS * SHAPE.elements();
      targets[i] = 2 * plain().images()[image + i % OUTPUTS] - plain().images()[image + 7] + 0.5f;
    }
    Targeted samples = new Targeted(plain(), targets);
    float[][] values = new float[2][];
    for (int i = 0; i < 2; i++) {
      Network network = network();
      try (BatchExecutor executor = new BatchExecutor(1 + 2 * i)) {
        TrainResult trained =
            trainer(network, new MeanSquaredError(MeanSquaredError.Form.HALF_SUM), batch, executor)
                .train(samples, Optional.of(samples), new TrainListener() {});
        double first = trained.epochs().getFirst().validation().orElseThrow().loss();
        double last = trained.epochs().getLast().validation().orElseThrow().loss();
        assertTrue(last < 0.02 && first > 20 * last, first + " to " + last);
      }
      values[i] = network.parameters().values();
    }
    assertArrayEquals(values[0], values[1]);
  }
}
