package dev.lanewise.layers.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.layers.twin.NaiveNetwork;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random networks with branches and batch normalisation, forward and backward, against a naive twin
 * in double precision whose gradients are differences.
 */
class GraphPropertyTest {

  private static final double STEP = 1e-6;

  /** A network whose values come nearer to a kink may be on its other side in float. */
  private static final double MARGIN = 5e-5;

  private static final int[] BATCHES = {2, 3, 5, 16, 17, 33};

  private static double[][] doubles(float[] values, int rows) {
    int n = values.length / rows;
    double[][] result = new double[rows][n];
    for (int i = 0; i < values.length; i++) {
      result[i / n][i % n] = values[i];
    }
    return result;
  }

  private static long[] keys(int count) {
    long[] keys = new long[count];
    for (int n = 0; n < count; n++) {
      keys[n] = n;
    }
    return keys;
  }

  private static double product(double[][] y, double[][] dy) {
    double sum = 0;
    for (int n = 0; n < y.length; n++) {
      for (int e = 0; e < y[n].length; e++) {
        sum += y[n][e] * dy[n][e];
      }
    }
    return sum;
  }

  /** Other running statistics than a new network's. */
  static void randomize(Random random, Network network) {
    for (Parameter parameter : network.buffers().list()) {
      float[] values = new float[parameter.size()];
      boolean variance = parameter.name().endsWith("running_var");
      for (int i = 0; i < values.length; i++) {
        values[i] = variance ? 0.2f + random.nextFloat() : random.nextFloat() - 0.5f;
      }
      network.buffers().set(parameter, values);
    }
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Property(tries = 200)
  void gradientsAreThoseOfTheTwin(@ForAll long seed) {
    Random random = new Random(seed);
    Network network = RandomGraphs.of(random);
    int images = BATCHES[random.nextInt(BATCHES.length)];
    Assume.that(agreesWithTheTwin(random, network, images, seed + ""));
  }

  /**
   * Compares a step's results and gradients, at all widths.
   *
   * @return whether no kink was too near to compare
   */
  static boolean agreesWithTheTwin(Random random, Network network, int images, String name) {
    randomize(random, network);
    ArraySamples samples = ArraySamples.random(random, network.input(), 2, images);
    float[] dy = ArraySamples.random(random, network.output(), 2, images).images();
    String what = name + ", " + images + " images\n" + network.nodes();
    Harness harness = new Harness(network, true, Widths.SCALAR);
    Harness.Passed passed = harness.train(samples.images(), images, dy);
    for (Simd simd : Widths.ALL) {
      Harness.Passed other = new Harness(network, true, simd).train(samples.images(), images, dy);
      Bits.assertSame(passed.y(), other.y(), simd.width() + " y, " + what);
      Bits.assertSame(passed.gradients(), other.gradients(), simd.width() + " " + what);
    }
    NaiveNetwork twin = new NaiveNetwork(network);
    List<double[]> parameters = NaiveNetwork.parametersOf(network);
    double[][] x = doubles(samples.images(), images);
    double[][] exactDy = doubles(dy, images);
    double[][] y = twin.forward(parameters, x, keys(images), true);
    if (twin.margin() <= MARGIN || twin.steepness() >= 20) {
      return false;
    }
    int elements = network.output().elements();
    double size = 1;
    for (double[] row : y) {
      for (double value : row) {
        size = Math.max(size, Math.abs(value));
      }
    }
    for (int i = 0; i < passed.y().length; i++) {
      assertEquals(y[i / elements][i % elements], passed.y()[i], 1e-4 * size, what);
    }
    float largest = largest(passed.gradients());
    for (int p = 0; p < parameters.size(); p++) {
      Parameter parameter = network.parameters().list().get(p);
      float[] got = harness.of(parameter.name(), passed.gradients());
      double bound = 2e-4 * largest(got) + 2e-5 * largest + 1e-6;
      double[] values = parameters.get(p);
      for (int k = 0; k < 3; k++) {
        int i = random.nextInt(values.length);
        double value = values[i];
        values[i] = value + STEP;
        double above = product(twin.forward(parameters, x, keys(images), true), exactDy);
        values[i] = value - STEP;
        double below = product(twin.forward(parameters, x, keys(images), true), exactDy);
        values[i] = value;
        if (twin.margin() < 10 * STEP) {
          return true; // a kink may lie between the two
        }
        double expected = (above - below) / (2 * STEP);
        assertEquals(expected, got[i], bound, parameter.name() + "[" + i + "] " + what);
      }
    }
    return true;
  }

  @Property(tries = 100)
  void predictionsAreThoseOfTheTwin(@ForAll long seed) {
    Random random = new Random(seed);
    Network network = RandomGraphs.of(random);
    randomize(random, network);
    int images = BATCHES[random.nextInt(BATCHES.length)];
    ArraySamples samples = ArraySamples.random(random, network.input(), 2, images);
    float[] y = new Harness(network, false, Widths.SCALAR).predict(samples.images(), images);
    for (Simd simd : Widths.ALL) {
      float[] other = new Harness(network, false, simd).predict(samples.images(), images);
      Bits.assertSame(y, other, "at " + simd.width());
    }
    double[][] expected =
        new NaiveNetwork(network)
            .forward(
                NaiveNetwork.parametersOf(network),
                doubles(samples.images(), images),
                keys(images),
                false);
    int elements = network.output().elements();
    double size = 1;
    for (double[] row : expected) {
      for (double value : row) {
        size = Math.max(size, Math.abs(value));
      }
    }
    for (int i = 0; i < y.length; i++) {
      assertEquals(expected[i / elements][i % elements], y[i], 1e-5 * size, seed + "");
    }
  }
}
