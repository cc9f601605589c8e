package dev.lanewise.bench;

import dev.lanewise.core.conv.ConvGeometry;
import dev.lanewise.core.conv.Convolution;
import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import java.util.Arrays;

/**
 * One pass of a convolution over a batch of random images in lane groups, ready to run. The groups
 * are distributed over the executor's workers.
 */
public final class ConvWork {

  private final ConvShape shape;
  private final ConvPass pass;
  private final BatchExecutor executor;
  private final ConvGeometry geometry;
  private final Convolution convolution;
  private final LaneLayout x;
  private final LaneLayout dy;
  private final float[] weights;
  private final float[][] left;
  private final float[][] right;
  private final float[][] result;
  private final float[][] scratch;
  private final Job job = this::group;

  /** Plans a pass that takes {@link ConvAlgorithm#AUTO}, and makes its operands. */
  public ConvWork(ConvShape shape, ConvPass pass, BatchExecutor executor, Simd simd) {
    this(shape, pass, ConvAlgorithm.AUTO, executor, simd);
  }

  /**
   * Plans a pass and makes its operands.
   *
   * @param shape the convolution, which has no bias
   * @param pass what to compute
   * @param algorithm how to compute it
   * @param executor workers
   * @param simd kernels
   */
  public ConvWork(
      ConvShape shape, ConvPass pass, ConvAlgorithm algorithm, BatchExecutor executor, Simd simd) {
    this.shape = shape;
    this.pass = pass;
    this.executor = executor;
    geometry = shape.geometry();
    x = new LaneLayout(geometry.input(), geometry.inputHalo());
    dy = new LaneLayout(geometry.output(), geometry.gradientHalo());
    LaneLayout y = LaneLayout.dense(geometry.output());
    LaneLayout dx = LaneLayout.dense(geometry.input());
    convolution =
        new Convolution(
            geometry,
            new Convolution.Layouts(x, y, dy, dx),
            Bias.NONE,
            Convolution.Columns.VIRTUAL,
            algorithm,
            simd);
    weights = SpotCheck.values(geometry.weights(), 3);
    int groups = Lanes.groups(shape.batch());
    left = pass == ConvPass.BACKWARD_DATA ? new float[0][] : images(x, 4);
    right = pass == ConvPass.FORWARD ? new float[0][] : images(dy, 5);
    int size =
        switch (pass) {
          case FORWARD -> y.size();
          case BACKWARD_DATA -> dx.size();
          case BACKWARD_WEIGHTS -> geometry.weights();
        };
    result = new float[groups][size];
    scratch = new float[executor.workers()][convolution.scratchSize()];
  }

  /** Random images in lane groups; the halo, and lanes without an image, are zero. */
  private float[][] images(LaneLayout layout, long key) {
    Shape image = layout.shape();
    float[][] groups = new float[Lanes.groups(shape.batch())][layout.size()];
    int[] pixels = layout.pixelOffsets();
    for (int g = 0; g < groups.length; g++) {
      long groupKey = CounterRandom.key(key, g);
      int images = Lanes.imagesInGroup(shape.batch(), g);
      for (int c = 0; c < image.channels(); c++) {
        for (int pixel : pixels) {
          int at = pixel + c * layout.planeStride();
          for (int lane = 0; lane < images; lane++) {
            groups[g][at + lane] = SpotCheck.value(groupKey, at + lane);
          }
        }
      }
    }
    return groups;
  }

  /**
   * Runs the pass over the batch.
   *
   * @return the results' arrays, the same at each call; a weight gradient is added to what they
   *     hold
   */
  public float[][] run() {
    if (pass != ConvPass.BACKWARD_WEIGHTS) {
      convolution.prepare(weights, 0, weights, 0, pass == ConvPass.BACKWARD_DATA);
    }
    executor.run(job, result.length);
    return result;
  }

  private void group(int g, int worker) {
    float[] own = scratch[worker];
    switch (pass) {
      case FORWARD -> convolution.forward(left[g], 0, result[g], 0, own);
      case BACKWARD_DATA -> convolution.backwardData(right[g], 0, result[g], 0, own);
      case BACKWARD_WEIGHTS ->
          convolution.backwardWeights(left[g], 0, right[g], 0, result[g], 0, weights, 0, own);
    }
  }

  /**
   * Runs the pass once and compares some of its values with sums in double.
   *
   * @throws IllegalStateException if one is wrong
   */
  public void verify() {
    for (float[] group : result) {
      Arrays.fill(group, 0f);
    }
    run();
    check();
  }

