package dev.lanewise.layers.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.activation.Softmax;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.cases.LayerCase;
import dev.lanewise.layers.cases.LayerCases;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.CategoricalCrossEntropy;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.MeanSquaredError;
import dev.lanewise.layers.loss.Reduction;
import dev.lanewise.layers.loss.Result;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.loss.Targets;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.layers.twin.NaiveNetwork;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random networks, forward and backward, against a naive twin in double precision. */
class NetworkPropertyTest {

  /** Step of the differences: its error and double's rounding are far below float's. */
  private static final double STEP = 1e-6;

  /** A network whose values come nearer to a kink may be on its other side in float. */
  private static final double MARGIN = 2e-5;

  private static final int[] BATCHES = {1, 2, 3, 5, 7, 16, 17, 33};

  private static double[] image(ArraySamples samples, int index) {
    int elements = samples.shape().elements();
    double[] image = new double[elements];
    for (int i = 0; i < elements; i++) {
      image[i] = samples.images()[index * elements + i];
    }
    return image;
  }

  private static Loss loss(Random random, Network network) {
    if (network.nodes().getLast().layer() instanceof Softmax && random.nextBoolean()) {
      return new CategoricalCrossEntropy(Reduction.values()[random.nextInt(3)]);
    }
    return random.nextBoolean()
        ? new SoftmaxCrossEntropy(random.nextBoolean() ? Reduction.MEAN : Reduction.SUM)
        : new MeanSquaredError(MeanSquaredError.Form.values()[random.nextInt(3)]);
  }

  /** The greatest slope of an image's loss, if results and targets are at most 2 apart. */
  private static double slope(Loss loss) {
    return switch (loss) {
      case MeanSquaredError mse -> mse.form() == MeanSquaredError.Form.HALF_SUM ? 2 : 4;
      default -> 1;
    };
  }

  /** The loss of one image, from its definition. */
  private static double naiveLoss(Loss loss, double[] y, int label) {
    return switch (loss) {
      case SoftmaxCrossEntropy ce -> {
        double sum = 0;
        for (double value : y) {
          sum += Math.exp(value);
        }
        yield Math.log(sum) - y[label];
      }
      case CategoricalCrossEntropy cce -> -Math.log(y[label]);
      case MeanSquaredError mse -> {
        double sum = 0;
        for (int e = 0; e < y.length; e++) {
          double distance = y[e] - (e == label ? 1 : 0);
          sum += distance * distance;
        }
        yield mse.form() == MeanSquaredError.Form.HALF_SUM ? sum / 2 : sum;
      }
      default -> throw new IllegalStateException(loss.name());
    };
  }

  private static double naiveBatchLoss(
      NaiveNetwork twin, Loss loss, List<double[]> parameters, ArraySamples samples) {
    double sum = 0;
    for (int n = 0; n < samples.size(); n++) {
      double[] y = twin.forward(parameters, image(samples, n), CounterRandom.key(3, n), true);
      sum += naiveLoss(loss, y, samples.label(n));
    }
    return sum / loss.normaliser(samples.size(), samples.classes());
  }

  private static Harness.Passed train(
      Harness harness, Network network, Loss loss, ArraySamples samples) {
    BoundNetwork bound = harness.bound();
    int elements = network.output().elements();
    Targets targets = new Targets(elements);
    return harness.train(
        samples.images(),
        samples.size(),
        n -> CounterRandom.key(3, n),
        (pass, first, images) -> {
          targets.beginClasses(images);
          for (int lane = 0; lane < images; lane++) {
            targets.label(lane, samples.label(first + lane));
          }
          loss.compute(
              new Result(
                  pass.memory(),
                  bound.output().at() + bound.output().lanes().origin(),
                  bound.output().lanes().planeStride(),
                  elements),
              targets,
              new Result(
                  pass.memory(),
                  bound.outputGradient().at() + bound.outputGradient().lanes().origin(),
                  bound.outputGradient().lanes().planeStride(),
                  elements),
              1 / loss.normaliser(samples.size(), elements));
        });
  }

