package dev.lanewise.bench;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.core.pool.PoolGeometry;
import dev.lanewise.core.pool.Pooling;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;

/** One pass of a pooling over a batch's lane groups, ready to run. */
public final class PoolWork implements StreamWork {

  /** Element 12 of a large array is usually the first at a cache line's start. */
  private static final int AT = 12;

  private final PoolShape shape;
  private final PoolPass pass;
  private final BatchExecutor executor;
  private final Pooling pooling;
  private final LaneLayout in;
  private final LaneLayout out;

  /** By worker: the large side, the small side, which of the large side's values won. */
  private final float[][] large;

  private final float[][] small;
  private final float[][] taps;
  private final Job job = this::group;

  /**
   * Plans a pass and makes its operands.
   *
   * @param shape the pooling
   * @param pass what to compute
   * @param executor workers
   * @param simd kernels
   */
  public PoolWork(PoolShape shape, PoolPass pass, BatchExecutor executor, Simd simd) {
    this.shape = shape;
    this.pass = pass;
    this.executor = executor;
    PoolGeometry geometry = shape.geometry();
    in = LaneLayout.dense(geometry.input());
    out = LaneLayout.dense(geometry.output());
    pooling = new Pooling(simd, geometry, in, out);
    int workers = executor.workers();
    large = new float[workers][];
    small = new float[workers][];
    taps = new float[workers][];
    for (int worker = 0; worker < workers; worker++) {
      large[worker] = SpotCheck.values(AT + in.size(), 31);
      small[worker] = SpotCheck.values(AT + out.size(), 32);
      taps[worker] = new float[isMax() ? AT + pooling.tapsSize() : 0];
      if (pass == PoolPass.MAX_BACKWARD) {
        float[] largest = new float[AT + out.size()];
        pooling.maxForward(false, large[worker], AT, largest, AT, taps[worker], AT);
      }
    }
  }

  private boolean isMax() {
    return pass == PoolPass.MAX_FORWARD || pass == PoolPass.MAX_BACKWARD;
  }

  @Override
  public String shape() {
    return shape.name();
  }

  @Override
  public String operation() {
    return pass.toString();
  }

  @Override
  public double bytes() {
    return (double) Lanes.groups(shape.batch()) * workingSet();
  }

  @Override
  public long workingSet() {
    return (long) Float.BYTES * (in.size() + out.size() + (isMax() ? pooling.tapsSize() : 0));
  }

  @Override
  public void run() {
    executor.run(job, Lanes.groups(shape.batch()));
  }

  private void group(int group, int worker) {
    float[] x = large[worker];
    float[] y = small[worker];
    switch (pass) {
      case MAX_FORWARD -> pooling.maxForward(false, x, AT, y, AT, taps[worker], AT);
      case MAX_BACKWARD -> pooling.maxBackward(y, AT, taps[worker], AT, x, AT);
      case AVERAGE_FORWARD -> pooling.averageForward(x, AT, y, AT);
      case AVERAGE_BACKWARD -> pooling.averageBackward(y, AT, x, AT);
    }
  }

  @Override
  public void verify() {
    // A backward pass has written over the values that the winners were chosen from.
    float[] x = SpotCheck.values(AT + in.size(), 31);
    for (int worker = 0; worker < large.length; worker++) {
      group(0, worker);
      check(worker, x);
    }
  }

  /** Compares some of the values that a worker's last group left. */
  void check(int worker, float[] x) {
    boolean forward = pass == PoolPass.MAX_FORWARD || pass == PoolPass.AVERAGE_FORWARD;
    Shape side = forward ? out.shape() : in.shape();
    for (int spot = 0; spot < SpotCheck.SPOTS; spot++) {
      int c = SpotCheck.index(spot, 0, side.channels());
      int row = SpotCheck.index(spot, 1, side.height());
      int column = SpotCheck.index(spot, 2, side.width());
      int lane = SpotCheck.index(spot, 3, Lanes.WIDTH);
      SpotCheck check = new SpotCheck();
      float received;
      if (forward) {
        window(check, x, c, row, column, lane);
        received = small[worker][AT + out.offset(c, row, column) + lane];
      } else {
        gradient(check, x, worker, c, row, column, lane);
        received = large[worker][AT + in.offset(c, row, column) + lane];
      }
      check.compare("%s %s, spot %s".formatted(shape.name(), pass, spot), received);
    }
  }

  /** Adds what a window gives: its largest value, or its mean term by term. */
  private void window(SpotCheck check, float[] x, int c, int row, int column, int lane) {
    if (pass == PoolPass.MAX_FORWARD) {
      check.add(1f, x[winner(x, c, row, column, lane)]);
      return;
    }
    for (int ky = 0; ky < shape.kernel(); ky++) {
      for (int kx = 0; kx < shape.kernel(); kx++) {
        int iy = row * shape.stride() - shape.padding() + ky;
        int ix = column * shape.stride() - shape.padding() + kx;
        if (inside(iy, ix)) {
          check.add(share(), x[AT + in.offset(c, iy, ix) + lane]);
        }
      }
    }
  }

  /** Adds what each window sends to one value of the large side. */
  private void gradient(
      SpotCheck check, float[] x, int worker, int c, int row, int column, int lane) {
    int target = AT + in.offset(c, row, column) + lane;
    for (int oy = 0; oy < out.shape().height(); oy++) {
      for (int ox = 0; ox < out.shape().width(); ox++) {
        int down = row + shape.padding() - oy * shape.stride();
        int along = column + shape.padding() - ox * shape.stride();
        boolean covers = down >= 0 && down < shape.kernel() && along >= 0 && along < shape.kernel();
        if (covers && (!isMax() || winner(x, c, oy, ox, lane) == target)) {
          check.add(isMax() ? 1f : share(), small[worker][AT + out.offset(c, oy, ox) + lane]);
        }
      }
    }
  }

  private float share() {
    return 1f / (shape.kernel() * shape.kernel());
  }

  private boolean inside(int row, int column) {
    return row >= 0 && row < in.shape().height() && column >= 0 && column < in.shape().width();
  }

  /** Index of a window's largest value, the first of equal ones. */
  private int winner(float[] x, int c, int row, int column, int lane) {
    int best = -1;
    for (int ky = 0; ky < shape.kernel(); ky++) {
      for (int kx = 0; kx < shape.kernel(); kx++) {
        int iy = row * shape.stride() - shape.padding() + ky;
        int ix = column * shape.stride() - shape.padding() + kx;
        if (inside(iy, ix)) {
          int at = AT + in.offset(c, iy, ix) + lane;
          best = best < 0 || x[at] > x[best] ? at : best;
        }
      }
    }
    return best;
  }

  /** The values that winners are chosen from; for tests. */
  float[] input() {
    return large[0];
  }

  /** What the pass writes, by worker; for tests that spoil it. */
  float[][] results() {
    boolean forward = pass == PoolPass.MAX_FORWARD || pass == PoolPass.AVERAGE_FORWARD;
    return forward ? small : large;
  }
}
