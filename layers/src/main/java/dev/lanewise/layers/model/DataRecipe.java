package dev.lanewise.layers.model;

import java.util.OptionalInt;

/**
 * The samples that a model is trained on.
 *
 * @param dataset name of the data set
 * @param limit the first so many training samples; empty for all
 * @param testLimit the first so many test samples; empty for all
 * @param channel the only colour channel to use; empty for all
 * @param scaling how bytes become numbers
 */
public record DataRecipe(
    String dataset,
    OptionalInt limit,
    OptionalInt testLimit,
    OptionalInt channel,
    Scaling scaling) {

  /** How a pixel's byte becomes a number. */
  public enum Scaling {
    /** {@code byte / 255}, 0 to 1. */
    UNIT,
    /** {@code byte / 255 - 0.5}. */
    CENTERED,
    /** {@code byte / 127.5 - 1}. */
    SIGNED,
    /**
     * {@code (byte / 255 - mean) / deviation} with the training set's figures, channel by channel.
     */
    STANDARDISED
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a limit is below 1 or the channel negative
   */
  public DataRecipe {
    check("limit of training samples", limit, 1);
    check("limit of test samples", testLimit, 1);
    check("channel", channel, 0);
  }

  private static void check(String what, OptionalInt value, int least) {
    if (value.isPresent() && value.getAsInt() < least) {
      throw new IllegalArgumentException(
          "The %s must be at least %d. Received: %d".formatted(what, least, value.getAsInt()));
    }
  }

  /** All of a data set. */
  public static DataRecipe all(String dataset, Scaling scaling) {
    return new DataRecipe(
        dataset, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), scaling);
  }

  /** The first training and test samples of a data set. */
  public static DataRecipe first(String dataset, int limit, int testLimit, Scaling scaling) {
    return new DataRecipe(
        dataset, OptionalInt.of(limit), OptionalInt.of(testLimit), OptionalInt.empty(), scaling);
  }
}
