package dev.lanewise.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.ConvRun;
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.NaiveConv;
import dev.lanewise.testkit.NaiveWinograd;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Winograd's passes: exact where they can be, within a derived bound elsewhere. */
class WinogradTest {

  private static final Window THREE = new Window(3, 1, 1);
  private static final double U = 0x1p-24;

  /** Divisors of the weights' transform along both axes: multiples of it stay whole numbers. */
  private static final int WHOLE = 24 * 24;

  /** Channels in and out, image, padding at each side, images. */
  static List<ConvGeometry> geometries() {
    return List.of(
        geometry(1, 1, 1, 1, new Halo(1, 1, 1, 1)),
        geometry(1, 3, 3, 3, Halo.NONE),
        geometry(3, 1, 5, 7, new Halo(1, 1, 1, 1)),
        geometry(15, 17, 4, 4, new Halo(1, 1, 1, 1)),
        geometry(16, 16, 8, 8, new Halo(1, 1, 1, 1)),
        geometry(17, 15, 13, 13, Halo.NONE),
        geometry(2, 9, 13, 13, new Halo(1, 1, 1, 1)),
        geometry(3, 5, 1, 5, new Halo(1, 1, 1, 1)),
        geometry(33, 8, 7, 7, new Halo(2, 2, 2, 2)),
        geometry(2, 2, 6, 9, new Halo(0, 1, 2, 0)),
        geometry(2, 3, 5, 4, new Halo(3, 0, 4, 5)),
        geometry(5, 4, 10, 41, new Halo(1, 1, 1, 1)));
  }

  private static ConvGeometry geometry(
      int channels, int outputs, int height, int width, Halo padding) {
    return new ConvGeometry(new Shape(channels, height, width), outputs, THREE, THREE, padding, 1);
  }

  private static ConvRun run(ConvGeometry geometry, Halo extra, Bias bias) {
    return new ConvRun(
        geometry, extra, extra, extra, bias, Convolution.Columns.VIRTUAL, ConvAlgorithm.WINOGRAD);
  }

  private static ConvRun.Operands operands(
      ConvGeometry g, int images, float[] x, float[] w, float[] dy) {
    int outputs = g.outChannels();
    return new ConvRun.Operands(
        x,
        w,
        Bits.integers(5, outputs, 3),
        dy,
        Bits.integers(6, g.weights(), 3),
        Bits.integers(7, outputs, 3));
  }

  private static float[] times(float[] values, int factor) {
    float[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      // No -0.
      result[i] = result[i] == 0 ? 0f : result[i] * factor;
    }
    return result;
  }

