package dev.lanewise.layers.train;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.AugmentedSamples;
import dev.lanewise.core.tensor.SampleReader;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.loss.Loss;
import org.jspecify.annotations.Nullable;

/**
 * What a batch's loss is divided by, before the batch is run: gradients are scaled on the way back.
 */
final class SampleWeights {

  private final Loss loss;
  private final int classes;
  private @Nullable Samples samples;
  private @Nullable SampleReader reader;

  SampleWeights(Loss loss, int classes) {
    this.loss = loss;
    this.classes = classes;
  }

  /**
   * The sum of the shares of samples that a training sees.
   *
   * @param source samples
   * @param order indices of samples
   * @param first the first of them
   * @param count how many
   * @param key key of the random numbers, from which each sample derives its own
   */
  double ofTraining(Samples source, int[] order, int first, int count, long key) {
    if (!loss.weighs() || source.hasTargets()) {
      return count;
    }
    if (!(source instanceof AugmentedSamples augmented)) {
      return of(source, order, first, count);
    }
    if (augmented.mixes()) {
      return count;
    }
    SampleReader current = reader;
    if (current == null || source != samples) {
      current = augmented.newReader();
      reader = current;
      samples = source;
    }
    double sum = 0;
    for (int i = first; i < first + count; i++) {
      sum += share(current.labelOf(order[i], CounterRandom.key(key, order[i])), order[i]);
    }
    return sum;
  }

  /** The sum of the shares of samples as they are; 1 each where they have targets, as PyTorch's. */
  double of(Samples source, int[] order, int first, int count) {
    if (!loss.weighs() || source.hasTargets()) {
      return count;
    }
    double sum = 0;
    for (int i = first; i < first + count; i++) {
      sum += share(source.label(order[i]), order[i]);
    }
    return sum;
  }

  private double share(int label, int index) {
    return loss.share(SampleChecks.label(loss, label, classes, index));
  }
}
