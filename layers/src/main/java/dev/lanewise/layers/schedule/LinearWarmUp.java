package dev.lanewise.layers.schedule;

import dev.lanewise.core.math.Range;

/**
 * The base rate times a factor that goes in a straight line from {@code start} to {@code end} in
 * {@code steps} steps and stays there: PyTorch's {@code LinearLR}.
 *
 * @param steps steps until {@code end} is reached, at least 1
 * @param start first factor, in (0, 1]
 * @param end last factor, in [0, 1]
 */
public record LinearWarmUp(int steps, double start, double end) implements Schedule {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public LinearWarmUp {
    Range.atLeast(1, "number of steps", steps);
    Range.positive("first factor", start);
    Range.share("first factor", start);
    Range.share("last factor", end);
  }

  /** From a factor to the base rate. */
  public LinearWarmUp(int steps, double start) {
    this(steps, start, 1);
  }

  @Override
  public LinearWarmUp stretched(double factor) {
    return new LinearWarmUp(Schedule.stretch(steps, factor), start, end);
  }

  @Override
  public double rate(double base, long step) {
    return base * (start + (end - start) * Math.min(step, steps) / steps);
  }
}
