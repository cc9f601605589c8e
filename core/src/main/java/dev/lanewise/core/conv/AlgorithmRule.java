package dev.lanewise.core.conv;

/**
 * Which algorithm a pass takes: a fixed rule on the shape, found by measurement, since each has
 * bits of its own. Neither the machine nor the clock is asked.
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

  private static boolean wants(ConvAlgorithm algorithm, ConvGeometry geometry, boolean fast) {
    return possible(geometry)
        && switch (algorithm) {
          case AUTO -> fast;
          case DIRECT -> false;
          case WINOGRAD -> true;
        };
  }

  /** Whether the forward pass is Winograd's. */
  static boolean forward(ConvAlgorithm algorithm, ConvGeometry geometry, Convolution.Bias bias) {
    // A bias for each position is where the direct sums begin; the tiles have no place for it.
    return bias != Convolution.Bias.POSITION && wants(algorithm, geometry, true);
  }

  /** Whether backward data is Winograd's. */
  static boolean backwardData(ConvAlgorithm algorithm, ConvGeometry geometry) {
    return wants(algorithm, geometry, true);
  }

  /** Whether backward weights is Winograd's. */
  static boolean backwardWeights(ConvAlgorithm algorithm, ConvGeometry geometry) {
    return wants(algorithm, geometry, true);
  }
}
