package dev.lanewise.layers.model;

import dev.lanewise.core.math.Range;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The samples that a model is trained on.
 *
 * @param dataset name of the data set
 * @param limit the first so many training samples; empty for all
 * @param testLimit the first so many test samples; empty for all
 * @param channel the only colour channel to use; empty for all
 * @param scaling how bytes become numbers
 * @param given figures for {@link Scaling#STANDARDISED}; empty to compute them from the training
 *     samples
 */
public record DataRecipe(
    String dataset,
    OptionalInt limit,
    OptionalInt testLimit,
    OptionalInt channel,
    Scaling scaling,
    Optional<Figures> given) {

  /**
   * Mean and standard deviation of {@code byte / 255}, one for each channel or one for all.
   *
   * @param mean means
   * @param deviation standard deviations
   */
  public record Figures(List<Double> mean, List<Double> deviation) {

    /**
     * Copies and checks the lists.
     *
     * @throws IllegalArgumentException if they are empty or not as long as one another, a number is
     *     not finite, or a deviation not positive
     */
    public Figures {
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
      if (mean.isEmpty() || mean.size() != deviation.size()) {
        throw new IllegalArgumentException(
            "There must be as many means as deviations, at least one. Received: %s and %s"
                .formatted(mean.size(), deviation.size()));
      }
      mean.forEach(value -> Range.finite("mean", value));
      deviation.forEach(value -> Range.positive("standard deviation", value));
    }
  }

  /** How a pixel's byte becomes a number. */
  public enum Scaling {
    /** {@code byte / 255}, 0 to 1. */
    UNIT,
    /** {@code byte / 255 - 0.5}. */
    CENTERED,
    /** {@code byte / 127.5 - 1}. */
    SIGNED,
    /**
     * {@code (byte / 255 - mean) / deviation}, channel by channel, with the training set's figures
     * or given ones.
     */
    STANDARDISED
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a limit is below 1 or the channel negative, or figures are
   *     given for another scaling
   */
  public DataRecipe {
    check("limit of training samples", limit, 1);
    check("limit of test samples", testLimit, 1);
    check("channel", channel, 0);
    if (given.isPresent() && scaling != Scaling.STANDARDISED) {
      throw new IllegalArgumentException(
          "Means and deviations may be given for the scaling STANDARDISED only. Received: "
              + scaling);
    }
  }

  /** Samples whose figures are computed, if they are needed. */
  public DataRecipe(
      String dataset,
      OptionalInt limit,
      OptionalInt testLimit,
      OptionalInt channel,
      Scaling scaling) {
    this(dataset, limit, testLimit, channel, scaling, Optional.empty());
  }

  private static void check(String what, OptionalInt value, int least) {
    if (value.isPresent() && value.getAsInt() < least) {
      throw new IllegalArgumentException(
          "The %s must be at least %s. Received: %s".formatted(what, least, value.getAsInt()));
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