  /** Compares some of the values that the first run left. */
  void check() {
    for (int spot = 0; spot < SpotCheck.SPOTS; spot++) {
      switch (pass) {
        case FORWARD -> checkOutput(spot);
        case BACKWARD_DATA -> checkInputGradient(spot);
        case BACKWARD_WEIGHTS -> checkWeightGradient(spot);
      }
    }
  }

  private void checkOutput(int spot) {
    Shape out = geometry.output();
    int n = SpotCheck.index(spot, 0, shape.batch());
    int o = SpotCheck.index(spot, 1, out.channels());
    int row = SpotCheck.index(spot, 2, out.height());
    int column = SpotCheck.index(spot, 3, out.width());
    SpotCheck check = new SpotCheck();
    int first = shape.firstInput(o);
    for (int c = 0; c < shape.groupInputs(); c++) {
      for (int ky = 0; ky < shape.kernel(); ky++) {
        for (int kx = 0; kx < shape.kernel(); kx++) {
          check.add(weight(weights, o, c, ky, kx), pixel(n, first + c, row, column, ky, kx));
        }
      }
    }
    LaneLayout y = LaneLayout.dense(out);
    check.normwise(geometry.depth());
    compare(check, spot, at(result, y, n, o, row, column));
  }

  private void checkInputGradient(int spot) {
    Shape in = geometry.input();
    Shape out = geometry.output();
    int n = SpotCheck.index(spot, 0, shape.batch());
    int c = SpotCheck.index(spot, 1, in.channels());
    int row = SpotCheck.index(spot, 2, in.height());
    int column = SpotCheck.index(spot, 3, in.width());
    int perGroup = out.channels() / shape.groups();
    int first = c / shape.groupInputs() * perGroup;
    SpotCheck check = new SpotCheck();
    for (int ky = 0; ky < shape.kernel(); ky++) {
      for (int kx = 0; kx < shape.kernel(); kx++) {
        int down = row + shape.padding() - ky;
        int along = column + shape.padding() - kx;
        int oy = Math.floorDiv(down, shape.stride());
        int ox = Math.floorDiv(along, shape.stride());
        boolean hit = down % shape.stride() == 0 && along % shape.stride() == 0;
        if (hit && oy >= 0 && oy < out.height() && ox >= 0 && ox < out.width()) {
          for (int o = first; o < first + perGroup; o++) {
            check.add(
                weight(weights, o, c % shape.groupInputs(), ky, kx), at(right, dy, n, o, oy, ox));
          }
        }
      }
    }
    check.normwise(perGroup * shape.kernel() * shape.kernel());
    compare(check, spot, at(result, LaneLayout.dense(in), n, c, row, column));
  }

  private void checkWeightGradient(int spot) {
    Shape out = geometry.output();
    int o = SpotCheck.index(spot, 0, out.channels());
    int c = SpotCheck.index(spot, 1, shape.groupInputs());
    int ky = SpotCheck.index(spot, 2, shape.kernel());
    int kx = SpotCheck.index(spot, 3, shape.kernel());
    SpotCheck check = new SpotCheck();
    for (int n = 0; n < shape.batch(); n++) {
      for (int row = 0; row < out.height(); row++) {
        for (int column = 0; column < out.width(); column++) {
          check.add(
              at(right, dy, n, o, row, column),
              pixel(n, shape.firstInput(o) + c, row, column, ky, kx));
        }
      }
    }
    check.normwise(shape.batch() * out.pixels());
    float sum = 0;
    for (float[] shard : result) {
      sum += weight(shard, o, c, ky, kx);
    }
    compare(check, spot, sum);
  }

  private void compare(SpotCheck check, int spot, float received) {
    check.compare("%s %s, spot %s".formatted(shape.name(), pass, spot), received);
  }

  /** The weight of an output channel and of an input channel, counted within its group. */
  private float weight(float[] values, int o, int c, int ky, int kx) {
    return values[((o * shape.groupInputs() + c) * shape.kernel() + ky) * shape.kernel() + kx];
  }

  /** The input's value that a tap sees at an output position; 0 in the padding. */
  private float pixel(int n, int c, int row, int column, int ky, int kx) {
    int iy = row * shape.stride() + ky - shape.padding();
    int ix = column * shape.stride() + kx - shape.padding();
    Shape in = geometry.input();
    boolean inside = iy >= 0 && iy < in.height() && ix >= 0 && ix < in.width();
    return inside ? at(left, x, n, c, iy, ix) : 0f;
  }

  private static float at(float[][] groups, LaneLayout layout, int n, int c, int row, int column) {
    return groups[n / Lanes.WIDTH][layout.offset(c, row, column) + n % Lanes.WIDTH];
  }
}
