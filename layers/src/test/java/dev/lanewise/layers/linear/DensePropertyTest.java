package dev.lanewise.layers.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameters;
import dev.lanewise.layers.plan.Front;
import dev.lanewise.layers.plan.Harness;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** With small whole numbers every sum is exact, and algebra holds to the last bit. */
class DensePropertyTest {

  @Property(tries = 60)
  void passesAreAdjointAndLinear(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 37) int inputs,
      @ForAll @IntRange(min = 1, max = 19) int outputs,
      @ForAll @IntRange(min = 1, max = 35) int images) {
    Random random = new Random(seed);
    Network network =
        Network.builder(Shape.flat(inputs))
            .add("front", new Front())
            .add("fc", Dense.of(outputs).withBias(false))
            .build(1);
    Parameters parameters = network.parameters();
    float[] w = Bits.integers(random, inputs * outputs);
    parameters.set(parameters.named("fc.weight"), w);
    float[] x = Bits.integers(random, images * inputs);
    float[] dy = Bits.integers(random, images * outputs);
    float[] expected = new float[images * outputs];
    for (int n = 0; n < images; n++) {
      for (int o = 0; o < outputs; o++) {
        for (int i = 0; i < inputs; i++) {
          expected[n * outputs + o] += w[o * inputs + i] * x[n * inputs + i];
        }
      }
    }
    for (Simd simd : Widths.ALL) {
      Harness harness = new Harness(network, true, simd);
      Harness.Passed passed = harness.train(x, images, dy);
      Bits.assertSame(positive(expected), positive(passed.y()), "y at " + simd.width());
      double product = dot(passed.y(), dy);
      assertEquals(product, dot(x, passed.dx()), "<y, dy> = <x, dx> at " + simd.width());
      float[] dw = harness.of("fc.weight", passed.gradients());
      assertEquals(product, dot(w, dw), "<y, dy> = <w, dw> at " + simd.width());
      float[] twice = x.clone();
      for (int i = 0; i < twice.length; i++) {
        twice[i] *= 2;
      }
      float[] y = harness.train(twice, images, dy).y();
      for (int i = 0; i < y.length; i++) {
        assertEquals(2 * passed.y()[i], y[i]);
      }
    }
  }

  /** Without negative zeros. */
  private static float[] positive(float[] values) {
    float[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] += 0f;
    }
    return result;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
