package dev.lanewise.layers.train;

import dev.lanewise.layers.Network;
import java.util.List;
import java.util.OptionalInt;

/** Looks out for the best epoch and for the last. */
final class StoppingMonitor {

  private final EarlyStopping rule;
  private final Network network;
  private final Best best;
  private final float[] parameters;
  private final float[] buffers;

  StoppingMonitor(EarlyStopping rule, Network network) {
    this.rule = rule;
    this.network = network;
    best = new Best(rule.goal(), rule.least());
    parameters = new float[rule.restore() ? network.parameters().values().length : 0];
    buffers = new float[rule.restore() ? network.buffers().values().length : 0];
  }

  /** What another one knew. */
  void resume(TrainState.Watched state) {
    best.resume(state.figure(), state.at(), state.reports());
    System.arraycopy(state.parameters(), 0, parameters, 0, parameters.length);
    System.arraycopy(state.buffers(), 0, buffers, 0, buffers.length);
  }

  TrainState.Watched state() {
    return new TrainState.Watched(
        best.figure(), best.at(), best.at() + best.since(), parameters.clone(), buffers.clone());
  }

  /** Keeps the parameters if they are the best. */
  void report(TrainListener.EpochResult result) {
    if (best.report(result.figure(rule.goal())) && rule.restore()) {
      System.arraycopy(network.parameters().values(), 0, parameters, 0, parameters.length);
      System.arraycopy(network.buffers().values(), 0, buffers, 0, buffers.length);
    }
  }

  /** Whether training has to end. */
  boolean isOver() {
    return best.since() >= rule.patience();
  }

  /** Gives the best epoch's parameters back, unless it was the last; the epoch. */
  OptionalInt restore(List<TrainListener.EpochResult> results) {
    if (!rule.restore() || best.at() == 0 || best.since() == 0) {
      return OptionalInt.empty();
    }
    System.arraycopy(parameters, 0, network.parameters().values(), 0, parameters.length);
    System.arraycopy(buffers, 0, network.buffers().values(), 0, buffers.length);
    return OptionalInt.of(results.get(best.at() - 1).epoch());
  }
}
