package dev.lanewise.core.setting;

import java.util.Locale;

/**
 * How a convolution's passes are computed. Each setting has bits of its own, which no machine,
 * width or number of threads changes.
 */
public enum ConvAlgorithm {
  /** By a fixed rule on the shape and the pass. */
  AUTO,
  /** One product for each tap, everywhere. */
  DIRECT,
  /** Winograd's tiles wherever they are possible, fast or not: to measure and to test. */
  WINOGRAD;

  /** The setting in lower case: {@code auto}, {@code direct}, {@code winograd}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
