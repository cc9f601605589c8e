package dev.lanewise.layers.train;

import dev.lanewise.core.tensor.Samples;
import org.jspecify.annotations.Nullable;

/** What runs a step's batch: in lane groups, or one image whose lanes are channels. */
interface StepRunner {

  /** Packs parameters that have changed. A step begins. */
  void prepare();

  /**
   * Runs one batch: images {@code order[first .. first + images - 1]}. In training, gradients of
   * the mean loss are added to the shards.
   *
   * @param shares what the loss's mean is over: the number of the images, or the sum of their
   *     shares; of all batches of a step, if several make one
   * @param batchKey key of the random numbers; each sample derives its own
   * @param outputs receives the results, {@code [images][elements]}; null if they are not wanted
   */
  void run(
      Samples samples,
      int[] order,
      int first,
      int images,
      double shares,
      long batchKey,
      float @Nullable [] outputs);

  /** Runs the last batch again. */
  void repeat();

  /** Lets layers keep what they have learned about the last batch, such as running statistics. */
  default void commit() {}

  /** Values of one image's result. */
  int elements();

  /** The last batch's loss before it is divided by the normaliser. */
  double lossSum();

  /** The last batch's loss; not a number if nothing in it counts. */
  double loss();

  /** How many of the last batch's images have their largest result at their label. */
  int correct();

  /** Whether any of the last batch's images counts in the loss. */
  boolean counted();

  /** Gradients of the batches since a step began: {@link #shards()} shards of them count. */
  float[][] gradients();

  /** Zeroes what the step's batches have added, of which nothing shall remain. */
  void discardGradients();

  /** Shards of the batches since a step began. */
  int shards();

  /** A description of the memory of what is run at once. */
  String memoryPlan();

  /**
   * Runs the last batch forward again, layer by layer, and names the first layer whose result is
   * not finite.
   */
  String firstNonFiniteLayer();

  /** A sample of the last batch that has a value which is not finite; -1 if there is none. */
  int nonFiniteSample();
}
