package dev.lanewise.layers.train;

import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.train.TrainState.Sums;

/** Sums of an epoch and of the stretch since the last log. */
final class EpochSums {

  private final Loss loss;
  private final int elements;
  private final int epoch;
  private final double secondsBefore;
  private final Part whole;
  private final Part stretch;
  private int steps;

  private static final class Part {
    int images;
    double loss;
    double shares;
    long correct;

    Part(Sums sums) {
      images = sums.images();
      loss = sums.loss();
      shares = sums.shares();
      correct = sums.correct();
    }

    void add(double moreLoss, double moreShares, int moreCorrect, int count) {
      images += count;
      loss += moreLoss;
      shares += moreShares;
      correct += moreCorrect;
    }

    Sums copy() {
      return new Sums(images, loss, shares, correct);
    }

    void clear() {
      images = 0;
      loss = 0;
      shares = 0;
      correct = 0;
    }
  }

  /**
   * Goes on with an epoch.
   *
   * @param loss the loss
   * @param elements values of one image's result
   * @param state the epoch so far
   */
  EpochSums(Loss loss, int elements, TrainState.Epoch state) {
    this.loss = loss;
    this.elements = elements;
    epoch = state.number();
    steps = state.steps();
    secondsBefore = state.seconds();
    whole = new Part(state.whole());
    stretch = new Part(state.stretch());
  }

  /** An epoch that begins. */
  EpochSums(Loss loss, int elements, int epoch) {
    this(loss, elements, new TrainState.Epoch(epoch, 0, 0, 0, Sums.NONE, Sums.NONE));
  }

  /** Takes a step in. */
  void add(double lossSum, double shares, int correct, int count) {
    steps++;
    whole.add(lossSum, shares, correct, count);
    stretch.add(lossSum, shares, correct, count);
  }

  /** The epoch, from 1; 0 before the first. */
  int epoch() {
    return epoch;
  }

  int steps() {
    return steps;
  }

  int images() {
    return whole.images;
  }

  /** Time that its steps took before it was gone on with. */
  double secondsBefore() {
    return secondsBefore;
  }

  double epochLoss() {
    return loss(whole);
  }

  double accuracy() {
    return (double) whole.correct / whole.images;
  }

  private double loss(Part part) {
    return part.loss / loss.normaliser(part.shares, elements);
  }

  /** The stretch until now; a new one begins. */
  TrainListener.Progress progress(long allSteps) {
    TrainListener.Progress progress =
        new TrainListener.Progress(
            epoch,
            allSteps,
            steps,
            loss(stretch),
            (double) stretch.correct / stretch.images,
            epochLoss(),
            accuracy());
    stretch.clear();
    return progress;
  }

  /** All of it, with the time that its steps took. */
  TrainState.Epoch state(double seconds) {
    return new TrainState.Epoch(epoch, steps, whole.images, seconds, whole.copy(), stretch.copy());
  }
}
