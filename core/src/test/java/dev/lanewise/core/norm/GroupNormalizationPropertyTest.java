package dev.lanewise.core.norm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.norm.NormGeometry.Affine;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.NaiveNorm;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random shapes, groups, layouts and values against a twin in double precision. */
class GroupNormalizationPropertyTest {

  private static final int[] WIDTHS = {1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 69, 131};

  private static NormGeometry geometry(Random random) {
    int groups = 1 + random.nextInt(4);
    Shape shape =
        random.nextInt(4) == 0
            ? Shape.flat(groups * (2 + random.nextInt(40)))
            : new Shape(
                groups * (1 + random.nextInt(3)),
                2 + random.nextInt(4),
                WIDTHS[random.nextInt(WIDTHS.length)]);
    Affine affine = Affine.values()[random.nextInt(3)];
    double epsilon = random.nextBoolean() ? 1e-5 : 1e-3;
    return new NormGeometry(shape, groups, affine, epsilon);
  }

  private static LaneLayout layout(Random random, Shape shape) {
    return random.nextBoolean()
        ? LaneLayout.dense(shape)
        : new LaneLayout(
            shape,
            new Halo(random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3)));
  }

  private static GroupNormalization.Layouts layouts(Random random, Shape shape) {
    return new GroupNormalization.Layouts(
        layout(random, shape), layout(random, shape), layout(random, shape), layout(random, shape));
  }

  private static float[] values(Random random, int n) {
    float[] values = new float[n];
    float offset = random.nextInt(3) == 0 ? (random.nextInt(2001) - 1000) : 0;
    float scale = (float) Math.pow(10, random.nextInt(5) - 2);
    for (int i = 0; i < n; i++) {
      values[i] = offset + scale * (float) random.nextGaussian();
    }
    return values;
  }

  private static int factors(NormGeometry geometry) {
    return switch (geometry.affine()) {
      case NONE -> 0;
      case CHANNEL -> geometry.shape().channels();
      case ELEMENT -> geometry.shape().elements();
    };
  }

  private static void assertNear(
      double[] expected, double[] scale, float[] got, int from, String what) {
    for (int i = 0; i < expected.length; i++) {
      float value = got[from + i];
      assertTrue(
          Golden.withinBound(value, expected[i], scale[i]),
          what + "[" + i + "]: " + expected[i] + ", got " + value + ", scale " + scale[i]);
    }
  }

  private static void add(double[] part, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += part[i];
    }
  }

  @Property(tries = 250)
  void everyWidthIsTheTwinWithinRounding(@ForAll long seed) {
    Random random = new Random(seed);
    NormGeometry geometry = geometry(random);
    int images = new int[] {1, 2, 15, 16, 17}[random.nextInt(5)];
    int elements = geometry.shape().elements();
    float[] x = values(random, images * elements);
    float[] dy = values(random, images * elements);
    float[] gamma = values(random, factors(geometry));
    float[] beta = values(random, factors(geometry));
    NormRun run =
        new NormRun(Widths.SCALAR, geometry, layouts(random, geometry.shape()), x, gamma, beta, dy);
    for (Simd simd : Widths.ALL) {
      NormRun other =
          new NormRun(simd, geometry, layouts(random, geometry.shape()), x, gamma, beta, dy);
      Bits.assertIdentical(run.y, other.y, "y at " + simd.width());
      Bits.assertIdentical(run.dx, other.dx, "dx at " + simd.width());
      Bits.assertIdentical(run.dgamma, other.dgamma, "dgamma at " + simd.width());
      Bits.assertIdentical(run.dbeta, other.dbeta, "dbeta at " + simd.width());
    }
    double[] dgamma = new double[gamma.length];
    double[] dbeta = new double[gamma.length];
    double[] scaleDgamma = new double[gamma.length];
    double[] scaleDbeta = new double[gamma.length];
    for (int image = 0; image < images; image++) {
      int from = image * elements;
      NaiveNorm twin =
          new NaiveNorm(
              geometry,
              Arrays.copyOfRange(x, from, from + elements),
              gamma,
              beta,
              Arrays.copyOfRange(dy, from, from + elements));
      assertNear(twin.y, twin.scaleY, run.y, from, "y of " + geometry);
      assertNear(twin.dx, twin.scaleDx, run.dx, from, "dx of " + geometry);
      add(twin.dgamma, dgamma);
      add(twin.dbeta, dbeta);
      add(twin.scaleDgamma, scaleDgamma);
      add(twin.scaleDbeta, scaleDbeta);
    }
    assertNear(dgamma, scaleDgamma, run.dgamma, 0, "dgamma of " + geometry);
    assertNear(dbeta, scaleDbeta, run.dbeta, 0, "dbeta of " + geometry);
  }
}
