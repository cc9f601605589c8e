package dev.lanewise.layers.train;

import dev.lanewise.core.math.Range;
import dev.lanewise.layers.schedule.Plateau.Goal;

/**
 * Ends a training that no longer gets better, and gives the network the parameters of its best
 * epoch: Keras's {@code EarlyStopping} with {@code restore_best_weights}. They are given back at
 * the end of a training that was not stopped early, too, but not if somebody has requested the
 * stop.
 *
 * @param goal what is watched: the loss if small figures are good, the accuracy if large ones are;
 *     of the validation samples if there are any, else of the epoch's training samples
 * @param patience epochs in a row without a better figure after which training ends, at least 1
 * @param least by how much a figure must be better to count, at least 0
 * @param restore whether the best epoch's parameters are given back
 */
public record EarlyStopping(Goal goal, int patience, double least, boolean restore) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public EarlyStopping {
    Range.atLeast(1, "patience of early stopping", patience);
    Range.notNegative("least improvement", least);
  }

  /** Watches the loss, any improvement counts, and the best parameters are given back. */
  public static EarlyStopping of(int patience) {
    return new EarlyStopping(Goal.SMALL, patience, 0, true);
  }
}
