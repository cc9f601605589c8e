package dev.lanewise.core.conv;

import dev.lanewise.core.tensor.Shape;

/**
 * Which algorithm a pass takes: a fixed rule on the shape, found by measurement, since each
 * algorithm has bits of its own. Neither the machine nor the clock is asked. The figures are in
 * {@code docs/decisions/0007-winograd.md}.
 */
final class AlgorithmRule {

  private AlgorithmRule() {}

  /** Whether Winograd's tiles can compute a convolution at all. */
  static boolean possible(ConvGeometry geometry) {
    Window three = new Window(3, 1, 1);
    return geometry.rows().equals(three)
        && geometry.columns().equals(three)
        && geometry.groups() == 1;
  }

  /** Whether the forward pass is Winograd's. */
  static boolean forward(ConvAlgorithm algorithm, ConvGeometry geometry, Convolution.Bias bias) {
    // A bias for each position is where the direct sums begin; tiles have no place for it.
    return bias != Convolution.Bias.POSITION
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
    // With few channels on a side the transforms cost more than the products save.
    return Math.min(geometry.input().channels(), geometry.outChannels()) >= 8
        // Tiles that reach far beyond the image compute little of use.
        && saves(result, 2);
  }

  private static boolean outerPays(ConvGeometry geometry) {
    int channels = geometry.input().channels();
    int outputs = geometry.outChannels();
    // Registers run along the input's channels, sixteen at a time.
    return channels >= 16
        // Transforms and transposition of an input channel serve as many products as outputs.
        && outputs >= 16
        && saves(geometry.output(), 2);
  }

  /** Whether tiles need at most a {@code factor}-th of the direct multiplications; at most 4. */
  private static boolean saves(Shape result, int factor) {
    // 9 products for a pixel against 36 for a tile.
    return result.pixels() >= 4L * factor * Tiling.count(result.height(), result.width());
  }
}
