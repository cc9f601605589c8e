package dev.lanewise.bench;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.layers.loss.Result;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.loss.Targets;

/** Softmax cross-entropy with its gradient over a batch's lane groups, ready to run. */
public final class LossWork implements StreamWork {

  private final LossShape shape;
  private final BatchExecutor executor;
  private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();

  /** By worker. */
  private final Result[] results;

  private final Result[] gradients;
  private final Targets[] targets;
  private final double[] sums;
  private final Job job = this::group;

  /**
   * Makes random results and labels.
   *
   * @param shape how many
   * @param executor workers
   */
  public LossWork(LossShape shape, BatchExecutor executor) {
    this.shape = shape;
    this.executor = executor;
    int workers = executor.workers();
    int n = shape.classes() * Lanes.WIDTH;
    results = new Result[workers];
    gradients = new Result[workers];
    targets = new Targets[workers];
    sums = new double[Lanes.groups(shape.batch())];
    for (int worker = 0; worker < workers; worker++) {
      results[worker] = new Result(SpotCheck.values(n + GAP, 51), 0, Lanes.WIDTH, shape.classes());
      gradients[worker] = new Result(new float[n + GAP], 0, Lanes.WIDTH, shape.classes());
      targets[worker] = new Targets(shape.classes());
    }
  }

  @Override
  public String shape() {
    return shape.name();
  }

  @Override
  public String operation() {
    return "softmax-cross-entropy";
  }

  @Override
  public double bytes() {
    return (double) Lanes.groups(shape.batch()) * workingSet();
  }

  @Override
  public long workingSet() {
    return 2L * Float.BYTES * Lanes.WIDTH * shape.classes();
  }

  @Override
  public void run() {
    executor.run(job, sums.length);
  }

  private void group(int group, int worker) {
    Targets target = targets[worker];
    int images = Lanes.imagesInGroup(shape.batch(), group);
    target.beginClasses(images);
    for (int lane = 0; lane < images; lane++) {
      target.label(lane, label(lane));
    }
    sums[group] =
        loss.compute(
            results[worker],
            target,
            gradients[worker],
            1 / loss.normaliser(shape.batch(), shape.classes()));
  }

  private int label(int lane) {
    return CounterRandom.below(52, lane, shape.classes());
  }

  @Override
  public void verify() {
    int last = sums.length - 1;
    for (int worker = 0; worker < results.length; worker++) {
      group(last, worker);
      check(last, worker);
    }
  }

  /** Compares a group's sum and gradients with the formula in double. */
  void check(int group, int worker) {
    int images = Lanes.imagesInGroup(shape.batch(), group);
    float[] x = results[worker].values();
    double sum = 0;
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      double all = 0;
      for (int c = 0; c < shape.classes(); c++) {
        all += Math.exp(x[c * Lanes.WIDTH + lane]);
      }
      boolean image = lane < images;
      sum += image ? Math.log(all) - x[label(lane) * Lanes.WIDTH + lane] : 0;
      for (int c = 0; c < shape.classes(); c++) {
        double share = Math.exp(x[c * Lanes.WIDTH + lane]) / all - (c == label(lane) ? 1 : 0);
        require(
            "gradient " + c + " of image " + lane,
            image ? share / shape.batch() : 0,
            gradients[worker].values()[c * Lanes.WIDTH + lane]);
      }
    }
    require("sum", sum, sums[group]);
  }

  private void require(String what, double expected, double received) {
    if (!(Math.abs(received - expected)
        <= 1e-5 * Math.max(Math.abs(expected), 0.01 / shape.batch()))) {
      throw new IllegalStateException(
          "A measured result must be right. Expected of %s, %s: %s. Received: %s"
              .formatted(shape.name(), what, expected, received));
    }
  }

  /** Gradients by worker; for tests that spoil them. */
  float[] gradient(int worker) {
    return gradients[worker].values();
  }
}
