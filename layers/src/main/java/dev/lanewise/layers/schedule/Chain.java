package dev.lanewise.layers.schedule;

import java.util.List;

/**
 * Several schedules at once, whose factors are multiplied: PyTorch's {@code ChainedScheduler}.
 *
 * @param schedules the schedules, each of which {@link Schedule#multiplies}
 */
public record Chain(List<Schedule> schedules) implements Schedule {

  /**
   * Checks the schedules.
   *
   * @throws IllegalArgumentException if one does not multiply the rate
   */
  public Chain {
    schedules = List.copyOf(schedules);
    for (Schedule schedule : schedules) {
      if (!schedule.multiplies()) {
        throw new IllegalArgumentException(
            "A chain's schedules must multiply the rate: no one-cycle, no least rate. Received: "
                + schedule);
      }
    }
  }

  @Override
  public Chain stretched(double factor) {
    return new Chain(schedules.stream().map(schedule -> schedule.stretched(factor)).toList());
  }

  @Override
  public double rate(double base, long step) {
    double rate = base;
    for (int i = 0; i < schedules.size(); i++) {
      rate = schedules.get(i).rate(rate, step);
    }
    return rate;
  }
}
