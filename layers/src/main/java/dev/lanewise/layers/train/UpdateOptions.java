package dev.lanewise.layers.train;

import dev.lanewise.core.math.Range;
import dev.lanewise.layers.optim.GradientClip;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.optim.Penalty;
import dev.lanewise.layers.schedule.Constant;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.schedule.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How parameters are changed, besides the optimizer.
 *
 * @param schedule the learning rate's course, from the optimizer's own rate; a one-cycle schedule
 *     moves the optimizer's momentum, too
 * @param per what its steps are
 * @param plateau lowers the optimizer's own rate after epochs that were no better: of the loss if
 *     small is good, of the accuracy if large is; on the validation samples if there are any
 * @param groups parameters that are trained in their own way; an earlier one comes first
 * @param penalties what large parameters cost
 * @param clip how gradients are kept from being too large; empty for not at all
 * @param average decay of a moving average of the parameters, in [0, 1): validation and whoever
 *     uses the network after training then see the averages; empty for none
 * @param accumulation batches whose gradients make one step, 1 to 1024. A batch is then what goes
 *     through the network at once, and the loss's mean is over all of a step's images
 */
public record UpdateOptions(
    Schedule schedule,
    Per per,
    Optional<Plateau> plateau,
    List<ParameterGroup> groups,
    List<Penalty> penalties,
    Optional<GradientClip> clip,
    OptionalDouble average,
    int accumulation) {

  /** The steps of a schedule. */
  public enum Per {
    /** Steps of the optimizer. */
    STEP,
    /** Times through the training samples. */
    EPOCH,
    /**
     * Lengths are in epochs, but the rate changes with every step: the schedule is stretched by the
     * number of steps that an epoch has.
     */
    EPOCH_SMOOTHLY
  }

  /** The optimizer's own rate, the same for all, no clipping. */
  public static final UpdateOptions NONE =
      new UpdateOptions(
          new Constant(),
          Per.STEP,
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          OptionalDouble.empty(),
          1);

  /**
   * Copies the groups and checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public UpdateOptions {
    groups = List.copyOf(groups);
    penalties = List.copyOf(penalties);
    if (average.isPresent()) {
      Range.fraction("The decay of the weights' average", average.getAsDouble());
    }
    if (accumulation < 1 || accumulation > 1024) {
      throw new IllegalArgumentException(
          "The number of batches a step must be between 1 and 1024. Received: " + accumulation);
    }
  }

  /** The same with a course of the learning rate. */
  public UpdateOptions withSchedule(Schedule newSchedule, Per newPer) {
    return new UpdateOptions(
        newSchedule, newPer, plateau, groups, penalties, clip, average, accumulation);
  }

  /** The same with a rate that is lowered when training no longer gets better. */
  public UpdateOptions withPlateau(Plateau newPlateau) {
    return new UpdateOptions(
        schedule, per, Optional.of(newPlateau), groups, penalties, clip, average, accumulation);
  }

  /** The same with a rate that is not lowered by results. */
  public UpdateOptions withoutPlateau() {
    return new UpdateOptions(
        schedule, per, Optional.empty(), groups, penalties, clip, average, accumulation);
  }

  /** The same with groups. */
  public UpdateOptions withGroups(List<ParameterGroup> newGroups) {
    return new UpdateOptions(
        schedule, per, plateau, newGroups, penalties, clip, average, accumulation);
  }

  /** The same with penalties. */
  public UpdateOptions withPenalties(List<Penalty> newPenalties) {
    return new UpdateOptions(
        schedule, per, plateau, groups, newPenalties, clip, average, accumulation);
  }

  /** The same with clipping. */
  public UpdateOptions withClip(GradientClip newClip) {
    return new UpdateOptions(
        schedule, per, plateau, groups, penalties, Optional.of(newClip), average, accumulation);
  }

  /** The same with a moving average of the parameters. */
  public UpdateOptions withAverage(double decay) {
    return new UpdateOptions(
        schedule, per, plateau, groups, penalties, clip, OptionalDouble.of(decay), accumulation);
  }

  /** The same without a moving average. */
  public UpdateOptions withoutAverage() {
    return new UpdateOptions(
        schedule, per, plateau, groups, penalties, clip, OptionalDouble.empty(), accumulation);
  }

  /** The same with several batches a step. */
  public UpdateOptions withAccumulation(int batches) {
    return new UpdateOptions(schedule, per, plateau, groups, penalties, clip, average, batches);
  }
}
