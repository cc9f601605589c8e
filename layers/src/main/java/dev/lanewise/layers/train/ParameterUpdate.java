package dev.lanewise.layers.train;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.core.parallel.OrderedSum;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.optim.GradientClip;
import dev.lanewise.layers.optim.GradientNorm;
import dev.lanewise.layers.optim.GroupedOptimizer;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.Penalties;
import dev.lanewise.layers.optim.WeightAverage;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The last part of a step: sums the shards' gradients, clips them, changes the parameters and
 * clears the shards, chunk by chunk. A norm needs all sums before the first change.
 */
final class ParameterUpdate {

  /** Parameters that an item of the update sums and changes. */
  private static final int CHUNK = 1 << 14;

  /** Parameters that are summed, used and cleared while their gradients are in the first cache. */
  private static final int PIECE = 1 << 11;

  /** Fewer parameters than this, of one shard, are changed sooner than another worker wakes. */
  private static final int WAKING_PAYS = 1 << 17;

  private final float[] values;
  private final GroupedOptimizer optimizer;
  private final Penalties penalties;
  private final @Nullable GradientClip clip;
  private final @Nullable GradientNorm norm;
  private final @Nullable WeightAverage average;
  private final StepRunner runner;
  private final BatchExecutor executor;
  private final float[][] slots;

  /** The last step in which each chunk was summed, and changed. */
  private final long[] summed;

  private final long[] updated;
  private final Job sumJob = (chunk, worker) -> sumChunk(chunk);
  private final Job updateJob = (chunk, worker) -> updateChunk(chunk);
  private final Job allJob = (item, worker) -> all();
  private long step;
  private double rate;
  private double momentum;
  private double factor = 1;

  ParameterUpdate(
      Network network,
      Optimizer rule,
      UpdateOptions options,
      StepRunner runner,
      BatchExecutor executor) {
    values = network.parameters().values();
    optimizer = new GroupedOptimizer(rule, options.groups(), network.parameters());
    penalties = new Penalties(options.penalties(), network.parameters());
    clip = options.clip().orElse(null);
    norm =
        clip instanceof GradientClip.ByNorm byNorm
            ? new GradientNorm(byNorm.norm(), values.length, CHUNK)
            : null;
    average =
        options.average().isPresent()
            ? new WeightAverage(options.average().getAsDouble(), values.length)
            : null;
    this.runner = runner;
    this.executor = executor;
    slots = new float[rule.slots()][values.length];
    int chunks = (values.length + CHUNK - 1) / CHUNK;
    summed = new long[chunks];
    updated = new long[chunks];
  }

  /**
   * Changes the parameters by the gradients of the runner's last batch.
   *
   * @param newStep the step's number, from 1
   * @param newRate its learning rate
   * @param newMomentum its momentum
   * @throws CancellationException if the thread is interrupted; the update is complete all the same
   */
  void apply(long newStep, double newRate, double newMomentum) {
    step = newStep;
    rate = newRate;
    momentum = newMomentum;
    try {
      if (runner.shards() == 1 && values.length < WAKING_PAYS) {
        executor.run(allJob, 1);
      } else {
        if (norm != null) {
          executor.run(sumJob, summed.length);
          measure();
        }
        executor.run(updateJob, updated.length);
      }
    } catch (CancellationException e) {
      // A step is done as a whole or not at all: what is left follows here.
      all();
      throw e;
    }
  }

  /** What the optimizer keeps for each parameter; writing to the arrays changes it. */
  float[][] slots() {
    return slots;
  }

  /** The averages; writing to the array changes them. Empty if there are none. */
  float[] averages() {
    return average == null ? new float[0] : average.values();
  }

  /** Exchanges parameters and averages, if there are any: before measuring, and to go on. */
  void swapAverages() {
    if (average != null) {
      average.swap(values);
    }
  }

  private void all() {
    if (norm != null) {
      for (int chunk = 0; chunk < summed.length; chunk++) {
        sumChunk(chunk);
      }
      measure();
    }
    for (int chunk = 0; chunk < updated.length; chunk++) {
      updateChunk(chunk);
    }
  }

  private void measure() {
    if (norm != null && clip instanceof GradientClip.ByNorm byNorm) {
      factor = byNorm.factor(norm.total());
    }
  }

  private void sumChunk(int chunk) {
    if (summed[chunk] == step || norm == null) {
      return;
    }
    OrderedSum.sum(runner.gradients(), runner.shards(), chunk * CHUNK, end(chunk));
    penalties.add(values, runner.gradients()[0], chunk * CHUNK, end(chunk));
    norm.measure(chunk, runner.gradients()[0]);
    summed[chunk] = step;
  }

  private int end(int chunk) {
    return Math.min(values.length, (chunk + 1) * CHUNK);
  }

  private void updateChunk(int chunk) {
    if (updated[chunk] == step) {
      return;
    }
    float[][] gradients = runner.gradients();
    int shards = runner.shards();
    int end = end(chunk);
    for (int from = chunk * CHUNK; from < end; from += PIECE) {
      int to = Math.min(end, from + PIECE);
      if (norm == null) {
        OrderedSum.sum(gradients, shards, from, to);
        penalties.add(values, gradients[0], from, to);
      } else {
        GradientClip.ByNorm.scale(gradients[0], factor, from, to);
      }
      if (clip instanceof GradientClip.ByValue byValue) {
        byValue.apply(gradients[0], from, to);
      }
      optimizer.update(step, rate, momentum, values, gradients[0], slots, from, to);
      if (average != null) {
        average.update(step, values, from, to);
      }
      for (int s = 0; s < shards; s++) {
        Arrays.fill(gradients[s], from, to, 0f);
      }
    }
    updated[chunk] = step;
  }
}
