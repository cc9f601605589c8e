package dev.lanewise.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlgorithmRuleTest {

  private static ConvGeometry geometry(
      int channels, int outputs, int size, int padding, int kernel, int stride) {
    Window window = new Window(kernel, stride, 1);
    return ConvGeometry.of(
        new Shape(channels, size, size), outputs, window, window, Padding.of(padding), 1);
  }

  private static String choice(ConvAlgorithm algorithm, ConvGeometry geometry) {
    String forward = AlgorithmRule.forward(algorithm, geometry, Bias.CHANNEL) ? "f" : "-";
    String data = AlgorithmRule.backwardData(algorithm, geometry) ? "d" : "-";
    return forward + data + (AlgorithmRule.backwardWeights(algorithm, geometry) ? "w" : "-");
  }

  /** Forward, backward data, backward weights: a change changes the bits of trainings. */
  @ParameterizedTest
  @CsvSource({
    "64, 64, 32, 1, 3, 1, fdw",
    "128, 128, 16, 1, 3, 1, fdw",
    "256, 256, 8, 1, 3, 1, fdw",
    "16, 16, 32, 1, 3, 1, fd-",
    "16, 32, 32, 1, 3, 1, fdw",
    "32, 16, 32, 1, 3, 1, fdw",
    "22, 24, 16, 1, 3, 1, fdw",
    "32, 15, 16, 1, 3, 1, fd-",
    "15, 64, 16, 1, 3, 1, fd-",
    "32, 64, 13, 0, 3, 1, fdw",
    "24, 64, 13, 0, 3, 1, f-w",
    "16, 64, 14, 0, 3, 1, fdw",
    "16, 64, 7, 1, 3, 1, fdw",
    "15, 64, 7, 1, 3, 1, ---",
    "64, 64, 3, 1, 3, 1, fdw",
    "63, 64, 3, 1, 3, 1, --w",
    "16, 8, 16, 1, 3, 1, fd-",
    "8, 16, 16, 1, 3, 1, fd-",
    "8, 16, 15, 1, 3, 1, ---",
    "7, 64, 16, 1, 3, 1, ---",
    "3, 64, 32, 1, 3, 1, ---",
    "1, 32, 28, 0, 3, 1, ---",
    "64, 64, 5, 0, 3, 1, f-w",
    "64, 64, 3, 0, 3, 1, -d-",
    "64, 64, 2, 1, 3, 1, ---",
    "64, 64, 1, 1, 3, 1, ---",
    "64, 64, 16, 1, 3, 2, ---",
    "64, 64, 16, 0, 1, 1, ---",
    "64, 64, 16, 2, 5, 1, ---"
  })
  void theRuleIsFixed(
      int channels, int outputs, int size, int padding, int kernel, int stride, String choice) {
    ConvGeometry geometry = geometry(channels, outputs, size, padding, kernel, stride);
    assertEquals(choice, choice(ConvAlgorithm.AUTO, geometry));
    assertEquals("---", choice(ConvAlgorithm.DIRECT, geometry));
    String forced = kernel == 3 && stride == 1 ? "fdw" : "---";
    assertEquals(forced, choice(ConvAlgorithm.WINOGRAD, geometry));
  }

  @Test
  void oddWindowsAreDirect() {
    Window three = new Window(3, 1, 1);
    Shape input = new Shape(16, 16, 16);
    for (Window other :
        new Window[] {new Window(3, 1, 2), new Window(3, 2, 1), new Window(2, 1, 1)}) {
      assertFalse(
          AlgorithmRule.possible(ConvGeometry.of(input, 16, three, other, Padding.VALID, 1)));
      assertFalse(
          AlgorithmRule.possible(ConvGeometry.of(input, 16, other, three, Padding.VALID, 1)));
    }
    assertFalse(AlgorithmRule.possible(ConvGeometry.of(input, 16, three, three, Padding.VALID, 2)));
    assertTrue(AlgorithmRule.possible(ConvGeometry.of(input, 16, three, three, Padding.VALID, 1)));
  }

  @Test
  void aBiasForEachPositionIsDirect() {
    ConvGeometry geometry = geometry(64, 64, 32, 1, 3, 1);
    for (ConvAlgorithm algorithm : ConvAlgorithm.values()) {
      assertFalse(AlgorithmRule.forward(algorithm, geometry, Bias.POSITION));
    }
  }

  private static boolean depthwise(int channels, int outputs, int groups, Bias bias) {
    Window window = new Window(3, 1, 1);
    return AlgorithmRule.depthwise(
        new ConvGeometry(
            new Shape(channels, 8, 8), outputs, window, window, new Halo(1, 1, 1, 1), groups),
        bias,
        Convolution.Columns.VIRTUAL);
  }

  @Test
  void groupsOfOneChannelGoPlaneByPlane() {
    assertTrue(depthwise(2, 2, 2, Bias.NONE));
    assertTrue(depthwise(32, 96, 32, Bias.CHANNEL));
    assertFalse(depthwise(1, 16, 1, Bias.NONE));
    assertFalse(depthwise(32, 32, 16, Bias.NONE));
    assertFalse(depthwise(32, 32, 32, Bias.POSITION));
  }

  /** Channels, outputs, size, kernel, stride: a change changes the bits of trainings. */
  @ParameterizedTest
  @CsvSource({
    "32, 16, 16, 1, 1, true",
    "31, 16, 16, 1, 1, false",
    "32, 15, 16, 1, 1, false",
    "64, 64, 17, 1, 1, false",
    "64, 64, 32, 1, 2, true",
    "960, 320, 4, 1, 1, true",
    "64, 64, 4, 2, 1, false",
    "64, 64, 1, 1, 1, true"
  })
  void smallImagesOfOneTapAddOverImages(
      int channels, int outputs, int size, int kernel, int stride, boolean chosen) {
    ConvGeometry geometry = geometry(channels, outputs, size, 0, kernel, stride);
    assertEquals(chosen, AlgorithmRule.imageWeights(ConvAlgorithm.AUTO, geometry));
    assertFalse(AlgorithmRule.imageWeights(ConvAlgorithm.DIRECT, geometry));
  }
}
