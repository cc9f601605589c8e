package dev.lanewise.layers.train;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.plan.BoundNetwork;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a {@link Predictor} works with: which images it is about, and memory for the
 * calling thread, which is reserved when the pass is first used.
 */
final class PredictorPass {

  private static final float[] NOTHING = {};

  /**
   * What is the same for all calls.
   *
   * @param inputIndex where each value of an image lies for channels as lanes
   * @param outputIndex where each value of its result lies
   * @param outputSize values of one image's result
   * @param probabilities whether results go through a softmax
   * @param executor workers that share the images of a call; null for the caller alone
   * @param helpers memory of each of its workers but the caller
   */
  record Setting(
      int[] inputIndex,
      int[] outputIndex,
      int outputSize,
      boolean probabilities,
      @Nullable BatchExecutor executor,
      Memory[] helpers) {}

  /** A worker's memory. */
  static final class Memory {

    private @Nullable GroupPass channels;
    private @Nullable GroupPass groups;

    /** Reserves all memory that a worker may want. */
    void reserve(PackedWeights weights) {
      if (weights.channels() != null) {
        channels(weights.channels());
      }
      if (weights.groups() != null) {
        groups(weights.groups());
      }
    }

    private GroupPass channels(BoundNetwork bound) {
      GroupPass pass = channels;
      if (pass == null) {
        pass = bound.newPass();
        channels = pass;
      }
      return pass;
    }

    private GroupPass groups(BoundNetwork bound) {
      GroupPass pass = groups;
      if (pass == null) {
        pass = bound.newPass();
        groups = pass;
      }
      return pass;
    }
  }

  private final Setting setting;
  private final Memory own = new Memory();
  private final Job job = this::runItem;
  private @Nullable PackedWeights weights;
  private float[] images = NOTHING;
  private float[] results = NOTHING;
  private int count;
  private int wholeGroups;

  PredictorPass(Setting setting) {
    this.setting = setting;
  }

  /** The calling thread's memory. */
  Memory own() {
    return own;
  }

  /** Runs a call; the arguments are right. */
  void run(PackedWeights newWeights, float[] newImages, int newCount, float[] newResults) {
    weights = newWeights;
    images = newImages;
    results = newResults;
    count = newCount;
    int rest = count % Lanes.WIDTH;
    boolean single = newWeights.channels() != null && rest <= Predictor.FEW;
    wholeGroups = single ? count / Lanes.WIDTH : Lanes.groups(count);
    int items = single ? wholeGroups + rest : wholeGroups;
    try {
      BatchExecutor executor = setting.executor();
      // Workers that have another job, perhaps the one that this call comes from, can't help.
      if (executor == null || !executor.tryRun(job, items)) {
        for (int item = 0; item < items; item++) {
          runItem(item, 0);
        }
      }
    } finally {
      weights = null;
      images = NOTHING;
      results = NOTHING;
    }
  }

  private void runItem(int item, int worker) {
    PackedWeights packed = weights;
    if (packed == null) {
      throw new IllegalStateException("A pass must have weights.");
    }
    Memory memory = worker == 0 ? own : setting.helpers()[worker - 1];
    if (item < wholeGroups) {
      runGroup(item, packed, memory);
    } else {
      runImage(wholeGroups * Lanes.WIDTH + item - wholeGroups, packed, memory);
    }
  }

  private void runGroup(int group, PackedWeights packed, Memory memory) {
    BoundNetwork bound = packed.groups();
    if (bound == null) {
      throw new IllegalStateException("Lane groups were not planned.");
    }
    GroupPass pass = memory.groups(bound);
    int first = group * Lanes.WIDTH;
    int inGroup = Lanes.imagesInGroup(count, group);
    pass.begin(inGroup, packed.parameters(), NOTHING);
    LaneGroups.pack(
        images, first, inGroup, pass.memory(), bound.input().at(), bound.input().lanes());
    bound.forward(pass);
    LaneGroups.unpack(
        pass.memory(), bound.output().at(), bound.output().lanes(), results, first, inGroup);
    for (int i = first; i < first + inGroup; i++) {
      finish(i);
    }
  }

  private void runImage(int image, PackedWeights packed, Memory memory) {
    BoundNetwork bound = packed.channels();
    if (bound == null) {
      throw new IllegalStateException("Single images were not planned.");
    }
    GroupPass pass = memory.channels(bound);
    pass.begin(1, packed.parameters(), NOTHING);
    float[] values = pass.memory();
    float[] source = images;
    int[] inputIndex = setting.inputIndex();
    int from = image * inputIndex.length;
    for (int i = 0; i < inputIndex.length; i++) {
      values[inputIndex[i]] = source[from + i];
    }
    bound.forward(pass);
    int[] index = setting.outputIndex();
    int to = image * index.length;
    for (int i = 0; i < index.length; i++) {
      results[to + i] = values[index[i]];
    }
    finish(image);
  }

  private void finish(int image) {
    if (setting.probabilities()) {
      Probabilities.softmax(results, image * setting.outputSize(), setting.outputSize());
    }
  }
}
