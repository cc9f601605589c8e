package dev.lanewise.core.augment;

/** What lies around an image: torchvision's modes of padding. */
public enum PaddingMode {
  /** One value. */
  CONSTANT,
  /** The nearest pixel of the image. */
  EDGE,
  /** The image mirrored at the centres of its outermost pixels: {@code c b | a b c | b a}. */
  REFLECT,
  /** The image mirrored at its edges: {@code b a | a b c | c b}. */
  SYMMETRIC;

  /**
   * The pixel that is seen at a place.
   *
   * @param place counted from the first pixel; may be negative or beyond the last
   * @param size pixels
   * @return {@code 0 .. size - 1}, or -1 for the constant
   */
  int source(int place, int size) {
    if (place >= 0 && place < size) {
      return place;
    }
    return switch (this) {
      case CONSTANT -> -1;
      case EDGE -> place < 0 ? 0 : size - 1;
      case REFLECT -> {
        int period = Math.max(1, 2 * (size - 1));
        int phase = Math.floorMod(place, period);
        yield phase < size ? phase : period - phase;
      }
      case SYMMETRIC -> {
        int phase = Math.floorMod(place, 2 * size);
        yield phase < size ? phase : 2 * size - 1 - phase;
      }
    };
  }
}
