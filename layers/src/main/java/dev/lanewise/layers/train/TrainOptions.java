package dev.lanewise.layers.train;

import dev.lanewise.core.setting.ConvAlgorithm;
import java.util.Optional;

/**
 * How to train.
 *
 * @param epochs times through the training samples, at least 1
 * @param batch images that go through the network at once, at least 1; the last batch of an epoch
 *     takes what is left
 * @param seed of the order of samples and of dropout
 * @param shuffle whether each epoch has an order of its own
 * @param logEvery steps from one {@link TrainListener#onLog} to the next; 0 for none
 * @param conv how convolutions are computed, which has a say in the bits
 * @param update how parameters are changed, besides the optimizer
 * @param stopping when training ends before its last epoch; empty for never
 */
public record TrainOptions(
    int epochs,
    int batch,
    long seed,
    boolean shuffle,
    int logEvery,
    ConvAlgorithm conv,
    UpdateOptions update,
    Optional<EarlyStopping> stopping) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public TrainOptions {
    if (epochs < 1) {
      throw new IllegalArgumentException(
          "The number of epochs must be at least 1. Received: " + epochs);
    }
    if (batch < 1 || batch > 1 << 20) {
      throw new IllegalArgumentException(
          "The batch size must be between 1 and 1048576. Received: " + batch);
    }
    if (logEvery < 0) {
      throw new IllegalArgumentException(
          "The number of steps between logs must be at least 0. Received: " + logEvery);
    }
  }

  /** Options of a plain update. */
  public TrainOptions(
      int epochs, int batch, long seed, boolean shuffle, int logEvery, ConvAlgorithm conv) {
    this(epochs, batch, seed, shuffle, logEvery, conv, UpdateOptions.NONE, Optional.empty());
  }

  /** Options with the fastest algorithm for convolutions, {@link ConvAlgorithm#AUTO}. */
  public TrainOptions(int epochs, int batch, long seed, boolean shuffle, int logEvery) {
    this(epochs, batch, seed, shuffle, logEvery, ConvAlgorithm.AUTO);
  }

  /** The same with another algorithm for convolutions. */
  public TrainOptions withConv(ConvAlgorithm newConv) {
    return new TrainOptions(epochs, batch, seed, shuffle, logEvery, newConv, update, stopping);
  }

  /** The same with a learning-rate schedule, parameter groups or clipping. */
  public TrainOptions withUpdate(UpdateOptions newUpdate) {
    return new TrainOptions(epochs, batch, seed, shuffle, logEvery, conv, newUpdate, stopping);
  }

  /** The same with an end when training no longer gets better. */
  public TrainOptions withStopping(EarlyStopping newStopping) {
    return new TrainOptions(
        epochs, batch, seed, shuffle, logEvery, conv, update, Optional.of(newStopping));
  }
}
