package dev.lanewise.layers.schedule;

import dev.lanewise.core.math.Range;

/**
 * Lowers the rate when a figure no longer gets better: PyTorch's {@code ReduceLROnPlateau}. After
 * more than {@code patience} reports in a row that are not better than the best by the threshold,
 * the rate becomes {@code max(rate * factor, minimum)}; then {@code cooldown} reports do not count
 * as bad.
 *
 * @param goal whether small or large figures are good
 * @param factor of the rate, in (0, 1)
 * @param patience bad reports in a row that are let pass, at least 0
 * @param threshold what counts as better, at least 0
 * @param relative whether the threshold is a share of the best, not an amount
 * @param cooldown reports after a change that are not bad, at least 0
 * @param minimum the least rate, at least 0
 * @param epsilon a change of the rate that is not larger than this is not made, at least 0
 */
public record Plateau(
    Goal goal,
    double factor,
    int patience,
    double threshold,
    boolean relative,
    int cooldown,
    double minimum,
    double epsilon) {

  /** What is good. */
  public enum Goal {
    /** Small figures, as of a loss. */
    SMALL,
    /** Large figures, as of an accuracy. */
    LARGE
  }

  /**
   * What is known after some reports.
   *
   * @param rate the learning rate
   * @param best the best figure so far; infinite before the first
   * @param bad bad reports in a row
   * @param cooling reports that are left of the cooldown
   */
  public record State(double rate, double best, int bad, int cooling) {}

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Plateau {
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException(
          "The factor must be above 0 and below 1. Received: " + factor);
    }
    Range.atLeast(0, "patience", patience);
    Range.notNegative("threshold", threshold);
    Range.atLeast(0, "cooldown", cooldown);
    Range.notNegative("least rate", minimum);
    Range.notNegative("epsilon", epsilon);
    if (relative) {
      Range.fraction("A relative threshold", threshold);
    }
  }

  /** PyTorch's defaults: a tenth after 10 bad reports, better by 1e-4 of the best. */
  public static Plateau of(Goal goal) {
    return new Plateau(goal, 0.1, 10, 1e-4, true, 0, 0, 1e-8);
  }

  /** Before the first report. */
  public State start(double rate) {
    double worst = goal == Goal.SMALL ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    return new State(rate, worst, 0, 0);
  }

  /** After one more report. A figure that is not a number is bad. */
  public State next(State state, double figure) {
    boolean better = better(figure, state.best);
    double best = better ? figure : state.best;
    int bad = better ? 0 : state.bad + 1;
    int cooling = state.cooling;
    if (cooling > 0) {
      cooling--;
      bad = 0;
    }
    double rate = state.rate;
    if (bad > patience) {
      double lower = Math.max(rate * factor, minimum);
      rate = rate - lower > epsilon ? lower : rate;
      cooling = cooldown;
      bad = 0;
    }
    return new State(rate, best, bad, cooling);
  }

  private boolean better(double figure, double best) {
    if (goal == Goal.SMALL) {
      return figure < (relative ? best * (1 - threshold) : best - threshold);
    }
    return figure > (relative ? best * (1 + threshold) : best + threshold);
  }
}
