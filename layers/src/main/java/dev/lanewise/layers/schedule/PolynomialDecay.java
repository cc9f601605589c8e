package dev.lanewise.layers.schedule;

import dev.lanewise.core.math.DoubleMath;
import dev.lanewise.core.math.Range;

/**
 * {@code base * (1 - step / steps)^power}, and 0 from {@code steps} on: PyTorch's {@code
 * PolynomialLR}.
 *
 * @param steps steps until the rate is 0, at least 1
 * @param power positive; 1 is a straight line
 */
public record PolynomialDecay(int steps, double power) implements Schedule {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public PolynomialDecay {
    Range.atLeast(1, "number of steps", steps);
    Range.positive("power", power);
  }

  @Override
  public PolynomialDecay stretched(double factor) {
    return new PolynomialDecay(Schedule.stretch(steps, factor), power);
  }

  @Override
  public double rate(double base, long step) {
    double left = 1 - (double) Math.min(step, steps) / steps;
    return base * DoubleMath.power(left, power);
  }
}
