package dev.lanewise.layers.loss;

import org.jspecify.annotations.Nullable;

/**
 * A loss that is a sum over elements, each of which depends on one result and its target; a class
 * is a one-hot target.
 */
interface ElementLoss extends Loss {

  /** What one element adds. */
  double value(int element, double x, double target);

  /** Its derivative by {@code x}. */
  double slope(int element, double x, double target);

  @Override
  default double image(
      Result result, Targets targets, @Nullable Result gradient, double scale, int lane) {
    double total = 0;
    for (int e = 0; e < result.elements(); e++) {
      double x = result.value(e, lane);
      double target = targets.target(e, lane);
      total += value(e, x, target);
      if (gradient != null) {
        gradient.set(e, lane, slope(e, x, target) * scale);
      }
    }
    return total;
  }
}
