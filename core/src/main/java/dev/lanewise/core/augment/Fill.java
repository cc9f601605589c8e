package dev.lanewise.core.augment;

/**
 * The value that pixels get which an image doesn't have.
 *
 * @param level from 0, the least value of a pixel, to 1, the greatest; ignored for a mean
 * @param mean whether it is what normalisation makes 0, in each channel
 */
public record Fill(double level, boolean mean) {

  /**
   * Checks the level.
   *
   * @throws IllegalArgumentException if it isn't between 0 and 1
   */
  public Fill {
    Ranges.requireIn("The level of a fill", level, 0, 1);
  }

  /** The least value: PyTorch's {@code fill=0}. */
  public static Fill black() {
    return new Fill(0, false);
  }

  /** What normalisation makes 0: the mean of the set, if that is what it is normalised by. */
  public static Fill zero() {
    return new Fill(0, true);
  }

  /** A level from 0 to 1. */
  public static Fill of(double level) {
    return new Fill(level, false);
  }
}
