package dev.lanewise.core.conv;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;

/**
 * Which algorithm a pass takes: a fixed rule on the shape, found by measurement, since each
 * algorithm has bits of its own. Neither the machine nor the clock is asked. The figures are in
 * {@code docs/decisions/0007-winograd.md}.
 */
final class AlgorithmRule {

  private AlgorithmRule() {}

  /**
   * Whether all passes go plane by plane: groups of one input channel. The bits are those of
   * products, so this is free to change. One channel that all outputs see is a product.
   */
  static boolean depthwise(ConvGeometry geometry, Bias bias, Convolution.Columns columns) {
    return geometry.groups() > 1
        && geometry.groupChannels() == 1
        && bias != Bias.POSITION
        && columns == Convolution.Columns.VIRTUAL;
  }

  /**
   * Whether the weight gradient of a convolution of one tap adds over images, too, instead of
   * folding lanes for each weight.
   */
  static boolean imageWeights(ConvAlgorithm algorithm, ConvGeometry geometry) {
    return algorithm != ConvAlgorithm.DIRECT
        && geometry.groups() == 1
        && geometry.rows().kernel() == 1
        && geometry.columns().kernel() == 1
        // Registers run along pairs of sixteen input channels, whose transposition serves outputs.
        && geometry.input().channels() >= 2 * Lanes.WIDTH
        && geometry.outChannels() >= Lanes.WIDTH
        && geometry.output().pixels() <= 256;
  }

  /** Whether Winograd's tiles can compute a convolution at all. */
  static boolean possible(ConvGeometry geometry) {
    Window three = new Window(3, 1, 1);
    return geometry.rows().equals(three)
        && geometry.columns().equals(three)
        && geometry.groups() == 1;
  }

  /** Whether the forward pass is Winograd's. */
  static boolean forward(ConvAlgorithm algorithm, ConvGeometry geometry, Bias bias) {
    // A bias for each position is where the direct sums begin; tiles have no place for it.
    return bias != Bias.POSITION
        && wants(algorithm, geometry, productPays(geometry, geometry.output()));
  }

  /** Whether backward data is Winograd's. */
  static boolean backwardData(ConvAlgorithm algorithm, ConvGeometry geometry) {
    return wants(algorithm, geometry, productPays(geometry, geometry.input()));
  }

  /** Whether backward weights is Winograd's. */
  static boolean backwardWeights(ConvAlgorithm algorithm, ConvGeometry geometry) {
    return wants(algorithm, geometry, outerPays(geometry));
  }

  private static boolean wants(ConvAlgorithm algorithm, ConvGeometry geometry, boolean pays) {
    return switch (algorithm) {
      case AUTO -> possible(geometry) && pays;
      case DIRECT -> false;
      case WINOGRAD -> possible(geometry);
    };
  }

  private static boolean productPays(ConvGeometry geometry, Shape result) {
    int fewest = Math.min(geometry.input().channels(), geometry.outChannels());
    // Transforms weigh against few channels, tiles that reach beyond the image against small ones:
    // a result is worth it that saves 4 of 4 multiplications from 8 channels on, 3 from 16, and a
    // little more than 2 from any number.
    return saves(result, 2 + 16.0 / fewest);
  }

  private static boolean outerPays(ConvGeometry geometry) {
    int channels = geometry.input().channels();
    int outputs = geometry.outChannels();
    // Registers run along the input's channels, sixteen at a time.
    return channels >= 16
        // A transform of an input channel serves as many products as there are outputs, and the
        // other way round.
        && outputs >= 16
        && channels * outputs >= 512
        && saves(geometry.output(), 2);
  }

  /**
   * Whether the direct multiplications are at least {@code factor} times those of tiles: 9 for each
   * pixel against 36 for each tile, so 4 times at most.
   */
  private static boolean saves(Shape result, double factor) {
    return result.pixels() >= factor * 4 * Tiling.count(result.height(), result.width());
  }
}
