package dev.lanewise.layers.train;

import dev.lanewise.core.conv.ConvAlgorithm;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.layers.BoundNetwork;
import dev.lanewise.layers.ChannelNetwork;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Network;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers one image, or a few, at a time and quickly: what a service embeds. Weights are packed
 * once; a call allocates nothing but what it returns. One thread at a time may use it; threads that
 * want to predict at once each make one of their own from the same network.
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

  private static final float[] NOTHING = {};

  private final Network network;
  private final Output output;
  private final int most;
  private final @Nullable BatchExecutor executor;
  private final @Nullable ChannelNetwork channels;
  private final @Nullable BoundNetwork groups;
  private final GroupPass[] channelPasses;
  private final GroupPass[] groupPasses;
  private final int[] inputIndex;
  private final Job job = this::runItem;
  private float[] images = NOTHING;
  private float[] results = NOTHING;
  private int count;
  private int wholeGroups;

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
    this.output = output;
    this.most = most;
    this.executor = executor.orElse(null);
    int workers = executor.map(BatchExecutor::workers).orElse(1);
    channels = ChannelNetwork.of(network, false, simd).orElse(null);
    groups = channels == null || most > FEW ? new BoundNetwork(network, false, conv, simd) : null;
    channelPasses = new GroupPass[channels == null ? 0 : Math.min(workers, most)];
    for (int i = 0; i < channelPasses.length; i++) {
      channelPasses[i] = channels.newPass();
    }
    groupPasses = new GroupPass[groups == null ? 0 : workers];
    for (int i = 0; i < groupPasses.length; i++) {
      groupPasses[i] = groups.newPass();
    }
    inputIndex = channels == null ? new int[0] : inputIndex(channels);
    refresh();
  }

  private static int[] inputIndex(ChannelNetwork channels) {
    int[] index = channels.inputLayout().elementOffsets();
    for (int i = 0; i < index.length; i++) {
      index[i] += channels.inputAt();
    }
    return index;
  }

  /** Packs the weights again: to be called whenever the network's parameters have changed. */
  public void refresh() {
    if (channels != null) {
      channels.prepare();
    }
    if (groups != null) {
      for (int i = 0; i < groups.layers(); i++) {
        groups.prepare(i);
      }
    }
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
   * The results of some images. Allocates nothing.
   *
   * @param newImages {@code [count][C][H][W]}, as the network is to see them; may be longer
   * @param newCount how many images
   * @param newResults receives {@code [count]} times {@link #outputSize()} values; may be longer
   * @throws IllegalArgumentException if an array is too short, or the count below 1 or above what
   *     the constructor was told
   */
  public void predict(float[] newImages, int newCount, float[] newResults) {
    if (newCount < 1 || newCount > most) {
      throw new IllegalArgumentException(
          "A call must have at least 1 image and at most %s. Received: %s"
              .formatted(most, newCount));
    }
    checkLength("The images", newImages, (long) newCount * inputSize());
    checkLength("The results", newResults, (long) newCount * outputSize());
    images = newImages;
    results = newResults;
    count = newCount;
    int rest = count % Lanes.WIDTH;
    boolean single = channels != null && rest <= FEW;
    wholeGroups = single ? count / Lanes.WIDTH : Lanes.groups(count);
    int items = single ? wholeGroups + rest : wholeGroups;
    try {
      if (executor != null) {
        executor.run(job, items);
      } else {
        for (int item = 0; item < items; item++) {
          runItem(item, 0);
        }
      }
    } finally {
      images = NOTHING;
      results = NOTHING;
    }
  }

  private static void checkLength(String what, float[] array, long expected) {
    if (array.length < expected) {
      throw new IllegalArgumentException(
          "%s must have room for all values. Expected: at least %s. Received: %s"
              .formatted(what, expected, array.length));
    }
  }

  private void runItem(int item, int worker) {
    if (item < wholeGroups) {
      runGroup(item, groupPasses[worker]);
    } else {
      runImage(wholeGroups * Lanes.WIDTH + item - wholeGroups, channelPasses[worker]);
    }
  }

  private void runGroup(int group, GroupPass pass) {
    BoundNetwork bound = groups;
    if (bound == null) {
      throw new IllegalStateException("Lane groups were not planned.");
    }
    int first = group * Lanes.WIDTH;
    int inGroup = Lanes.imagesInGroup(count, group);
    pass.begin(inGroup, network.parameters().values(), NOTHING);
    LaneGroups.pack(images, first, inGroup, pass.memory(), bound.inputAt(), bound.inputLayout());
    bound.forward(pass);
    LaneGroups.unpack(
        pass.memory(), bound.outputAt(), bound.outputLayout(), results, first, inGroup);
    for (int i = first; i < first + inGroup; i++) {
      finish(i);
    }
  }

  private void runImage(int image, GroupPass pass) {
    ChannelNetwork bound = channels;
    if (bound == null) {
      throw new IllegalStateException("Single images were not planned.");
    }
    pass.begin(1, network.parameters().values(), NOTHING);
    float[] memory = pass.memory();
    float[] source = images;
    int from = image * inputIndex.length;
    for (int i = 0; i < inputIndex.length; i++) {
      memory[inputIndex[i]] = source[from + i];
    }
    bound.forward(pass);
    int[] index = bound.outputIndex();
    int to = image * index.length;
    for (int i = 0; i < index.length; i++) {
      results[to + i] = memory[index[i]];
    }
    finish(image);
  }

  private void finish(int image) {
    if (output == Output.PROBABILITIES) {
      Probabilities.softmax(results, image * outputSize(), outputSize());
    }
  }
}
