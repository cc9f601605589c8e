package dev.lanewise.core.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors of the activations' kernels against double precision; their values at kinks and ends. */
class CurveTest {

  /** Prime, so that the scan meets every pattern of low bits. */
  private static final int STRIDE = 2503;

  private static final float LARGE = 110f;

  /** Smaller results may have come through subnormal numbers. */
  private static final double SMALL = 0x1p-100;

  private static final double UNIT = 0x1p-24;

  static List<Curve> curves() {
    return Curve.ALL;
  }

  static List<Simd> widths() {
    return Widths.ALL;
  }

  private static float[] scan() {
    int count = Float.floatToRawIntBits(LARGE) / STRIDE;
    float[] x = new float[2 * count / 16 * 16];
    for (int i = 0; i < x.length; i++) {
      float magnitude = Float.intBitsToFloat(i / 2 * STRIDE + 1);
      x[i] = i % 2 == 0 ? magnitude : -magnitude;
    }
    return x;
  }

  private static void assertErrors(
      String what,
      float[] x,
      float[] got,
      DoubleUnaryOperator exact,
      DoubleUnaryOperator scale,
      DoubleUnaryOperator bound) {
    double worst = 0;
    int compared = 0;
    for (int i = 0; i < x.length; i++) {
      double reference = exact.applyAsDouble(x[i]);
      double unit = UNIT * scale.applyAsDouble(x[i]);
      if (unit < UNIT * SMALL) {
        continue;
      }
      compared++;
      double limit = bound.applyAsDouble(x[i]);
      double error = Math.abs(got[i] - reference) / unit;
      worst = Math.max(worst, limit > 0 ? error / limit : error);
      if (!(error <= limit)) {
        throw new AssertionError(
            "%s(%s): got %s, exact %s, error %s units, bound %s"
                .formatted(what, x[i], got[i], reference, error, limit));
      }
    }
    assertTrue(compared > x.length / 4, what);
    assertTrue(
        worst > 0.25 || bound.applyAsDouble(1) == 0,
        what + " needs no more than " + worst + " of its bound");
  }

  @ParameterizedTest
  @MethodSource("curves")
  void errorsAreWithinTheirBounds(Curve curve) {
    float[] x = scan();
    float[] y = new float[x.length];
    curve.forward().apply(Widths.SCALAR, x, 0, y, 0, x.length);
    DoubleUnaryOperator size = v -> Math.abs(curve.exact().applyAsDouble(v));
    assertErrors(curve.name(), x, y, curve.exact(), size, curve.error());
    float[] dy = new float[x.length];
    Arrays.fill(dy, 1f);
    float[] dx = new float[x.length];
    curve.backward().apply(Widths.SCALAR, x, 0, dy, 0, dx, 0, x.length);
    String what = "slope of " + curve;
    assertErrors(what, x, dx, curve.slope(), curve.terms(), curve.slopeError());
  }

  private static float[] forward(String name, Simd simd, float... x) {
    float[] padded = Arrays.copyOf(x, 16);
    curve(name).forward().apply(simd, padded, 0, padded, 0, 16);
    return Arrays.copyOf(padded, x.length);
  }

  private static float[] slopes(String name, Simd simd, float... x) {
    float[] dy = new float[16];
    Arrays.fill(dy, 1f);
    curve(name).backward().apply(simd, Arrays.copyOf(x, 16), 0, dy, 0, dy, 0, 16);
    return Arrays.copyOf(dy, x.length);
  }

  private static Curve curve(String name) {
    return Curve.ALL.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("widths")
  void derivativesAtKinksArePyTorchs(Simd simd) {
    assertArrayEquals(new float[] {0.125f, 0.125f}, slopes("leakyRelu", simd, 0f, -0f));
    assertArrayEquals(new float[] {3f, 3f}, slopes("elu of 3", simd, 0f, -0f));
    assertArrayEquals(new float[] {0f, 0f}, slopes("hardSigmoid", simd, -3f, 3f));
    assertArrayEquals(
        new float[] {0f, -0.5f, 1.5f, 1f},
        slopes("hardSwish", simd, Math.nextDown(-3f), -3f, 3f, Math.nextUp(3f)));
    assertArrayEquals(new float[] {1f}, slopes("softplus of 1/4", simd, Math.nextUp(12f)));
    assertEquals(0.9525741f, slopes("softplus of 1/4", simd, 12f)[0], 1e-6f);
    assertArrayEquals(new float[] {12.000001f}, forward("softplus of 1/4", simd, 12.000001f));
    assertEquals(12.194349f, forward("softplus of 1/4", simd, 12f)[0], 1e-5f);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void endsAreLimits(Simd simd) {
    float most = Float.MAX_VALUE;
    float infinity = Float.POSITIVE_INFINITY;
    for (String name : new String[] {"gelu", "geluTanh", "silu", "mish", "hardSwish"}) {
      assertArrayEquals(new float[] {most, 0f}, absolute(forward(name, simd, most, -most)), name);
      assertArrayEquals(new float[] {1f, 0f}, absolute(slopes(name, simd, most, -most)), name);
    }
    assertArrayEquals(new float[] {infinity, -1f}, forward("elu", simd, infinity, -infinity));
    assertArrayEquals(new float[] {1f, 0f}, slopes("elu", simd, infinity, -infinity));
    assertArrayEquals(new float[] {infinity, 0f}, forward("softplus", simd, infinity, -infinity));
    assertArrayEquals(new float[] {1f, 0f}, slopes("softplus", simd, infinity, -infinity));
    assertArrayEquals(new float[] {1f, 0f}, forward("hardSigmoid", simd, infinity, -infinity));
  }

  private static float[] absolute(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("widths")
  void notANumberStaysSo(Simd simd) {
    for (Curve curve : Curve.ALL) {
      assertEquals(Float.NaN, forward(curve.name(), simd, Float.NaN)[0], curve.name());
    }
  }

  @Test
  void smallArgumentsKeepTheirDigits() {
    assertArrayEquals(
        new float[] {-1e-20f, -Float.MIN_VALUE},
        forward("elu", Widths.SCALAR, -1e-20f, -Float.MIN_VALUE));
    assertArrayEquals(new float[] {0.5e-30f}, forward("silu", Widths.SCALAR, 1e-30f));
  }
}
