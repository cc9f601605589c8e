package dev.lanewise.bench;

import dev.lanewise.core.kernel.DropoutHash;
import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;

/** A function of each value of a batch's lane groups, ready to run. */
public final class ElementwiseWork implements StreamWork {

  /** Element 12 of a large array is usually the first at a cache line's start. */
  private static final int AT = 12;

  private static final double RATE = 0.5;
  private static final float SCALE = 2;

  private final ElementwiseShape shape;
  private final ElementwiseOperation operation;
  private final BatchExecutor executor;
  private final ElementwiseKernel kernel;
  private final int n;
  private final int threshold = DropoutHash.threshold(RATE);
  private final int[] keyLow = new int[Lanes.WIDTH];
  private final int[] keyHigh = new int[Lanes.WIDTH];

  /** By worker: operand, second operand, result. */
  private final float[][] x;

  private final float[][] dy;
  private final float[][] y;
  private final Job job = this::group;

  /**
   * Makes the operands.
   *
   * @param shape how many values
   * @param operation the function
   * @param executor workers
   * @param simd kernels
   */
  public ElementwiseWork(
      ElementwiseShape shape, ElementwiseOperation operation, BatchExecutor executor, Simd simd) {
    this.shape = shape;
    this.operation = operation;
    this.executor = executor;
    kernel = simd.elementwise();
    n = LaneLayout.dense(shape.input()).size();
    int workers = executor.workers();
    boolean backward = operation == ElementwiseOperation.RELU_BACKWARD;
    x = new float[workers][];
    dy = new float[workers][];
    y = new float[workers][AT + n + GAP];
    for (int worker = 0; worker < workers; worker++) {
      x[worker] = SpotCheck.values(AT + n + GAP, 41);
      dy[worker] = backward ? SpotCheck.values(AT + n + GAP, 42) : new float[0];
    }
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      keyLow[lane] = 1 + lane * 0x9e37;
      keyHigh[lane] = ~lane;
    }
  }

  @Override
  public String shape() {
    return shape.name();
  }

  @Override
  public String operation() {
    return operation.toString();
  }

  @Override
  public double bytes() {
    return (double) Lanes.groups(shape.batch()) * Float.BYTES * n * operation.moves();
  }

  @Override
  public long workingSet() {
    int arrays = operation == ElementwiseOperation.RELU_BACKWARD ? 3 : 2;
    return (long) Float.BYTES * n * arrays;
  }

  @Override
  public void run() {
    executor.run(job, Lanes.groups(shape.batch()));
  }

  private void group(int group, int worker) {
    float[] from = x[worker];
    float[] to = y[worker];
    switch (operation) {
      case RELU -> kernel.relu(from, AT, to, AT, n);
      case RELU_BACKWARD -> kernel.reluBackward(from, AT, dy[worker], AT, to, AT, n);
      case SIGMOID -> kernel.sigmoid(from, AT, to, AT, n);
      case TANH -> kernel.tanh(from, AT, to, AT, n);
      case ADD -> kernel.add(from, AT, to, AT, n);
      case DROPOUT -> kernel.dropout(from, AT, to, AT, n, keyLow, keyHigh, 0, threshold, SCALE);
    }
  }

  @Override
  public void verify() {
    for (int worker = 0; worker < x.length; worker++) {
      float[] before = y[worker].clone();
      group(0, worker);
      check(worker, before);
    }
  }

  /** Compares a worker's values with the function in double, to a few units in the last place. */
  void check(int worker, float[] before) {
    for (int i = 0; i < n; i++) {
      double value = x[worker][AT + i];
      double expected =
          switch (operation) {
            case RELU -> Math.max(value, 0);
            case RELU_BACKWARD -> value > 0 ? dy[worker][AT + i] : 0;
            case SIGMOID -> 1 / (1 + Math.exp(-value));
            case TANH -> Math.tanh(value);
            case ADD -> (float) (before[AT + i] + value);
            case DROPOUT -> isKept(i) ? SCALE * value : 0;
          };
      float received = y[worker][AT + i];
      if (!(Math.abs(received - expected) <= 1e-6 * Math.abs(expected))) {
        throw new IllegalStateException(
            "A measured result must be right. Expected of %s %s, value %s: %s. Received: %s"
                .formatted(shape.name(), operation, i, expected, received));
      }
    }
  }

  private boolean isKept(int i) {
    int lane = i % Lanes.WIDTH;
    int hash = DropoutHash.of(keyLow[lane], keyHigh[lane], i / Lanes.WIDTH);
    return Integer.compareUnsigned(hash, threshold) >= 0;
  }

  /** What is written, by worker; for tests that spoil it. */
  float[][] results() {
    return y;
  }
}
