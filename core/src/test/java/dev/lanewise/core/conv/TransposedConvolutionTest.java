package dev.lanewise.core.conv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.core.setting.TransposedAxis;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Transposed convolutions against PyTorch's formula, product by product in double. */
class TransposedConvolutionTest {

  private static final int AT = 3;

  /** A layer and its operands; {@code dw} and {@code db} are what gradients already hold. */
  private record Case(
      Shape in,
      TransposedAxis rows,
      TransposedAxis columns,
      int groups,
      boolean bias,
      int images,
      float[] x,
      float[] w,
      float[] b,
      float[] dy,
      float[] dw,
      float[] db) {

    static Case of(
        Shape in,
        int outputs,
        TransposedAxis rows,
        TransposedAxis columns,
        int groups,
        boolean bias,
        int images,
        Random random) {
      Shape out = TransposedConvolution.geometry(in, outputs, rows, columns, groups).input();
      int weights =
          in.channels() * (outputs / groups) * rows.window().kernel() * columns.window().kernel();
      int biases = bias ? outputs : 0;
      return new Case(
          in,
          rows,
          columns,
          groups,
          bias,
          images,
          Bits.integers(random, images * in.elements()),
          Bits.integers(random, weights),
          Bits.integers(random, biases),
          Bits.integers(random, images * out.elements()),
          Bits.integers(random, weights),
          Bits.integers(random, biases));
    }

    int outputs() {
      int taps = rows.window().kernel() * columns.window().kernel();
      return w.length / in.channels() / taps * groups;
    }

    ConvGeometry geometry() {
      return TransposedConvolution.geometry(in, outputs(), rows, columns, groups);
    }
  }

  private record Results(float[] y, float[] dx, float[] dw, float[] db) {}

  private record Exact(double[] y, double[] dx, double[] dw, double[] db) {}

  private static Exact naive(Case c) {
    int height =
        (c.in.height() - 1) * c.rows.window().stride()
            - 2 * c.rows.padding()
            + c.rows.window().dilation() * (c.rows.window().kernel() - 1)
            + c.rows.outputPadding()
            + 1;
    int width =
        (c.in.width() - 1) * c.columns.window().stride()
            - 2 * c.columns.padding()
            + c.columns.window().dilation() * (c.columns.window().kernel() - 1)
            + c.columns.outputPadding()
            + 1;
    int outputs = c.outputs();
    assertEquals(new Shape(outputs, height, width), c.geometry().input());
    int groupInputs = c.in.channels() / c.groups;
    int groupOutputs = outputs / c.groups;
    int kernelHeight = c.rows.window().kernel();
    int kernelWidth = c.columns.window().kernel();
    double[] y = new double[c.images * outputs * height * width];
    double[] dx = new double[c.x.length];
    double[] dw = new double[c.w.length];
    double[] db = new double[c.b.length];
    for (int i = 0; i < dw.length; i++) {
      dw[i] = c.dw[i];
    }
    for (int i = 0; i < y.length; i++) {
      int o = i / (height * width) % outputs;
      if (c.bias) {
        y[i] = c.b[o];
        db[o] += c.dy[i];
      }
    }
    for (int o = 0; o < db.length; o++) {
      db[o] += c.db[o];
    }
    for (int i = 0; i < c.x.length; i++) {
      int column = i % c.in.width();
      int row = i / c.in.width() % c.in.height();
      int channel = i / c.in.pixels() % c.in.channels();
      int image = i / c.in.elements();
      for (int j = 0; j < groupOutputs; j++) {
        int o = channel / groupInputs * groupOutputs + j;
        for (int ky = 0; ky < kernelHeight; ky++) {
          int oy =
              row * c.rows.window().stride() + ky * c.rows.window().dilation() - c.rows.padding();
          for (int kx = 0; kx < kernelWidth; kx++) {
            int ox =
                column * c.columns.window().stride()
                    + kx * c.columns.window().dilation()
                    - c.columns.padding();
            if (oy >= 0 && oy < height && ox >= 0 && ox < width) {
              int to = ((image * outputs + o) * height + oy) * width + ox;
              int weight = ((channel * groupOutputs + j) * kernelHeight + ky) * kernelWidth + kx;
              y[to] += (double) c.x[i] * c.w[weight];
              dx[i] += (double) c.dy[to] * c.w[weight];
              dw[weight] += (double) c.dy[to] * c.x[i];
            }
          }
        }
      }
    }
    return new Exact(y, dx, dw, db);
  }

