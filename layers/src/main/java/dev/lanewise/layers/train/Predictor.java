package dev.lanewise.layers.train;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers one image, or a few, at a time and quickly: what a service embeds. Weights are packed
 * once; a call allocates nothing but what it returns. Any number of threads may use it at once,
 * virtual ones too, and each call's results have the bits that they have on one thread.
 *
 * <p>Calls borrow memory from a pool of {@link #passes} passes, each of which is reserved when it
 * is first used. Where more calls come at once, they wait in the order in which they came; an
 * interrupt does not end the waiting. Workers of an executor help one call at a time; calls that
 * find them busy, with whatever job, run on their own threads.
 *
 * <p>Calls read the network as it was when the predictor was made or last refreshed: a training may
 * change it meanwhile.
 *
 * <p>Up to {@link #FEW} images run one by one with channels as lanes, more run sixteen side by
 * side, and up to {@code FEW} that are left over behind whole groups run one by one again. Single
 * images have direct convolutions, whole groups what {@link ConvAlgorithm} says: under {@code
 * AUTO}, the last bits of an image's result may depend on its company, under {@code DIRECT} they do
 * not.
 */
public final class Predictor {

  /**
   * Most images that are worth running one by one: a lane group takes as long as 8 to 17 images,
   * and may have a faster algorithm for its convolutions.
   */
  public static final int FEW = 5;

  /** What comes out. */
  public enum Output {
    /** The values of the last layer. */
    RAW,
    /** Their softmax: for a network that gives logits. */
    PROBABILITIES
  }

  /** More than processors: one whose thread was put off the processor keeps nobody waiting. */
  private static final int PASSES_A_PROCESSOR = 2;

  private final Network network;
  private final int most;
  private final PassPool<PredictorPass> pool;
  private final int passes;

  /**
   * Plans all memory and packs the weights, for calls of up to {@link #FEW} images on the caller's
   * thread.
   *
   * @param network the network
   * @param output what comes out
   * @param simd kernels
   * @throws IllegalArgumentException if probabilities are asked of a network whose result is not
   *     flat
   */
  public Predictor(Network network, Output output, Simd simd) {
    this(network, output, FEW, ConvAlgorithm.AUTO, Optional.empty(), simd);
  }

  /**
   * Plans all memory and packs the weights.
   *
   * @param network the network
   * @param output what comes out
   * @param most images that a call may have, at least 1; above {@link #FEW}, memory for sixteen
   *     images is reserved for each worker
   * @param conv how the convolutions of whole lane groups are computed; single images are always
   *     computed directly, with the bits of {@link ConvAlgorithm#DIRECT}
   * @param executor workers that share the images; empty for the caller's thread alone
   * @param simd kernels
   * @throws IllegalArgumentException if {@code most} is below 1, or if probabilities are asked of a
   *     network whose result is not flat
   */
  public Predictor(
      Network network,
      Output output,
      int most,
      ConvAlgorithm conv,
      Optional<BatchExecutor> executor,
      Simd simd) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "A predictor must take at least 1 image. Received: " + most);
    }
    if (output == Output.PROBABILITIES && !network.output().isFlat()) {
      throw new IllegalArgumentException(
          "Probabilities need a flat result, n x 1 x 1. Received: " + network.output());
    }
    this.network = network;
    this.most = most;
    int workers = executor.map(BatchExecutor::workers).orElse(1);
    PredictorPass.Memory[] helpers = new PredictorPass.Memory[workers - 1];
    Arrays.setAll(helpers, i -> new PredictorPass.Memory());
    PackedWeights first = new PackedWeights(network, most <= FEW, conv, simd);
    PredictorPass.Setting setting =
        new PredictorPass.Setting(
            first.channels() == null ? new int[0] : first.channels().input().indices(),
            first.channels() == null ? new int[0] : first.channels().output().indices(),
            network.output().elements(),
            output == Output.PROBABILITIES,
            executor.orElse(null),
            helpers);
    passes = PASSES_A_PROCESSOR * Runtime.getRuntime().availableProcessors();
    List<PredictorPass> all =
        Stream.generate(() -> new PredictorPass(setting)).limit(passes).toList();
    all.getFirst().own().reserve(first);
    for (PredictorPass.Memory helper : helpers) {
      helper.reserve(first);
    }
    pool = new PassPool<>(all, first, () -> new PackedWeights(network, most <= FEW, conv, simd));
  }

  /**
   * Packs the weights again: to be called whenever the network's parameters have changed, between
   * two steps of a training. Calls that begin after it has returned see the new weights. A call
   * that is under way ends with those that it began with, and nobody waits: beside weights that are
   * in use others are packed, which takes as much memory again.
   */
  public void refresh() {
    pool.refresh();
  }

  /** {@link #refresh} without memory of its own, while nobody calls. */
  void refreshAlone() {
    pool.refreshAlone();
  }

  /** Calls that can run at once, before others wait: twice the number of processors. */
  public int passes() {
    return passes;
  }

  /** Values of one image: {@code channels * height * width} of the network's input. */
  public int inputSize() {
    return network.input().elements();
  }

  /** Values of one image's result. */
  public int outputSize() {
    return network.output().elements();
  }

  /**
   * The result of one image.
   *
   * @param image {@code [C][H][W]}, as the network is to see it
   * @return {@link #outputSize()} values
   * @throws IllegalArgumentException if the image has too many or too few values
   */
  public float[] predict(float[] image) {
    if (image.length != inputSize()) {
      throw new IllegalArgumentException(
          "An image must have as many values as the network's input, %s. Expected: %s. Received: %s"
              .formatted(network.input(), inputSize(), image.length));
    }
    float[] result = new float[outputSize()];
    predict(image, 1, result);
    return result;
  }

  /**
   * The results of some images. Allocates nothing, unless the call has to wait for a pass, or is
   * the first to use one.
   *
   * @param images {@code [count][C][H][W]}, as the network is to see them; may be longer
   * @param count how many images
   * @param results receives {@code [count]} times {@link #outputSize()} values; may be longer
   * @throws IllegalArgumentException if an array is too short, or the count below 1 or above what
   *     the constructor was told
   */
  public void predict(float[] images, int count, float[] results) {
    if (count < 1 || count > most) {
      throw new IllegalArgumentException(
          "A call must have at least 1 image and at most %s. Received: %s".formatted(most, count));
    }
    checkLength("The images", images, (long) count * inputSize());
    checkLength("The results", results, (long) count * outputSize());
    PassPool.Slot<PredictorPass> slot = pool.take();
    try {
      slot.pass().run(pool.weights(slot), images, count, results);
    } finally {
      pool.release(slot);
    }
  }

  private static void checkLength(String what, float[] array, long expected) {
    if (array.length < expected) {
      throw new IllegalArgumentException(
          "%s must have room for all values. Expected: at least %s. Received: %s"
              .formatted(what, expected, array.length));
    }
  }
}
