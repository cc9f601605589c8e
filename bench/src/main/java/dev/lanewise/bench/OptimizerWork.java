package dev.lanewise.bench;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.layers.optim.Optimizer;
import java.util.Arrays;

/** Updates of random parameters by random gradients, ready to run. */
public final class OptimizerWork implements StreamWork {

  /** So small that values stay what they are, which changes no figure. */
  static final double RATE = 1e-6;

  /** Parameters of an item, as in training. */
  private static final int CHUNK = 1 << 14;

  /** Steps that are compared. */
  private static final int CHECKED_STEPS = 3;

  private final OptimizerShape shape;
  private final BatchExecutor executor;
  private final Optimizer optimizer;
  private final float[] values;
  private final float[] gradients;
  private final float[][] slots;
  private final int items;
  private final Job job = this::chunk;
  private long step;

  /**
   * Makes parameters and gradients.
   *
   * @param shape how many, and how they are updated
   * @param executor workers
   */
  public OptimizerWork(OptimizerShape shape, BatchExecutor executor) {
    this.shape = shape;
    this.executor = executor;
    optimizer = shape.rule().optimizer();
    values = SpotCheck.values(shape.values(), 61);
    gradients = SpotCheck.values(shape.values(), 62);
    slots = new float[optimizer.slots()][shape.values()];
    items = Math.ceilDiv(shape.values(), CHUNK);
  }

  @Override
  public String shape() {
    return String.valueOf(shape.values());
  }

  @Override
  public String operation() {
    return shape.rule().toString();
  }

  @Override
  public double bytes() {
    return (double) Float.BYTES * shape.rule().moves() * shape.values();
  }

  @Override
  public long workingSet() {
    return (long) Float.BYTES * (2 + slots.length) * shape.values();
  }

  @Override
  public void run() {
    step++;
    executor.run(job, items);
  }

  private void chunk(int item, int worker) {
    int from = item * CHUNK;
    int to = Math.min(values.length, from + CHUNK);
    optimizer.update(step, optimizer.learningRate(), values, gradients, slots, from, to);
  }

  @Override
  public void verify() {
    System.arraycopy(SpotCheck.values(values.length, 61), 0, values, 0, values.length);
    for (float[] slot : slots) {
      Arrays.fill(slot, 0f);
    }
    step = 0;
    for (int i = 0; i < CHECKED_STEPS; i++) {
      run();
    }
    check();
  }

  /** Compares some of the values and slots that the first three steps left. */
  void check() {
    float[] initial = SpotCheck.values(values.length, 61);
    for (int spot = 0; spot < SpotCheck.SPOTS; spot++) {
      int i = SpotCheck.index(spot, 0, values.length);
      double g = gradients[i];
      switch (shape.rule()) {
        case MOMENTUM -> {
          double velocity = 0;
          double value = initial[i];
          for (int t = 1; t <= CHECKED_STEPS; t++) {
            velocity = 0.9 * velocity + g;
            value -= RATE * velocity;
          }
          require(i, value, values[i], 1);
          require(i, velocity, slots[0][i], Math.abs(velocity));
        }
        case ADAM -> {
          double mean = 0;
          double square = 0;
          double value = initial[i];
          for (int t = 1; t <= CHECKED_STEPS; t++) {
            mean = 0.9 * mean + 0.1 * g;
            square = 0.999 * square + 0.001 * g * g;
            double root = Math.sqrt(square / (1 - Math.pow(0.999, t)));
            value -= RATE * mean / (1 - Math.pow(0.9, t)) / (root + 1e-8);
          }
          require(i, value, values[i], 1);
          require(i, mean, slots[0][i], Math.abs(mean));
          require(i, square, slots[1][i], square);
        }
      }
    }
  }

  private void require(int index, double expected, double received, double magnitude) {
    if (!(Math.abs(received - expected) <= 1e-6 * magnitude)) {
      throw new IllegalStateException(
          "A measured result must be right. Expected of %s, value %s: %s. Received: %s"
              .formatted(shape.name(), index, expected, received));
    }
  }

  /** What the rule remembers; for tests that spoil it. */
  float[][] slots() {
    return slots;
  }
}
