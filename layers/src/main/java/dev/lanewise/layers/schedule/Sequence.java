package dev.lanewise.layers.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * One schedule after another, each of which counts its steps from where it begins: PyTorch's {@code
 * SequentialLR}. A warm-up followed by a cosine, for example.
 *
 * @param schedules the schedules, at least one
 * @param milestones the step at which each but the first begins, ascending, at least 1
 */
public record Sequence(List<Schedule> schedules, List<Integer> milestones) implements Schedule {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there are not as many milestones as it takes, or they do
   *     not ascend
   */
  public Sequence {
    schedules = List.copyOf(schedules);
    milestones = List.copyOf(milestones);
    if (schedules.isEmpty() || milestones.size() != schedules.size() - 1) {
      throw new IllegalArgumentException(
          "There must be a milestone between one schedule and the next. Received: %s schedules,"
                  .formatted(schedules.size())
              + " milestones "
              + milestones);
    }
    int last = 0;
    for (int milestone : milestones) {
      if (milestone <= last) {
        throw new IllegalArgumentException(
            "The milestones of a sequence must be at least 1 and each beyond the one before."
                + " Received: "
                + milestones);
      }
      last = milestone;
    }
  }

  /** A warm-up from a factor to the base rate, then a schedule. */
  public static Sequence warmUp(int steps, double start, Schedule then) {
    return new Sequence(List.of(new LinearWarmUp(steps, start), then), List.of(steps));
  }

  @Override
  public Sequence stretched(double factor) {
    List<Integer> begins = new ArrayList<>();
    int last = 0;
    for (int milestone : milestones) {
      // Two that are rounded to the same step stay apart.
      last = Math.max(last + 1, Schedule.stretch(milestone, factor));
      begins.add(last);
    }
    return new Sequence(
        schedules.stream().map(schedule -> schedule.stretched(factor)).toList(), begins);
  }

  @Override
  public double rate(double base, long step) {
    int index = index(step);
    return schedules.get(index).rate(base, step - begin(index));
  }

  @Override
  public double momentum(double base, long step) {
    int index = index(step);
    return schedules.get(index).momentum(base, step - begin(index));
  }

  @Override
  public boolean multiplies() {
    for (Schedule schedule : schedules) {
      if (!schedule.multiplies()) {
        return false;
      }
    }
    return true;
  }

  private int index(long step) {
    int index = 0;
    while (index < milestones.size() && milestones.get(index) <= step) {
      index++;
    }
    return index;
  }

  private int begin(int index) {
    return index == 0 ? 0 : milestones.get(index - 1);
  }
}
