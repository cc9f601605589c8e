package dev.lanewise.core.tensor;

/**
 * Rows and columns of zeros stored around every channel's image, so that a convolution's padding
 * costs no branch and no copy.
 *
 * @param top rows above
 * @param left columns before
 * @param bottom rows below
 * @param right columns after
 */
public record Halo(int top, int left, int bottom, int right) {

  /** No border at all. */
  public static final Halo NONE = new Halo(0, 0, 0, 0);

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is negative
   */
  public Halo {
    if (top < 0 || left < 0 || bottom < 0 || right < 0) {
      throw new IllegalArgumentException(
          "A halo must not be negative. Received: top %s, left %s, bottom %s, right %s"
              .formatted(top, left, bottom, right));
    }
  }

  /** Whether there is no border. */
  public boolean isNone() {
    return top == 0 && left == 0 && bottom == 0 && right == 0;
  }

  /** The smallest halo that contains both. */
  public Halo union(Halo other) {
    return new Halo(
        Math.max(top, other.top),
        Math.max(left, other.left),
        Math.max(bottom, other.bottom),
        Math.max(right, other.right));
  }
}
