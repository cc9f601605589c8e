package dev.lanewise.layers.train;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a training has come: what changes from epoch to epoch, but for the values themselves. */
final class Course {

  private final Loss loss;
  private final int elements;
  private final List<TrainListener.EpochResult> results = new ArrayList<>();
  private final @Nullable StoppingMonitor monitor;
  private EpochSums sums;
  private long images;
  private double seconds;

  /**
   * A training that begins, or that goes on.
   *
   * @param network the network
   * @param loss the loss
   * @param elements values of one image's result
   * @param stopping when it ends before its last epoch
   * @param state where it goes on; null at the beginning
   */
  Course(
      Network network,
      Loss loss,
      int elements,
      Optional<EarlyStopping> stopping,
      @Nullable TrainState state) {
    this.loss = loss;
    this.elements = elements;
    monitor = stopping.map(rule -> new StoppingMonitor(rule, network)).orElse(null);
    sums = new EpochSums(loss, elements, 0);
    if (state != null) {
      results.addAll(state.results());
      sums = new EpochSums(loss, elements, state.epoch());
      images = state.images();
      seconds = state.seconds();
      if (monitor != null && state.watched().isPresent()) {
        monitor.resume(state.watched().get());
      }
    }
  }

  /** The epoch to begin, or to go on with. */
  int firstEpoch() {
    return results.size() + 1;
  }

  /** Begins an epoch, or goes on with it. */
  EpochSums begin(int epoch) {
    if (epoch != sums.epoch()) {
      sums = new EpochSums(loss, elements, epoch);
    }
    return sums;
  }

  /** Takes the steps of an epoch in, or those since it was gone on with. */
  void add(int moreImages, double moreSeconds) {
    images += moreImages;
    seconds += moreSeconds;
  }

  /** Takes a complete epoch in, with the network that made its figures. */
  void add(TrainListener.EpochResult result) {
    results.add(result);
    if (monitor != null) {
      monitor.report(result);
    }
  }

  /** Whether there is no more progress. */
  boolean isOver() {
    return monitor != null && monitor.isOver();
  }

  List<TrainListener.EpochResult> results() {
    return results;
  }

  @Nullable StoppingMonitor monitor() {
    return monitor;
  }

  EpochSums sums() {
    return sums;
  }

  long images() {
    return images;
  }

  double seconds() {
    return seconds;
  }
}
