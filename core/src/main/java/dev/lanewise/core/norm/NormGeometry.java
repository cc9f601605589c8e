package dev.lanewise.core.norm;

import dev.lanewise.core.tensor.Shape;

/**
 * Which values of an image a normalisation treats as one: the channels in equal groups of
 * neighbours, each with all its pixels. One group is layer normalisation (Ba, Kiros and Hinton,
 * 2016), a channel a group instance normalisation (Ulyanov, Vedaldi and Lempitsky, 2016), anything
 * else group normalisation (Wu and He, 2018).
 *
 * @param shape one image
 * @param groups how many groups; a divisor of the channels
 * @param affine which values share a factor and a bias
 * @param epsilon added to the variance, so that no division is by 0
 */
public record NormGeometry(Shape shape, int groups, Affine affine, double epsilon) {

  /** Below, {@code 1 / sqrt(epsilon)} squared would come near the largest float. */
  private static final double LEAST_EPSILON = 1e-30;

  /** Which values share a factor and a bias. */
  public enum Affine {
    /** There are none. */
    NONE,
    /** Those of a channel. */
    CHANNEL,
    /** None do: each has its own. */
    ELEMENT
  }

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the groups do not divide the channels, if a group is of one
   *     value only, or if epsilon is not between 1e-30 and 1
   */
  public NormGeometry {
    if (groups < 1 || shape.channels() % groups != 0) {
      throw new IllegalArgumentException(
          "The groups of a normalisation must divide the channels. Expected: a divisor of %s."
                  .formatted(shape.channels())
              + " Received: "
              + groups);
    }
    if (shape.elements() == groups) {
      throw new IllegalArgumentException(
          "A normalisation needs at least 2 values in a group: one alone becomes 0. Received: %s in"
                  .formatted(shape)
              + " %s groups".formatted(groups));
    }
    checkEpsilon(epsilon);
  }

  /**
   * Checks an epsilon.
   *
   * @throws IllegalArgumentException if it is not between 1e-30 and 1
   */
  public static void checkEpsilon(double epsilon) {
    if (!(epsilon >= LEAST_EPSILON && epsilon <= 1)) {
      throw new IllegalArgumentException(
          "The epsilon of a normalisation must be between 1e-30 and 1. Received: " + epsilon);
    }
  }

  /** Channels of a group. */
  public int groupChannels() {
    return shape.channels() / groups;
  }

  /** Values of a group. */
  public int groupElements() {
    return groupChannels() * shape.pixels();
  }
}
