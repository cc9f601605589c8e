package dev.lanewise.layers.schedule;

import dev.lanewise.core.math.Range;

/**
 * Up to a highest rate and down to almost nothing, while the momentum goes the other way: PyTorch's
 * {@code OneCycleLR} (Smith and Topin, "Super-Convergence", 2018). The optimizer's own rate does
 * not matter. With {@code i = highest / divisor}, the rate goes from {@code i} to {@code highest}
 * and then to {@code i / finalDivisor}; with three phases back to {@code i} first, in as many steps
 * as up. From {@code steps} on, the rate stays at its last value, where PyTorch's refuses to go on.
 *
 * @param highest the highest rate, positive
 * @param steps steps of the cycle, at least 2
 * @param rising the part of them in which the rate rises, in [0, 1]; at most 1/2 with three phases
 * @param shape how the rate changes within a phase
 * @param divisor the highest rate over the first, positive
 * @param finalDivisor the first rate over the last, positive
 * @param threePhases whether it falls in two phases
 * @param lowMomentum the momentum at the highest rate, in [0, 1)
 * @param highMomentum the momentum at the beginning and the end, in [0, 1)
 */
public record OneCycle(
    double highest,
    int steps,
    double rising,
    Shape shape,
    double divisor,
    double finalDivisor,
    boolean threePhases,
    double lowMomentum,
    double highMomentum)
    implements Schedule {

  /** How a value changes within a phase. */
  public enum Shape {
    /** Along half a wave. */
    COSINE,
    /** In a straight line. */
    LINEAR
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public OneCycle {
    Range.positive("highest rate", highest);
    Range.atLeast(2, "number of steps", steps);
    Range.share("rising part", rising);
    if (threePhases && rising > 0.5) {
      throw new IllegalArgumentException(
          "The rising part of three phases must be at most 0.5. Received: " + rising);
    }
    Range.positive("divisor", divisor);
    Range.positive("final divisor", finalDivisor);
    Range.fraction("The low momentum", lowMomentum);
    Range.fraction("The high momentum", highMomentum);
  }

  /** PyTorch's defaults: rising for 0.3, cosine, 25, 1e4, two phases, momentum 0.85 to 0.95. */
  public static OneCycle of(double highest, int steps) {
    return new OneCycle(highest, steps, 0.3, Shape.COSINE, 25, 1e4, false, 0.85, 0.95);
  }

  @Override
  public OneCycle stretched(double factor) {
    return new OneCycle(
        highest,
        Math.max(2, Schedule.stretch(steps, factor)),
        rising,
        shape,
        divisor,
        finalDivisor,
        threePhases,
        lowMomentum,
        highMomentum);
  }

  /** The same with another highest rate. */
  public OneCycle withHighest(double rate) {
    return new OneCycle(
        rate, steps, rising, shape, divisor, finalDivisor, threePhases, lowMomentum, highMomentum);
  }

  @Override
  public double rate(double base, long step) {
    double first = highest / divisor;
    double last = first / finalDivisor;
    return threePhases
        ? at(step, first, highest, first, last)
        : at(step, first, highest, last, last);
  }

  @Override
  public double momentum(double base, long step) {
    return at(step, highMomentum, lowMomentum, highMomentum, highMomentum);
  }

  @Override
  public boolean multiplies() {
    return false;
  }

  /** Two phases leave the last value out. */
  private double at(long step, double first, double top, double third, double last) {
    double peak = rising * steps - 1;
    double end = steps - 1;
    double now = Math.min(step, end);
    // A phase of no length has no step of its own.
    if (now <= peak && peak > 0) {
      return between(first, top, now / peak);
    }
    if (!threePhases) {
      return between(top, third, (now - peak) / (end - peak));
    }
    double back = 2 * rising * steps - 2;
    return now <= back && back > peak
        ? between(top, third, (now - peak) / (back - peak))
        : between(third, last, (now - back) / (end - back));
  }

  private double between(double from, double to, double part) {
    return shape == Shape.COSINE ? CosineDecay.anneal(from, to, part) : from + (to - from) * part;
  }
}