  @Property(tries = 250)
  void gradientsAreThoseOfTheTwin(@ForAll long seed) {
    Random random = new Random(seed);
    Network network = RandomNetworks.of(random);
    Assume.that(network.output().isFlat() && network.output().elements() > 1);
    Loss loss = loss(random, network);
    ArraySamples samples =
        ArraySamples.random(
            random,
            network.input(),
            network.output().elements(),
            BATCHES[random.nextInt(BATCHES.length)]);
    Assume.that(gradientsAgree(random, network, loss, samples));
  }

  /** Whether there is no kink too near to compare with differences; fails if they differ. */
  private static boolean gradientsAgree(
      Random random, Network network, Loss loss, ArraySamples samples) {
    String what = loss + ", " + samples.size() + " images\n" + network.summary() + network.nodes();
    Harness harness = new Harness(network, true, Widths.SCALAR);
    Harness.Passed passed = train(harness, network, loss, samples);
    for (Simd simd : Widths.ALL) {
      Harness.Passed other = train(new Harness(network, true, simd), network, loss, samples);
      Bits.assertSame(passed.y(), other.y(), simd.width() + " y, " + what);
      Bits.assertSame(passed.gradients(), other.gradients(), simd.width() + " gradients, " + what);
    }
    NaiveNetwork twin = new NaiveNetwork(network);
    List<double[]> parameters = NaiveNetwork.parametersOf(network);
    assertOutputs(twin, parameters, samples, passed.y(), what);
    if (twin.margin() <= MARGIN) {
      return false;
    }
    assertGapsAreZero(network, passed.gradients());
    float largest = largest(passed.gradients());
    // Where a result y is saturated, the slope of its activation, 1 - y^2 or y (1 - y), is nearly 0
    // and has y's absolute error, twice: about 2.4e-7. It is multiplied by the loss's slope and by
    // an input of the layer, of size 4 at most.
    double saturated =
        1e-6 * slope(loss) * samples.size() / loss.normaliser(samples.size(), samples.classes());
    for (int p = 0; p < parameters.size(); p++) {
      float[] got = harness.of(network.parameters().list().get(p).name(), passed.gradients());
      double bound = 5e-5 * largest(got) + 2e-6 * largest + saturated;
      double[] values = parameters.get(p);
      for (int k = 0; k < 5; k++) {
        int i = random.nextInt(values.length);
        double value = values[i];
        values[i] = value + STEP;
        double above = naiveBatchLoss(twin, loss, parameters, samples);
        values[i] = value - STEP;
        double below = naiveBatchLoss(twin, loss, parameters, samples);
        values[i] = value;
        double expected = (above - below) / (2 * STEP);
        if (twin.margin() < STEP) {
          return true; // a kink between the two
        }
        assertEquals(
            expected,
            got[i],
            bound,
            network.parameters().list().get(p).name() + "[" + i + "] " + what);
      }
    }
    return true;
  }

  /** A mean squared error far from its targets, behind a saturated tanh. */
  @Example
  void aSteepLossBehindASaturatedActivation() {
    Initializer steep = new Initializer.Constant(3);
    Network network =
        Network.builder(new Shape(1, 3, 5))
            .add(new Flatten())
            .add(Dense.of(7))
            .add(Dense.of(3).withInit(steep, steep))
            .add(new Tanh())
            .build(5);
    Random random = new Random(11);
    ArraySamples samples = ArraySamples.random(random, network.input(), 3, 17);
    assertTrue(
        gradientsAgree(random, network, new MeanSquaredError(MeanSquaredError.Form.SUM), samples));
  }

