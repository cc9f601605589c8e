package dev.lanewise.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Widths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvGeometryTest {

  private static final Window THREE = new Window(3, 1, 1);

  private static ConvGeometry plain(Shape input, int outputs, Padding padding, int groups) {
    return ConvGeometry.of(input, outputs, THREE, THREE, padding, groups);
  }

  private static String refused(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }

  @Test
  void countsWeightsAndWork() {
    ConvGeometry g =
        ConvGeometry.of(
            new Shape(6, 9, 11),
            4,
            new Window(3, 2, 1),
            new Window(2, 1, 3),
            Padding.of(1, 0, 2, 5),
            2);
    // Rows: (9 + 1 + 2 - 3) / 2 + 1 = 5; columns: 11 + 0 + 5 - 4 + 1 = 13.
    assertEquals(new Shape(4, 5, 13), g.output());
    assertEquals(3, g.groupChannels());
    assertEquals(2, g.groupOutputs());
    assertEquals(3 * 3 * 2, g.depth());
    assertEquals(4 * 18, g.weights());
    assertEquals(18L * 4 * 5 * 13, g.multiplyAdds());
  }

  /** By hand: which zeros the passes read. */
  @Test
  void halosAreWhatThePassesRead() {
    ConvGeometry same = plain(new Shape(1, 5, 5), 1, Padding.of(1), 1);
    assertEquals(new Halo(1, 1, 1, 1), same.inputHalo());
    assertEquals(new Halo(1, 1, 1, 1), same.gradientHalo());
    ConvGeometry valid = plain(new Shape(1, 5, 5), 1, Padding.VALID, 1);
    assertEquals(Halo.NONE, valid.inputHalo());
    assertEquals(new Halo(2, 2, 2, 2), valid.gradientHalo());
    // Stride 2 over 6 with one zero in front: windows at -1, 1, 3 end at 5, the last pixel.
    Window strided = new Window(3, 2, 1);
    ConvGeometry half = ConvGeometry.of(new Shape(1, 6, 6), 1, strided, strided, Padding.of(1), 1);
    assertEquals(new Shape(1, 3, 3), half.output());
    assertEquals(new Halo(1, 1, 0, 0), half.inputHalo());
  }

  /** TensorFlow's formulas: ceil(size / stride) pixels, the odd zero behind. */
  @ParameterizedTest
  @CsvSource({
    "5,3,1,1, 5,1,1", "5,4,1,1, 5,1,2", "5,2,1,1, 5,0,1", "7,3,2,1, 4,1,1", "8,3,2,1, 4,0,1",
    "8,2,2,1, 4,0,0", "7,2,3,1, 3,0,1", "9,1,3,1, 3,0,0", "10,1,3,1, 4,0,0", "5,3,1,3, 5,3,3",
    "6,3,2,2, 3,1,2", "1,7,1,1, 1,3,3", "13,5,3,2, 5,4,4"
  })
  void sameFollowsTensorFlow(
      int size, int kernel, int stride, int dilation, int outputs, int before, int after) {
    Window window = new Window(kernel, stride, dilation);
    Window one = new Window(1, 1, 1);
    ConvGeometry rows = ConvGeometry.of(new Shape(1, size, 1), 1, window, one, Padding.SAME, 1);
    assertEquals(new Halo(before, 0, after, 0), rows.padding());
    assertEquals(new Shape(1, outputs, 1), rows.output());
    ConvGeometry columns = ConvGeometry.of(new Shape(1, 1, size), 1, one, window, Padding.SAME, 1);
    assertEquals(new Halo(0, before, 0, after), columns.padding());
    assertEquals(new Shape(1, 1, outputs), columns.output());
  }

  @Test
  void paddingsAreSymmetricUnlessSaidOtherwise() {
    assertEquals(new Halo(2, 2, 2, 2), Padding.of(2).explicit());
    assertEquals(new Halo(1, 3, 1, 3), Padding.of(1, 3).explicit());
    assertEquals(new Halo(1, 2, 3, 4), Padding.of(1, 2, 3, 4).explicit());
    assertEquals(
        "A halo must not be negative. Received: top -1, left -1, bottom -1, right -1",
        refused(() -> Padding.of(-1)));
  }

  @Test
  void aWindowRefusesSizesBelowOne() {
    String rule = "Kernel size, stride and dilation must be at least 1. Received: ";
    assertEquals(rule + "kernel 0, stride 1, dilation 1", refused(() -> new Window(0, 1, 1)));
    assertEquals(rule + "kernel 1, stride -2, dilation 1", refused(() -> new Window(1, -2, 1)));
    assertEquals(rule + "kernel 1, stride 1, dilation 0", refused(() -> new Window(1, 1, 0)));
  }

  @Test
  void refusesChannelsThatDoNotFit() {
    Shape input = new Shape(6, 5, 5);
    assertEquals(
        "A convolution must have at least 1 output channel. Received: 0",
        refused(() -> plain(input, 0, Padding.VALID, 1)));
    String rule = "Input and output channels must be divisible by the number of groups. Received: ";
    assertEquals(
        rule + "6 and 8 channels, 4 groups", refused(() -> plain(input, 8, Padding.VALID, 4)));
    assertEquals(
        rule + "6 and 8 channels, 3 groups", refused(() -> plain(input, 8, Padding.VALID, 3)));
    assertEquals(
        rule + "6 and 6 channels, 0 groups", refused(() -> plain(input, 6, Padding.VALID, 0)));
  }

  @Test
  void refusesAKernelThatDoesNotFit() {
    assertEquals(
        "The kernel must fit the padded input. Expected at most 2x9. Received: 3x3 (dilation"
            + " included), input 1x2x9",
        refused(() -> plain(new Shape(1, 2, 9), 1, Padding.VALID, 1)));
    Window wide = new Window(3, 1, 4);
    assertEquals(
        "The kernel must fit the padded input. Expected at most 9x8. Received: 3x9 (dilation"
            + " included), input 1x9x6",
        refused(() -> ConvGeometry.of(new Shape(1, 9, 6), 1, THREE, wide, Padding.of(0, 1), 1)));
    Window huge = new Window(Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    assertEquals(
        "The kernel must fit the padded input. Expected at most 9x6. Received:"
            + " 4611686011984936963x3 (dilation included), input 1x9x6",
        refused(() -> ConvGeometry.of(new Shape(1, 9, 6), 1, huge, THREE, Padding.VALID, 1)));
  }

  @Test
  void refusesMoreThanAnArrayHolds() {
    Window one = new Window(1, 1, 1);
    assertEquals(
        "A convolution's weights must fit one array of 2^31 floats. Received: 1x1 kernel, input"
            + " 60000x1x1, output 60000x1x1, 1 groups",
        refused(() -> ConvGeometry.of(Shape.flat(60_000), 60_000, one, one, Padding.VALID, 1)));
    int most = Integer.MAX_VALUE;
    String rule =
        "A shape must have at most 134217728 values (2^27: sixteen images have to fit one array)."
            + " Received: 1x2147483647x1";
    for (int bottom : new int[] {0, 1, most}) {
      Padding padding = Padding.of(most, 0, bottom, 0);
      assertEquals(
          rule, refused(() -> ConvGeometry.of(new Shape(1, 1, 1), 1, one, one, padding, 1)));
    }
  }

  @Test
  void refusesLayoutsOfAnotherShape() {
    ConvGeometry g = plain(new Shape(2, 5, 5), 3, Padding.of(1), 1);
    LaneLayout in = new LaneLayout(g.input(), g.inputHalo());
    LaneLayout out = LaneLayout.dense(g.output());
    LaneLayout other = LaneLayout.dense(new Shape(2, 5, 4));
    assertEquals(wrong("input", "2x5x5"), refusedPlan(g, other, out, out, in));
    assertEquals(wrong("output", "3x5x5"), refusedPlan(g, in, other, out, in));
    assertEquals(wrong("output gradient", "3x5x5"), refusedPlan(g, in, out, other, in));
    assertEquals(wrong("input gradient", "2x5x5"), refusedPlan(g, in, out, out, other));
  }

  private static String wrong(String what, String expected) {
    return "The convolution's %s must have the geometry's shape. Expected: %s. Received: 2x5x4"
        .formatted(what, expected);
  }

  private static String refusedPlan(
      ConvGeometry g, LaneLayout x, LaneLayout y, LaneLayout dy, LaneLayout dx) {
    return refused(() -> plan(g, x, y, dy, dx));
  }

  private static Convolution plan(
      ConvGeometry g, LaneLayout x, LaneLayout y, LaneLayout dy, LaneLayout dx) {
    return new Convolution(
        g,
        new Convolution.Layouts(x, y, dy, dx),
        Bias.NONE,
        Convolution.Columns.VIRTUAL,
        ConvAlgorithm.DIRECT,
        Widths.SCALAR);
  }

  @Test
  void refusesHalosThatAreTooSmall() {
    ConvGeometry g = plain(new Shape(2, 5, 5), 3, Padding.of(1), 1);
    LaneLayout out = LaneLayout.dense(g.output());
    LaneLayout narrow = new LaneLayout(g.input(), new Halo(1, 1, 1, 0));
    assertEquals(
        "The input's halo must contain the padding. Expected at least Halo[top=1, left=1,"
            + " bottom=1, right=1]. Received: Halo[top=1, left=1, bottom=1, right=0]",
        refusedPlan(g, narrow, out, out, narrow));
    LaneLayout in = new LaneLayout(g.input(), g.inputHalo());
    Convolution forwardOnly = plan(g, in, out, out, in);
    float[] x = new float[in.size()];
    float[] y = new float[out.size()];
    float[] scratch = new float[forwardOnly.scratchSize()];
    assertEquals(
        "Backward data needs a halo around the output's gradient. Expected at least Halo[top=1,"
            + " left=1, bottom=1, right=1]. Received: Halo[top=0, left=0, bottom=0, right=0]",
        assertThrows(
                IllegalStateException.class, () -> forwardOnly.backwardData(y, 0, x, 0, scratch))
            .getMessage());
  }
}
