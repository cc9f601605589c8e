package dev.lanewise.layers.schedule;

import dev.lanewise.core.math.DoubleMath;
import dev.lanewise.core.math.Range;
import java.util.List;

/**
 * {@code base * gamma^n} with {@code n} the number of milestones reached: PyTorch's {@code
 * MultiStepLR}. A milestone that is given twice counts twice.
 *
 * @param milestones steps at which the rate changes, ascending, at least 1
 * @param gamma factor of each change, positive
 */
public record MultiStepDecay(List<Integer> milestones, double gamma) implements Schedule {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range, or milestones descend
   */
  public MultiStepDecay {
    milestones = List.copyOf(milestones);
    int last = 1;
    for (int milestone : milestones) {
      if (milestone < last) {
        throw new IllegalArgumentException(
            "Milestones must be at least 1 and ascend. Received: " + milestones);
      }
      last = milestone;
    }
    Range.positive("gamma", gamma);
  }

  @Override
  public MultiStepDecay stretched(double factor) {
    return new MultiStepDecay(
        milestones.stream().map(milestone -> Schedule.stretch(milestone, factor)).toList(), gamma);
  }

  @Override
  public double rate(double base, long step) {
    int reached = 0;
    while (reached < milestones.size() && milestones.get(reached) <= step) {
      reached++;
    }
    return base * DoubleMath.power(gamma, (long) reached);
  }
}
