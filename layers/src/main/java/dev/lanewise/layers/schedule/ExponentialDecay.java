package dev.lanewise.layers.schedule;

import dev.lanewise.core.math.DoubleMath;
import dev.lanewise.core.math.Range;

/**
 * {@code base * gamma^step}: PyTorch's {@code ExponentialLR}.
 *
 * @param gamma factor of each step, positive
 */
public record ExponentialDecay(double gamma) implements Schedule {

  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is not positive and finite
   */
  public ExponentialDecay {
    Range.positive("gamma", gamma);
  }

  @Override
  public ExponentialDecay stretched(double factor) {
    return new ExponentialDecay(DoubleMath.power(gamma, 1 / factor));
  }

  @Override
  public double rate(double base, long step) {
    return base * DoubleMath.power(gamma, step);
  }
}