  private static Results run(Case c, ConvAlgorithm algorithm, Simd simd) {
    ConvGeometry geometry = c.geometry();
    LaneLayout x = new LaneLayout(c.in, geometry.gradientHalo());
    LaneLayout y = new LaneLayout(geometry.input(), new Halo(0, 1, 2, 0));
    LaneLayout dy = new LaneLayout(geometry.input(), geometry.inputHalo());
    LaneLayout dx = new LaneLayout(c.in, new Halo(1, 0, 0, 1));
    TransposedConvolution convolution =
        new TransposedConvolution(
            geometry, new Convolution.Layouts(x, y, dy, dx), c.bias, true, algorithm, simd);
    TransposedConvolution forwardOnly =
        new TransposedConvolution(
            geometry,
            new Convolution.Layouts(x, y, LaneLayout.dense(y.shape()), x),
            c.bias,
            false,
            algorithm,
            simd);
    convolution.prepare(c.w, 0, c.b, 0);
    forwardOnly.prepare(c.w, 0, c.b, 0);
    float[] outputs = new float[c.dy.length];
    float[] gradients = new float[c.x.length];
    float[] dw = c.dw.clone();
    float[] db = c.db.clone();
    float[] scratch = Poison.floats(convolution.scratchSize());
    for (int first = 0; first < c.images; first += Lanes.WIDTH) {
      int count = Math.min(Lanes.WIDTH, c.images - first);
      float[] input = new float[AT + x.size()];
      float[] gradient = new float[AT + dy.size()];
      LaneGroups.pack(c.x, first, count, input, AT, x);
      LaneGroups.pack(c.dy, first, count, gradient, AT, dy);
      float[] output = Poison.floats(AT + y.size());
      float[] again = Poison.floats(AT + y.size());
      float[] result = Poison.floats(AT + dx.size());
      convolution.forward(input, AT, output, AT, scratch);
      forwardOnly.forward(input, AT, again, AT, Poison.floats(forwardOnly.scratchSize()));
      Bits.assertIdentical(output, again, "forward without backward");
      convolution.backwardWeights(input, AT, gradient, AT, dw, 0, db, 0, scratch);
      convolution.backwardData(gradient, AT, result, AT, scratch);
      Poison.assertOnlyInnerWritten(output, AT, y);
      Poison.assertOnlyInnerWritten(result, AT, dx);
      LaneGroups.unpack(output, AT, y, outputs, first, count);
      LaneGroups.unpack(result, AT, dx, gradients, first, count);
    }
    return new Results(outputs, gradients, dw, db);
  }

  private static void check(Case c, ConvAlgorithm algorithm) {
    Exact exact = naive(c);
    for (Simd simd : Widths.ALL) {
      Results results = run(c, algorithm, simd);
      String what = simd.width() + " of " + c.geometry();
      Bits.assertExact(exact.y, results.y, what + ": y");
      Bits.assertExact(exact.dx, results.dx, what + ": dx");
      Bits.assertExact(exact.dw, results.dw, what + ": dw");
      Bits.assertExact(exact.db, results.db, what + ": db");
    }
  }

