package dev.lanewise.bench;

/**
 * How long to measure.
 *
 * @param warmupSeconds time that a task runs before it is measured, at least; it is prolonged, up
 *     to four times, for as long as the task still becomes faster
 * @param seconds time of all rounds together; a round is one call at least
 * @param rounds number of rounds, whose median counts
 */
public record Effort(double warmupSeconds, double seconds, int rounds) {

  /** Rounds of {@link #of}. */
  public static final int ROUNDS = 7;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a time is not above 0 and at most an hour, or if there is
   *     no round
   */
  public Effort {
    check("time to warm up", warmupSeconds);
    check("time to measure", seconds);
    if (rounds < 1) {
      throw new IllegalArgumentException(
          "The number of rounds must be at least 1. Received: " + rounds);
    }
  }

  private static void check(String what, double seconds) {
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new IllegalArgumentException(
          "The %s must be above 0 and at most 3600 seconds. Received: %s".formatted(what, seconds));
    }
  }

  /** Seven rounds of {@code seconds} together, after as long a warm-up. */
  public static Effort of(double seconds) {
    return new Effort(seconds, seconds, ROUNDS);
  }
}
