package dev.lanewise.layers.schedule;

import dev.lanewise.core.math.DoubleMath;
import dev.lanewise.core.math.Range;

/**
 * {@code base * gamma^floor(step / every)}: PyTorch's {@code StepLR}.
 *
 * @param every steps from one change to the next, at least 1
 * @param gamma factor of each change, positive
 */
public record StepDecay(int every, double gamma) implements Schedule {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public StepDecay {
    Range.atLeast(1, "number of steps between changes", every);
    Range.positive("gamma", gamma);
  }

  @Override
  public StepDecay stretched(double factor) {
    return new StepDecay(Schedule.stretch(every, factor), gamma);
  }

  @Override
  public double rate(double base, long step) {
    return base * DoubleMath.power(gamma, step / every);
  }
}
