package dev.lanewise.core.conv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.ConvRun;
import dev.lanewise.testkit.NaiveConv;
import dev.lanewise.testkit.Widths;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConvolutionTest {

  /**
   * By hand: 3x3 image, 2x2 kernel, one row of zeros on top.
   *
   * <pre>
   * 0 0 0
   * 1 2 3    w = 1 2    y(0,0) = 3*1 + 4*2       = 11    18
   * 4 5 6        3 4    y(1,0) = 1+2*2+3*4+4*5   = 37    47
   * 7 8 9               y(2,0) = 4+2*5+3*7+4*8   = 67    77
   * </pre>
   *
   * plus 100.
   */
  @ParameterizedTest
  @EnumSource
  void computesAKnownCase(SimdWidth width) {
    Window two = new Window(2, 1, 1);
    ConvGeometry g = new ConvGeometry(new Shape(1, 3, 3), 1, two, two, new Halo(1, 0, 0, 0), 1);
    ConvRun run = ConvRun.plain(g, Bias.CHANNEL, Convolution.Columns.VIRTUAL);
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    float[] w = {1, 2, 3, 4};
    float[] dy = {1, 0, 0, 0, 0, 10};
    ConvRun.Results results =
        run.run(
            new ConvRun.Operands(x, w, new float[] {100}, dy, new float[4], new float[1]),
            Widths.of(width));
    assertArrayEquals(new float[] {111, 118, 137, 147, 167, 177}, results.y());
    // dy(0,0) = 1 reaches row 0 with 3 4; dy(2,1) = 10 reaches rows 1, 2 and columns 1, 2.
    assertArrayEquals(new float[] {3, 4, 0, 0, 10, 20, 0, 30, 40}, results.dx());
    // 1 * (0 0 / 1 2) + 10 * (5 6 / 8 9).
    assertArrayEquals(new float[] {50, 60, 81, 92}, results.dw());
    assertArrayEquals(new float[] {11}, results.db());
  }

  /** Enough input for several blocks of output rows, which no small shape has. */
  @ParameterizedTest
  @CsvSource({"64,37,41,1", "33,45,67,2"})
  void blocksOfRowsChangeNoBit(int channels, int height, int width, int stride) {
    Window window = new Window(3, stride, 1);
    ConvGeometry g =
        ConvGeometry.of(new Shape(channels, height, width), 5, window, window, Padding.of(1), 1);
    ConvRun run = ConvRun.plain(g, Bias.CHANNEL, Convolution.Columns.VIRTUAL);
    ConvRun.Operands operands =
        new ConvRun.Operands(
            Bits.integers(1, 3 * g.input().elements(), 2),
            Bits.integers(2, g.weights(), 2),
            Bits.integers(3, 5, 9),
            Bits.integers(4, 3 * g.output().elements(), 2),
            new float[g.weights()],
            new float[5]);
    ConvRun.Results results = run.run(operands, Widths.best());
    NaiveConv naive = new NaiveConv(g, 3);
    Bits.assertExact(naive.forward(operands.x(), operands.w(), operands.b()), results.y(), "y");
    Bits.assertExact(naive.backwardData(operands.dy(), operands.w()), results.dx(), "dx");
    Bits.assertExact(naive.backwardWeights(operands.x(), operands.dy()), results.dw(), "dw");
    Bits.assertExact(naive.backwardBias(operands.dy(), 5), results.db(), "db");
  }
}
