package dev.lanewise.core.conv;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A convolution that bounds its values gives the bits of one whose values are bounded after it. */
class ClampedConvolutionTest {

  private static final float FLOOR = -0.5f;
  private static final float CEILING = 0.75f;
  private static final Halo BORDER = new Halo(1, 2, 0, 1);

  private static float clamp(float value) {
    float raised = value <= FLOOR ? FLOOR : value;
    return raised >= CEILING ? CEILING : raised;
  }

  /** Input channels, output channels, groups, stride, height, width. */
  @ParameterizedTest
  @CsvSource({
    "3, 5, 1, 1, 7, 9",
    "16, 17, 1, 2, 6, 5",
    "6, 8, 2, 1, 5, 5",
    "7, 7, 7, 1, 6, 8",
    "5, 10, 5, 2, 9, 7",
    // Several blocks of pixels, whose borders lie within rows.
    "64, 3, 1, 1, 21, 33",
    "32, 32, 1, 1, 16, 16"
  })
  void boundsAreThoseOfAClampBehindIt(
      int channels, int outputs, int groups, int stride, int height, int width) {
    Window window = new Window(3, stride, 1);
    Shape input = new Shape(channels, height, width);
    ConvGeometry geometry = ConvGeometry.of(input, outputs, window, window, Padding.SAME, groups);
    float[] w = Bits.normal(1, geometry.weights());
    float[] b = Bits.normal(2, outputs);
    for (ConvAlgorithm algorithm : ConvAlgorithm.values()) {
      for (Simd simd : Widths.ALL) {
        lanes(geometry, algorithm, simd, w, b);
      }
    }
    if (groups == 1) {
      for (Simd simd : Widths.ALL) {
        channels(geometry, simd, w, b);
      }
    }
  }

  private static void lanes(
      ConvGeometry geometry, ConvAlgorithm algorithm, Simd simd, float[] w, float[] b) {
    LaneLayout in = new LaneLayout(geometry.input(), geometry.inputHalo());
    LaneLayout out = new LaneLayout(geometry.output(), BORDER);
    Convolution convolution =
        new Convolution(
            geometry,
            new Convolution.Layouts(in, out, out, in),
            Bias.CHANNEL,
            Convolution.Columns.VIRTUAL,
            algorithm,
            simd);
    convolution.prepare(w, 0, b, 0, false);
    float[] scratch = Poison.floats(convolution.scratchSize());
    float[] x = Bits.normal(3, in.size());
    float[] plain = new float[out.size()];
    convolution.forward(x, 0, plain, 0, scratch);
    float[] bounded = new float[out.size()];
    convolution.forward(x, 0, bounded, 0, FLOOR, CEILING, scratch);
    assertBounded(plain, bounded, algorithm + " at " + simd.width());
  }

  private static void channels(ConvGeometry geometry, Simd simd, float[] w, float[] b) {
    ChannelLayout in = ChannelLayout.blocks(geometry.input(), geometry.inputHalo());
    ChannelLayout out = ChannelLayout.blocks(geometry.output(), BORDER);
    ChannelConvolution convolution =
        new ChannelConvolution(
            geometry, new ChannelConvolution.Layouts(in, out, out, in), Bias.CHANNEL, false, simd);
    convolution.prepare(w, 0, b, 0);
    float[] x = Bits.normal(4, in.size());
    float[] plain = new float[out.size()];
    convolution.forward(x, 0, plain, 0, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    float[] bounded = new float[out.size()];
    convolution.forward(x, 0, bounded, 0, FLOOR, CEILING);
    assertBounded(plain, bounded, "one image at " + simd.width());
  }

  /** Zeros of the halo are within the bounds, so that they stay. */
  private static void assertBounded(float[] plain, float[] bounded, String what) {
    float[] expected = new float[plain.length];
    int changed = 0;
    for (int i = 0; i < plain.length; i++) {
      expected[i] = clamp(plain[i]);
      changed += expected[i] == plain[i] ? 0 : 1;
    }
    assertTrue(changed > 0, what);
    Bits.assertSame(expected, bounded, what);
  }
}
