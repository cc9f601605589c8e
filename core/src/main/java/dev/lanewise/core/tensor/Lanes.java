package dev.lanewise.core.tensor;

/** The number of images in a lane group, and what follows from it. */
public final class Lanes {

  /**
   * Images in a lane group, whatever the width of the machine: 16 floats are 64 bytes, one cache
   * line and one AVX-512 register.
   */
  public static final int WIDTH = 16;

  private Lanes() {}

  /** Lane groups that {@code images} images fill: {@code ceil(images / 16)}. */
  public static int groups(int images) {
    return (images + WIDTH - 1) / WIDTH;
  }

  /** Images in group {@code group} of a batch of {@code images}: 16, or fewer in the last one. */
  public static int imagesInGroup(int images, int group) {
    return Math.min(WIDTH, images - group * WIDTH);
  }

  /** The smallest multiple of 16 that is at least {@code n}. */
  public static int roundUp(int n) {
    return (n + WIDTH - 1) & -WIDTH;
  }
}
