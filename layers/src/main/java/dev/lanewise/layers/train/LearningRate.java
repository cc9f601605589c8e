package dev.lanewise.layers.train;

import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.schedule.Schedule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The learning rate and the momentum of each step of a training. */
final class LearningRate {

  private final UpdateOptions options;
  private final double momentum;
  private Schedule schedule;
  private int stepsPerEpoch;
  private double base;
  private Plateau.@Nullable State state;

  LearningRate(UpdateOptions options, Optimizer optimizer) {
    this.options = options;
    momentum = optimizer.momentum();
    base = optimizer.learningRate();
    schedule = options.schedule();
    state = options.plateau().map(plateau -> plateau.start(base)).orElse(null);
  }

  /** Says how many steps an epoch has. */
  void begin(int steps) {
    if (steps != stepsPerEpoch && options.per() == UpdateOptions.Per.EPOCH_SMOOTHLY) {
      schedule = options.schedule().stretched(steps);
    }
    stepsPerEpoch = steps;
  }

  /** The rate of a step. */
  double rate(long step, int epoch) {
    return schedule.rate(base, position(step, epoch));
  }

  /** The momentum of a step. */
  double momentum(long step, int epoch) {
    return momentum == 0 ? 0 : schedule.momentum(momentum, position(step, epoch));
  }

  private long position(long step, int epoch) {
    return options.per() == UpdateOptions.Per.EPOCH ? epoch - 1 : step - 1;
  }

  /** What a plateau knows. */
  Optional<Plateau.State> state() {
    return Optional.ofNullable(state);
  }

  /** Goes on from what a plateau knew. */
  void resume(Plateau.State known) {
    state = known;
    base = known.rate();
  }

  /** Takes note of an epoch's result. */
  void epochEnded(TrainListener.EpochResult result) {
    Plateau.State before = state;
    if (before == null) {
      return;
    }
    Plateau plateau = options.plateau().orElseThrow();
    Plateau.State after = plateau.next(before, result.figure(plateau.goal()));
    base = after.rate();
    state = after;
  }
}