  /** With multiples of 24 * 24 for weights, no division leaves a remainder. */
  @ParameterizedTest
  @MethodSource("geometries")
  void wholeNumbersAreExact(ConvGeometry g) {
    int images = 17;
    float[] x = Bits.integers(1, images * g.input().elements(), 1);
    float[] w = times(Bits.integers(2, g.weights(), 1), WHOLE);
    float[] dy = Bits.integers(3, images * g.output().elements(), 1);
    float[] large = times(dy, WHOLE);
    NaiveConv naive = new NaiveConv(g, images);
    ConvRun.Operands data = operands(g, images, x, w, dy);
    ConvRun.Operands weights = operands(g, images, x, w, large);
    double[] y = naive.forward(x, w, data.b());
    double[] dx = naive.backwardData(dy, w);
    double[] dw = naive.backwardWeights(x, large);
    for (int i = 0; i < dw.length; i++) {
      dw[i] += weights.dw()[i];
    }
    for (Simd simd : Widths.ALL) {
      for (Halo extra : List.of(Halo.NONE, new Halo(1, 2, 0, 3))) {
        ConvRun run = run(g, extra, Bias.CHANNEL);
        ConvRun.Results results = run.run(data, simd);
        Bits.assertExact(y, results.y(), simd.width() + ": y of " + g);
        Bits.assertExact(dx, results.dx(), simd.width() + ": dx of " + g);
        Bits.assertExact(dw, run.run(weights, simd).dw(), simd.width() + ": dw of " + g);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void realNumbersHaveOneSetOfBits(ConvGeometry g) {
    int images = 5;
    ConvRun.Operands operands = normal(g, images);
    ConvRun run = run(g, Halo.NONE, Bias.CHANNEL);
    ConvRun.Results expected = run.run(operands, Widths.SCALAR);
    for (Simd simd : Widths.ALL) {
      expected.assertSame(run.run(operands, simd), simd.width() + " of " + g);
      ConvRun wide = run(g, new Halo(2, 0, 3, 1), Bias.CHANNEL);
      expected.assertSame(wide.run(operands, simd), simd.width() + ", more halo, of " + g);
    }
  }

  private static ConvRun.Operands normal(ConvGeometry g, int images) {
    return new ConvRun.Operands(
        Bits.normal(1, images * g.input().elements()),
        Bits.normal(2, g.weights()),
        Bits.normal(3, g.outChannels()),
        Bits.normal(4, images * g.output().elements()),
        new float[g.weights()],
        new float[g.outChannels()]);
  }

  /** The transforms' own formula, in double, is the convolution: the matrices are right. */
  @ParameterizedTest
  @MethodSource("geometries")
  void errorsStayWithinTheirBound(ConvGeometry g) {
    int images = 2;
    ConvRun.Operands o = normal(g, images);
    NaiveConv naive = new NaiveConv(g, images);
    NaiveWinograd winograd = new NaiveWinograd(g, images);
    double[] y = naive.forward(o.x(), o.w(), new float[0]);
    assertClose(y, winograd.forward(o.x(), o.w(), false));
    double[] dx = naive.backwardData(o.dy(), o.w());
    assertClose(dx, winograd.backwardData(o.dy(), o.w(), false));
    double[] dw = naive.backwardWeights(o.x(), o.dy());
    assertClose(dw, winograd.backwardWeights(o.x(), o.dy(), false));
    ConvRun.Results results = run(g, Halo.NONE, Bias.NONE).run(o, Widths.best());
    assertBounds(g, images, o, results, y, dx, dw);
  }

  private static void assertBounds(
      ConvGeometry g,
      int images,
      ConvRun.Operands o,
      ConvRun.Results results,
      double[] y,
      double[] dx,
      double[] dw) {
    NaiveWinograd winograd = new NaiveWinograd(g, images);
    // A pixel meets 3 roundings in each pass of the input's transform, a weight 4 (a constant's own
    // among them), a product 5 on its way out in each, and as many as there are terms in its sum.
    int fixed = 2 * (3 + 4 + 5);
    assertWithin(
        "y", winograd.forward(o.x(), o.w(), true), fixed + g.input().channels(), y, results.y());
    assertWithin(
        "dx",
        winograd.backwardData(o.dy(), o.w(), true),
        fixed + g.outChannels(),
        dx,
        results.dx());
    int tiles = (g.output().height() + 3) / 4 * ((g.output().width() + 3) / 4);
    int groups = (images + 15) / 16;
    assertWithin(
        "dw",
        winograd.backwardWeights(o.x(), o.dy(), true),
        fixed + 16 * tiles + groups,
        dw,
        results.dw());
  }

  private static void assertClose(double[] expected, double[] got) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < got.length; i++) {
      assertEquals(expected[i], got[i], 1e-12 * largest);
    }
  }

  private static void assertWithin(
      String what, double[] magnitude, int roundings, double[] expected, float[] got) {
    double gamma = roundings * U / (1 - roundings * U);
    for (int i = 0; i < got.length; i++) {
      double error = Math.abs(got[i] - expected[i]);
      double bound = gamma * magnitude[i];
      String text = "%s[%d]: %s instead of %s".formatted(what, i, got[i], expected[i]);
      assertTrue(error <= bound, () -> text + ", bound " + bound);
    }
  }

  static List<Golden> golden() {
    return Golden.group("conv2d", "", 60).stream()
        .filter(
            c ->
                c.shape("w")[2] == 3
                    && c.shape("w")[3] == 3
                    && c.integer("groups") == 1
                    && c.integer("stride", 0) == 1
                    && c.integer("stride", 1) == 1
                    && c.integer("dilation", 0) == 1
                    && c.integer("dilation", 1) == 1)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithPyTorch(Golden golden) {
    int[] x = golden.shape("x");
    int[] w = golden.shape("w");
    Halo padding = new Halo(pad(golden, 0), pad(golden, 2), pad(golden, 1), pad(golden, 3));
    ConvGeometry g = geometry(x[1], w[0], x[2], x[3], padding);
    ConvRun.Operands operands =
        new ConvRun.Operands(
            golden.floats("x"),
            golden.floats("w"),
            new float[0],
            golden.floats("dy"),
            new float[g.weights()],
            new float[0]);
    ConvRun.Results results = run(g, Halo.NONE, Bias.NONE).run(operands, Widths.best());
    double[] y = golden.doubles("y").clone();
    if (golden.has("b")) {
      float[] b = golden.floats("b");
      for (int i = 0; i < y.length; i++) {
        y[i] -= b[i / g.output().pixels() % g.outChannels()];
      }
    }
    assertBounds(g, x[0], operands, results, y, golden.doubles("dx"), golden.doubles("dw"));
  }

  private static int pad(Golden golden, int side) {
    return golden.integer("pads_top_bottom_left_right", side);
  }

  @Test
  void thereAreGoldenCases() {
    assertTrue(golden().size() >= 8, () -> "cases: " + golden().size());
  }

  /** What cannot be tiled, and a bias for each position, goes the direct way. */
  @ParameterizedTest
  @CsvSource({"3, 2, 1, 1, CHANNEL", "3, 1, 2, 1, NONE", "5, 1, 1, 1, CHANNEL", "3, 1, 1, 2, NONE"})
  void theRestIsDirect(int kernel, int stride, int dilation, int groups, Bias bias) {
    Window window = new Window(kernel, stride, dilation);
    ConvGeometry g = ConvGeometry.of(new Shape(4, 9, 8), 6, window, window, Padding.SAME, groups);
    assertDirect(g, bias);
  }

  @Test
  void aBiasForEachPositionIsDirect() {
    ConvGeometry g = geometry(4, 6, 9, 8, new Halo(1, 1, 1, 1));
    ConvRun.Operands o = normal(g, 3);
    float[] b = Bits.normal(8, g.output().elements());
    ConvRun.Operands position =
        new ConvRun.Operands(o.x(), o.w(), b, o.dy(), o.dw(), new float[b.length]);
    ConvRun tiled = run(g, Halo.NONE, Bias.POSITION);
    ConvRun direct = ConvRun.plain(g, Bias.POSITION, Convolution.Columns.VIRTUAL);
    ConvRun.Results expected = direct.run(position, Widths.best());
    ConvRun.Results got = tiled.run(position, Widths.best());
    Bits.assertIdentical(expected.y(), got.y(), "y");
    Bits.assertIdentical(expected.db(), got.db(), "db");
  }

  private static void assertDirect(ConvGeometry g, Bias bias) {
    ConvRun.Operands o = normal(g, 3);
    ConvRun direct = ConvRun.plain(g, bias, Convolution.Columns.VIRTUAL);
    ConvRun other = run(g, Halo.NONE, bias);
    ConvRun.Operands fitted =
        bias == Bias.NONE
            ? new ConvRun.Operands(o.x(), o.w(), new float[0], o.dy(), o.dw(), new float[0])
            : o;
    direct.run(fitted, Widths.best()).assertSame(other.run(fitted, Widths.best()), "of " + g);
  }
}
