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
import dev.lanewise.testkit.NaiveConv;
import dev.lanewise.testkit.Widths;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weight gradients of convolutions of one tap that add over images. */
class ImageOuterTest {

  private static ConvRun run(ConvGeometry geometry, boolean halos, ConvAlgorithm algorithm) {
    Halo extra = halos ? new Halo(1, 0, 2, 1) : Halo.NONE;
    return new ConvRun(
        geometry, extra, extra, extra, Bias.CHANNEL, Convolution.Columns.VIRTUAL, algorithm);
  }

  /** Channels, outputs, height, width, stride, padding, images. */
  @ParameterizedTest
  @CsvSource({
    "32, 16, 4, 4, 1, 0, 16",
    "33, 17, 3, 5, 1, 0, 17",
    "47, 31, 1, 1, 1, 0, 3",
    "64, 19, 7, 2, 2, 0, 1",
    "95, 16, 5, 5, 3, 1, 16",
    "32, 24, 13, 13, 1, 0, 16"
  })
  void areExactOnIntegersAndHaveOneSetOfBits(
      int channels, int outputs, int height, int width, int stride, int padding, int images) {
    Window window = new Window(1, stride, 1);
    ConvGeometry geometry =
        ConvGeometry.of(
            new Shape(channels, height, width), outputs, window, window, Padding.of(padding), 1);
    assertTrue(AlgorithmRule.imageWeights(ConvAlgorithm.AUTO, geometry));
    ConvRun.Operands operands =
        new ConvRun.Operands(
            Bits.integers(1, images * geometry.input().elements(), 2),
            Bits.integers(2, geometry.weights(), 2),
            Bits.integers(3, outputs, 9),
            Bits.integers(4, images * geometry.output().elements(), 2),
            Bits.integers(5, geometry.weights(), 2),
            new float[outputs]);
    ConvRun.Operands real =
        new ConvRun.Operands(
            Bits.normal(1L, images * geometry.input().elements()),
            Bits.normal(2L, geometry.weights()),
            Bits.normal(3L, outputs),
            Bits.normal(4L, images * geometry.output().elements()),
            new float[geometry.weights()],
            new float[outputs]);
    double[] dw = new NaiveConv(geometry, images).backwardWeights(operands.x(), operands.dy());
    for (int i = 0; i < dw.length; i++) {
      dw[i] += operands.dw()[i];
    }
    ConvRun.Results expected = run(geometry, false, ConvAlgorithm.AUTO).run(real, Widths.SCALAR);
    for (Simd simd : Widths.ALL) {
      for (boolean halos : new boolean[] {false, true}) {
        ConvRun run = run(geometry, halos, ConvAlgorithm.AUTO);
        Bits.assertExact(dw, run.run(operands, simd).dw(), simd.width() + ": dw");
        expected.assertSame(run.run(real, simd), simd.width() + ", halos " + halos);
      }
    }
    float[] direct = run(geometry, false, ConvAlgorithm.DIRECT).run(real, Widths.best()).dw();
    for (int i = 0; i < direct.length; i++) {
      assertEquals(direct[i], expected.dw()[i], 1e-4 * images * geometry.output().pixels());
    }
  }
}
