package dev.lanewise.layers.schedule;

import dev.lanewise.core.math.Range;

/**
 * {@link CosineDecay} that begins anew after {@code first} steps, then after {@code first *
 * factor}, {@code first * factor^2}, ...: PyTorch's {@code CosineAnnealingWarmRestarts} (Loshchilov
 * and Hutter, "SGDR", 2017).
 *
 * @param first steps of the first period, at least 1
 * @param factor how many times as long each next period is, at least 1
 * @param minimum the least rate, at least 0
 */
public record CosineRestarts(int first, int factor, double minimum) implements Schedule {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public CosineRestarts {
    Range.atLeast(1, "number of steps of the first period", first);
    Range.atLeast(1, "factor of the periods", factor);
    Range.notNegative("least rate", minimum);
  }

  @Override
  public CosineRestarts stretched(double times) {
    return new CosineRestarts(Schedule.stretch(first, times), factor, minimum);
  }

  @Override
  public double rate(double base, long step) {
    long length = first;
    long within = step;
    if (factor == 1) {
      within %= length;
    } else {
      while (within >= length) {
        within -= length;
        length *= factor;
      }
    }
    return CosineDecay.anneal(base, minimum, (double) within / length);
  }

  @Override
  public boolean multiplies() {
    return minimum == 0;
  }
}
