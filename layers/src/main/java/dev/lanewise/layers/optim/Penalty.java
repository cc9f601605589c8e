package dev.lanewise.layers.optim;

import dev.lanewise.core.math.Range;
import dev.lanewise.layers.Parameter;

/**
 * What large parameters cost: {@code l1 |p| + l2 p^2} each, as Keras's {@code L1L2}. It is part of
 * the gradient, {@code l1 sign(p) + 2 l2 p}, before clipping; the loss that is reported is without
 * it. A parameter has all the penalties that are for it.
 *
 * @param prefix how the parameters' names begin, for example {@code conv1.}; empty for all
 * @param kind which of those
 * @param l1 factor of the absolute value, at least 0
 * @param l2 factor of the square, at least 0
 */
public record Penalty(String prefix, ParameterGroup.Kind kind, double l1, double l2) {

  /**
   * Checks the factors.
   *
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public Penalty {
    Range.notNegative("l1 of a penalty", l1);
    Range.notNegative("l2 of a penalty", l2);
  }

  /** Whether it is for a parameter. */
  public boolean contains(Parameter parameter) {
    return new ParameterGroup(prefix, kind, 1, true).contains(parameter);
  }
}
