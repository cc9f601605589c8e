package dev.lanewise.layers.train;

import dev.lanewise.layers.optim.GradientClip;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.schedule.Constant;
import dev.lanewise.layers.schedule.Schedule;
import java.util.List;
import java.util.Optional;

/**
 * How parameters are changed, besides the optimizer.
 *
 * @param schedule the learning rate's course, from the optimizer's own rate
 * @param per what its steps are
 * @param groups parameters that are trained in their own way; an earlier one comes first
 * @param clip how gradients are kept from being too large; empty for not at all
 */
public record UpdateOptions(
    Schedule schedule, Per per, List<ParameterGroup> groups, Optional<GradientClip> clip) {

  /** The steps of a schedule. */
  public enum Per {
    /** Steps of the optimizer. */
    STEP,
    /** Times through the training samples. */
    EPOCH
  }

  /** The optimizer's own rate, the same for all, no clipping. */
  public static final UpdateOptions NONE =
      new UpdateOptions(new Constant(), Per.STEP, List.of(), Optional.empty());

  /** Copies the groups. */
  public UpdateOptions {
    groups = List.copyOf(groups);
  }

  /** The same with a course of the learning rate. */
  public UpdateOptions withSchedule(Schedule newSchedule, Per newPer) {
    return new UpdateOptions(newSchedule, newPer, groups, clip);
  }

  /** The same with groups. */
  public UpdateOptions withGroups(List<ParameterGroup> newGroups) {
    return new UpdateOptions(schedule, per, newGroups, clip);
  }

  /** The same with clipping. */
  public UpdateOptions withClip(GradientClip newClip) {
    return new UpdateOptions(schedule, per, groups, Optional.of(newClip));
  }

  /**
   * The learning rate of a step.
   *
   * @param base the optimizer's own rate
   * @param step the step's number, from 1
   * @param epoch the epoch it is in, from 1
   */
  public double rate(double base, long step, int epoch) {
    return schedule.rate(base, per == Per.STEP ? step - 1 : epoch - 1);
  }
}
