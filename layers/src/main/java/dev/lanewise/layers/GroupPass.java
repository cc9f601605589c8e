package dev.lanewise.layers;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Lanes;

/**
 * One worker's memory, and which lane group it is working on. A worker keeps one object and takes
 * group after group through it.
 */
public final class GroupPass {

  private final float[] memory;
  private final double[] statistics;
  private final GroupPass[] alone = {this};
  private float[] scratch;
  private final long[] sampleKeys = new long[Lanes.WIDTH];
  private final int[] keyLow = new int[Lanes.WIDTH];
  private final int[] keyHigh = new int[Lanes.WIDTH];
  private float[] parameters = {};
  private float[] gradients = {};
  private int images;

  /**
   * Memory for groups of a network without statistics of batches.
   *
   * @param memorySize floats of the plan
   * @param scratchSize floats whose content means nothing between two calls
   */
  public GroupPass(int memorySize, int scratchSize) {
    this(memorySize, scratchSize, 0);
  }

  /**
   * Memory for groups of a network.
   *
   * @param memorySize floats of the plan
   * @param scratchSize floats whose content means nothing between two calls
   * @param statisticsSize sums that batches are made of
   */
  public GroupPass(int memorySize, int scratchSize, int statisticsSize) {
    memory = new float[memorySize];
    scratch = new float[scratchSize];
    statistics = new double[statisticsSize];
  }

  /** Activations, their gradients and the layers' state. */
  public float[] memory() {
    return memory;
  }

  /** Memory whose content means nothing between two calls. */
  public float[] scratch() {
    return scratch;
  }

  /** Takes other scratch memory: of passes that one worker runs in turn, one's is enough. */
  public void useScratch(float[] newScratch) {
    scratch = newScratch;
  }

  /** Sums over this group that a batch's are made of, where each {@link BatchOp} was told. */
  public double[] statistics() {
    return statistics;
  }

  /** A batch of this group alone. */
  public GroupPass[] alone() {
    return alone;
  }

  /** All parameters of the network. */
  public float[] parameters() {
    return parameters;
  }

  /** Where gradients of parameters are added, laid out like the parameters. */
  public float[] gradients() {
    return gradients;
  }

  /** Images in the group, in lanes {@code 0 .. images - 1}. */
  public int images() {
    return images;
  }

  /** Starts on another group. */
  public void begin(int images, float[] parameters, float[] gradients) {
    this.images = images;
    this.parameters = parameters;
    this.gradients = gradients;
  }

  /** Sets the key of the random numbers of the image in a lane. */
  public void sampleKey(int lane, long key) {
    sampleKeys[lane] = key;
  }

  /** Derives the keys of a layer's random numbers, one a lane, for the two methods below. */
  public void deriveKeys(int layer) {
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      long key = CounterRandom.key(sampleKeys[lane], layer);
      keyLow[lane] = (int) key;
      keyHigh[lane] = (int) (key >>> 32);
    }
  }

  /** Lower halves of the keys that {@link #deriveKeys} made. */
  public int[] keyLow() {
    return keyLow;
  }

  /** Upper halves of the keys that {@link #deriveKeys} made. */
  public int[] keyHigh() {
    return keyHigh;
  }
}
