package dev.lanewise.layers.schedule;

import dev.lanewise.core.math.DoubleMath;
import dev.lanewise.core.math.Range;

/**
 * {@code minimum + (base - minimum) (1 + cos(PI step / steps)) / 2}: PyTorch's {@code
 * CosineAnnealingLR} (Loshchilov and Hutter, "SGDR", 2017). Beyond {@code steps} it rises again, as
 * PyTorch's does.
 *
 * @param steps steps until the rate is at its minimum, at least 1
 * @param minimum the least rate, at least 0
 */
public record CosineDecay(int steps, double minimum) implements Schedule {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public CosineDecay {
    Range.atLeast(1, "number of steps", steps);
    Range.notNegative("least rate", minimum);
  }

  /** Down to 0. */
  public CosineDecay(int steps) {
    this(steps, 0);
  }

  @Override
  public CosineDecay stretched(double factor) {
    return new CosineDecay(Schedule.stretch(steps, factor), minimum);
  }

  @Override
  public double rate(double base, long step) {
    return anneal(base, minimum, (double) (step % (2L * steps)) / steps);
  }

  @Override
  public boolean multiplies() {
    return minimum == 0;
  }

  /** From one value to another along half a wave. */
  static double anneal(double from, double to, double part) {
    return to + (from - to) * (1 + DoubleMath.cosPi(part)) / 2;
  }
}