  private static void assertOutputs(
      NaiveNetwork twin, List<double[]> parameters, ArraySamples samples, float[] y, String what) {
    for (int n = 0; n < samples.size(); n++) {
      double[] expected =
          twin.forward(parameters, image(samples, n), CounterRandom.key(3, n), true);
      for (int e = 0; e < expected.length; e++) {
        double got = y[n * expected.length + e];
        assertEquals(expected[e], got, 2e-5 + 2e-5 * Math.abs(expected[e]), what);
      }
    }
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static void assertGapsAreZero(Network network, float[] gradients) {
    float[] copy = gradients.clone();
    for (Parameter parameter : network.parameters().list()) {
      for (int i = 0; i < parameter.size(); i++) {
        copy[parameter.offset() + i] = 0;
      }
    }
    assertEquals(0f, largest(copy), "gaps between parameters");
  }

  @Property(tries = 100)
  void predictionIsTheForwardPassWithoutDropout(@ForAll long seed) {
    Random random = new Random(seed);
    Network network = RandomNetworks.of(random);
    int images = BATCHES[random.nextInt(BATCHES.length)];
    ArraySamples samples = ArraySamples.random(random, network.input(), 2, images);
    Harness harness = new Harness(network, false, Widths.SCALAR);
    float[] y = harness.predict(samples.images(), images);
    for (Simd simd : Widths.ALL) {
      float[] other = new Harness(network, false, simd).predict(samples.images(), images);
      Bits.assertSame(y, other, "at " + simd.width());
    }
    NaiveNetwork twin = new NaiveNetwork(network);
    int elements = network.output().elements();
    for (int n = 0; n < images; n++) {
      double[] expected =
          twin.forward(NaiveNetwork.parametersOf(network), image(samples, n), 0, false);
      for (int e = 0; e < elements; e++) {
        assertEquals(
            expected[e],
            y[n * elements + e],
            2e-5 + 2e-5 * Math.abs(expected[e]),
            network::toString);
      }
    }
    if (network.nodes().stream().noneMatch(NetworkPropertyTest::isNoise)) {
      float[] dy = new float[y.length];
      Harness training = new Harness(network, true, Widths.SCALAR);
      Bits.assertSame(y, training.train(samples.images(), images, dy).y(), "in training");
      assertTrue(harness.bound().plan().size() <= training.bound().plan().size());
    }
  }

  private static boolean isNoise(Network.Node node) {
    return LayerCases.of(node.layer()).is(LayerCase.Trait.NOISE);
  }

  @Property(tries = 60)
  void aBatchIsTheSumOfItsGroups(@ForAll long seed) {
    Random random = new Random(seed);
    Network network = RandomNetworks.of(random);
    int elements = network.output().elements();
    int images = 33;
    ArraySamples samples = ArraySamples.random(random, network.input(), 2, images);
    float[] dy = ArraySamples.random(random, network.output(), 2, images).images();
    Harness harness = new Harness(network, true, Widths.SCALAR);
    Harness.Passed whole = harness.train(samples.images(), images, dy);
    double[] sum = new double[whole.gradients().length];
    double[] size = new double[sum.length];
    int pixels = network.input().elements();
    for (int first = 0; first < images; first += 16) {
      int count = Math.min(16, images - first);
      float[] x = new float[count * pixels];
      System.arraycopy(samples.images(), first * pixels, x, 0, x.length);
      float[] part = new float[count * elements];
      System.arraycopy(dy, first * elements, part, 0, part.length);
      int from = first;
      Harness.Passed group =
          harness.train(
              x,
              count,
              n -> from + n,
              (pass, at, n) ->
                  LaneGroups.pack(
                      part,
                      at,
                      n,
                      pass.memory(),
                      harness.bound().outputGradient().at(),
                      harness.bound().outputGradient().lanes()));
      for (int i = 0; i < sum.length; i++) {
        sum[i] += group.gradients()[i];
        size[i] += Math.abs(group.gradients()[i]);
      }
    }
    double largest = largest(whole.gradients());
    for (int i = 0; i < sum.length; i++) {
      assertEquals(sum[i], whole.gradients()[i], 1e-5 * size[i] + 1e-6 * largest + 1e-12);
    }
  }
}