  /**
   * By hand: stride 2, 3x3 weights, padding 1, output padding 1. Pixel (i, j) puts the kernel
   * around (2 i, 2 j) of a 4x4 result.
   */
  @ParameterizedTest
  @EnumSource
  void computesAKnownCase(SimdWidth width) {
    TransposedAxis axis = new TransposedAxis(new Window(3, 2, 1), 1, 1);
    Case c =
        new Case(
            new Shape(1, 2, 2),
            axis,
            axis,
            1,
            true,
            1,
            new float[] {1, 10, 100, 1000},
            new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9},
            new float[] {0.5f},
            new float[16],
            new float[9],
            new float[1]);
    float[] y = run(c, ConvAlgorithm.AUTO, Widths.of(width)).y;
    assertArrayEquals(
        new float[] {
          5.5f, 46.5f, 50.5f, 60.5f,
          208.5f, 100 * 3 + 9 + 1000 + 70 + 0.5f, 2080.5f, 3090.5f,
          500.5f, 4600.5f, 5000.5f, 6000.5f,
          800.5f, 7900.5f, 8000.5f, 9000.5f
        },
        y);
  }

  @Test
  void equalsTheNaiveLoopExactlyOnIntegers() {
    Random random = new Random(31);
    int tried = 0;
    int depthwise = 0;
    while (tried < 250) {
      int groups = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1;
      boolean single = random.nextBoolean();
      int inputs = groups * (single ? 1 : 1 + random.nextInt(9));
      int outputs = groups * (single ? 1 : 1 + random.nextInt(9));
      Shape in = new Shape(inputs, 1 + random.nextInt(5), 1 + random.nextInt(5));
      int images = new int[] {1, 3, 16, 17}[random.nextInt(4)];
      Case c;
      try {
        c =
            Case.of(
                in,
                outputs,
                axis(random),
                axis(random),
                groups,
                random.nextBoolean(),
                images,
                random);
      } catch (IllegalArgumentException e) {
        // Nothing comes out, or the output's padding is too large: another one.
        continue;
      }
      check(c, ConvAlgorithm.AUTO);
      tried++;
      depthwise += groups > 1 && single ? 1 : 0;
    }
    assertTrue(depthwise > 10, "depthwise: " + depthwise);
  }

  private static TransposedAxis axis(Random random) {
    Window window = new Window(1 + random.nextInt(5), 1 + random.nextInt(3), 1 + random.nextInt(3));
    return new TransposedAxis(window, random.nextInt(4), random.nextInt(3));
  }

  /** 3x3 windows of stride 1 may go by Winograd's tiles, whose bits are others. */
  @Test
  void winogradIsPossible() {
    TransposedAxis axis = new TransposedAxis(new Window(3, 1, 1), 1, 0);
    Case c = Case.of(new Shape(19, 8, 8), 17, axis, axis, 1, true, 17, new Random(5));
    Exact exact = naive(c);
    Results direct = run(c, ConvAlgorithm.DIRECT, Widths.best());
    Results tiles = run(c, ConvAlgorithm.WINOGRAD, Widths.best());
    Bits.assertExact(exact.y, direct.y, "y");
    for (int i = 0; i < exact.y.length; i++) {
      assertEquals(exact.y[i], tiles.y[i], 1e-3, "y");
    }
    for (int i = 0; i < exact.dx.length; i++) {
      assertEquals(exact.dx[i], tiles.dx[i], 1e-3, "dx");
    }
    for (int i = 0; i < exact.dw.length; i++) {
      assertEquals(exact.dw[i], tiles.dw[i], 1e-2, "dw");
    }
    Bits.assertExact(exact.db, tiles.db, "db");
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 0, 2", "1, 3, 0, 2", "2, 2, 0, -1", "3, 2, 1, 3"})
  void refusesAnOutputPaddingThatIsNoRest(int stride, int dilation, int padding, int output) {
    Window window = new Window(3, stride, dilation);
    assertEquals(
        "Output padding must be at least 0, less than the stride or the dilation, and less than stride plus padding. Received: output padding %d, stride %d, dilation %d, padding %d"
            .formatted(output, stride, dilation, padding),
        assertThrows(
                IllegalArgumentException.class, () -> new TransposedAxis(window, padding, output))
            .getMessage());
  }

  @Test
  void refusesANegativePadding() {
    assertEquals(
        "Padding must be at least 0. Received: -1",
        assertThrows(
                IllegalArgumentException.class,
                () -> new TransposedAxis(new Window(3, 1, 1), -1, 0))
            .getMessage());
  }

  @Test
  void refusesWhatLeavesNoPixel() {
    TransposedAxis axis = new TransposedAxis(new Window(2, 1, 1), 1, 0);
    assertEquals(
        "A transposed convolution must have an output of at least 1x1, and at most 2^31, pixels."
            + " Received: 0x2, input 3x1x3",
        assertThrows(
                IllegalArgumentException.class,
                () -> TransposedConvolution.geometry(new Shape(3, 1, 3), 2, axis, axis, 1))
            .getMessage());
  }

  @Test
  void refusesGroupsThatDoNotDivide() {
    TransposedAxis axis = TransposedAxis.of(new Window(2, 1, 1));
    assertEquals(
        "Input and output channels must be divisible by the number of groups. Received: 3 and 4"
            + " channels, 2 groups",
        assertThrows(
                IllegalArgumentException.class,
                () -> TransposedConvolution.geometry(new Shape(3, 4, 4), 4, axis, axis, 2))
            .getMessage());
  }
}
