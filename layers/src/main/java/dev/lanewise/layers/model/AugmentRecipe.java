package dev.lanewise.layers.model;

import java.util.List;

/**
 * How the images are changed that a training sees; what does it is not known here. Numbers are
 * checked by whoever carries it out.
 *
 * @param changes changes of each image, in order
 * @param mixup alpha of mixup; 0 for none
 * @param cutmix alpha of CutMix; 0 for none
 * @param balanced whether images are drawn so that every class comes as often as any other
 */
public record AugmentRecipe(List<Change> changes, double mixup, double cutmix, boolean balanced) {

  /** Images as they are. */
  public static final AugmentRecipe NONE = new AugmentRecipe(List.of(), 0, 0, false);

  /** Copies the list. */
  public AugmentRecipe {
    changes = List.copyOf(changes);
  }

  /** Changes of each image, in order. */
  public static AugmentRecipe of(Change... changes) {
    return new AugmentRecipe(List.of(changes), 0, 0, false);
  }

  /** The same with mixup. */
  public AugmentRecipe withMixup(double alpha) {
    return new AugmentRecipe(changes, alpha, cutmix, balanced);
  }

  /** The same with CutMix. */
  public AugmentRecipe withCutmix(double alpha) {
    return new AugmentRecipe(changes, mixup, alpha, balanced);
  }

  /** The same with classes drawn equally often. */
  public AugmentRecipe withBalancedClasses() {
    return new AugmentRecipe(changes, mixup, cutmix, true);
  }

  /** A random change of an image. */
  public sealed interface Change {}

  /**
   * Cut out at a random place after padding.
   *
   * @param padding pixels on every side
   * @param border what they are
   */
  public record Crop(int padding, Border border) implements Change {

    /** With black around. */
    public Crop(int padding) {
      this(padding, Border.BLACK);
    }
  }

  /** What lies around an image. */
  public enum Border {
    /** The least value of a pixel. */
    BLACK,
    /** What normalisation makes 0. */
    MEAN,
    /** The nearest pixel. */
    EDGE,
    /** The image, mirrored at the centres of its outermost pixels. */
    REFLECT
  }

  /**
   * A rectangle of random size, shape and place, stretched.
   *
   * @param leastArea least share of the image's area
   * @param mostArea greatest share
   * @param leastRatio least width through height
   * @param mostRatio greatest width through height
   */
  public record ResizedCrop(double leastArea, double mostArea, double leastRatio, double mostRatio)
      implements Change {

    /** All of the area at most, with ratios from 3/4 to 4/3. */
    public ResizedCrop(double leastArea) {
      this(leastArea, 1, 3.0 / 4, 4.0 / 3);
    }
  }

  /**
   * Mirrored left to right.
   *
   * @param probability how often
   */
  public record Flip(double probability) implements Change {

    /** Every second image, in the mean. */
    public Flip() {
      this(0.5);
    }
  }

  /**
   * Mirrored top to bottom.
   *
   * @param probability how often
   */
  public record FlipVertical(double probability) implements Change {}

  /**
   * Turned, moved, scaled and sheared.
   *
   * @param degrees greatest angle, either way
   * @param move greatest move, as a share of the size, either way
   * @param leastScale least factor of size
   * @param mostScale greatest factor of size
   * @param shear greatest shear along rows in degrees, either way
   */
  public record Affine(
      double degrees, double move, double leastScale, double mostScale, double shear)
      implements Change {

    /** Turned only. */
    public static Affine rotation(double degrees) {
      return new Affine(degrees, 0, 1, 1, 0);
    }
  }

  /**
   * Other brightness, contrast, saturation and hue.
   *
   * @param brightness amount
   * @param contrast amount
   * @param saturation amount
   * @param hue amount
   */
  public record Jitter(double brightness, double contrast, double saturation, double hue)
      implements Change {}

  /**
   * A square covered.
   *
   * @param size its side in pixels
   */
  public record Cutout(int size) implements Change {}

  /**
   * A rectangle covered.
   *
   * @param probability how often
   */
  public record Erase(double probability) implements Change {}

  /**
   * Bent smoothly.
   *
   * @param alpha how far
   * @param sigma how smoothly
   */
  public record Elastic(double alpha, double sigma) implements Change {}
}
