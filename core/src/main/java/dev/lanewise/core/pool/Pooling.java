package dev.lanewise.core.pool;

import dev.lanewise.core.kernel.GlobalPoolKernel;
import dev.lanewise.core.kernel.PairPoolKernel;
import dev.lanewise.core.kernel.PoolAxis;
import dev.lanewise.core.kernel.PoolKernel;
import dev.lanewise.core.kernel.PoolTables;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Max and average pooling of one lane group at a time. Immutable; calls allocate nothing and may
 * run on several threads at once. Results overwrite the inner pixels and leave the halo as it is.
 */
public final class Pooling {

  private final PoolKernel kernel;
  private final PairPoolKernel pairs;
  private final GlobalPoolKernel global;
  private final boolean inPairs;
  private final boolean isGlobal;
  private final PoolTables tables;
  private final int inputSize;
  private final int outputSize;
  private final int taps;

  /**
   * Lays out the tables.
   *
   * @param simd kernels
   * @param windows what is pooled
   * @param input layout of the input's lane groups, and of its gradient's
   * @param output layout of the output's lane groups, and of its gradient's
   * @throws IllegalArgumentException if a layout's shape is not that of the windows
   */
  public Pooling(Simd simd, PoolWindows windows, LaneLayout input, LaneLayout output) {
    checkShape("input", windows.input(), input.shape());
    checkShape("output", windows.output(), output.shape());
    PoolAxis rows = windows.rows();
    PoolAxis columns = windows.columns();
    kernel = simd.pool();
    pairs = simd.pairPool();
    global = simd.globalPool();
    inPairs = inPairs(rows) && inPairs(columns);
    isGlobal = isGlobal(rows) && isGlobal(columns);
    this.inputSize = input.size();
    this.outputSize = output.size();
    this.taps = output.shape().elements() * Lanes.WIDTH;
    this.tables =
        new PoolTables(
            input.shape().channels(),
            rows,
            columns,
            input.origin(),
            input.rowStride(),
            input.planeStride(),
            output.origin(),
            output.rowStride(),
            output.planeStride());
  }

  /** Whether every window is of two inputs of its own, the first at the first of all. */
  private static boolean inPairs(PoolAxis axis) {
    if (axis.kernel() != 2 || axis.inputs() / 2 != axis.outputs()) {
      return false;
    }
    for (int o = 0; o < axis.outputs(); o++) {
      if (axis.start()[o] != 2 * o || axis.firstTap()[o] != 0 || axis.endTap()[o] != 2) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is one window, which is all inputs and nothing else. */
  private static boolean isGlobal(PoolAxis axis) {
    return axis.outputs() == 1
        && axis.start()[0] == 0
        && axis.endTap()[0] == axis.inputs()
        && axis.divisor()[0] == axis.inputs();
  }

  /** Floats that the taps of one lane group need: a dense {@code [C][Ho][Wo][16]}. */
  public int tapsSize() {
    return taps;
  }

  /**
   * The largest value of each window; padding never wins, the first of equal values does, NaN wins
   * over all.
   *
   * @param rectify whether it is the ReLU before the pooling as well: results below 0 become 0, and
   *     the gradient of one that is not above 0 goes nowhere
   * @param x input
   * @param xAt where its lane group starts
   * @param y output
   * @param yAt where its lane group starts
   * @param taps receives, as a float, the tap of each window that won, {@code ky * kernelWidth +
   *     kx}: what {@link #maxBackward} wants; null if there will be no backward pass
   * @param tapsAt where they start
   * @throws IllegalArgumentException if an array is too short
   */
  public void maxForward(
      boolean rectify,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float @Nullable [] taps,
      int tapsAt) {
    check("x", x, xAt, inputSize);
    check("y", y, yAt, outputSize);
    if (taps != null) {
      check("taps", taps, tapsAt, this.taps);
    }
    if (inPairs) {
      pairsForward(rectify, x, xAt, y, yAt, taps, tapsAt);
    } else {
      kernel.maxForward(tables, rectify, x, xAt, y, yAt, taps, tapsAt);
    }
  }

  private void pairsForward(
      boolean rectify,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float @Nullable [] taps,
      int tapsAt) {
    int windows = tables.columns().outputs();
    for (int c = 0, note = tapsAt; c < tables.channels(); c++) {
      int top = xAt + tables.xOrigin() + c * tables.xPlane();
      int to = yAt + tables.yOrigin() + c * tables.yPlane();
      for (int row = 0; row < tables.rows().outputs(); row++) {
        int bottom = top + tables.xRow();
        if (taps == null) {
          pairs.maxForward(windows, rectify, x, top, bottom, y, to);
        } else {
          pairs.maxForwardTaps(windows, rectify, x, top, bottom, y, to, taps, note);
        }
        top = bottom + tables.xRow();
        to += tables.yRow();
        note += windows * Lanes.WIDTH;
      }
    }
  }

  /**
   * Sends each output's gradient to the input that won.
   *
   * @param dy gradient of the output
   * @param dyAt where its lane group starts
   * @param taps as {@link #maxForward} left them
   * @param tapsAt where they start
   * @param dx gradient of the input, overwritten
   * @param dxAt where its lane group starts
   * @throws IllegalArgumentException if an array is too short
   */
  public void maxBackward(float[] dy, int dyAt, float[] taps, int tapsAt, float[] dx, int dxAt) {
    check("dy", dy, dyAt, outputSize);
    check("taps", taps, tapsAt, this.taps);
    check("dx", dx, dxAt, inputSize);
    if (inPairs) {
      pairsBackward(dy, dyAt, taps, tapsAt, dx, dxAt);
    } else {
      kernel.maxBackward(tables, dy, dyAt, taps, tapsAt, dx, dxAt);
    }
  }

  private void pairsBackward(float[] dy, int dyAt, float[] taps, int tapsAt, float[] dx, int dxAt) {
    int windows = tables.columns().outputs();
    int width = tables.columns().inputs() * Lanes.WIDTH;
    for (int c = 0, note = tapsAt; c < tables.channels(); c++) {
      int from = dyAt + tables.yOrigin() + c * tables.yPlane();
      int top = dxAt + tables.xOrigin() + c * tables.xPlane();
      for (int row = 0; row < tables.rows().outputs(); row++) {
        int bottom = top + tables.xRow();
        pairs.maxBackward(windows, dy, from, taps, note, dx, top, bottom);
        // The pixel of an odd width, or none, that no window has.
        Arrays.fill(dx, top + 2 * windows * Lanes.WIDTH, top + width, 0f);
        Arrays.fill(dx, bottom + 2 * windows * Lanes.WIDTH, bottom + width, 0f);
        top = bottom + tables.xRow();
        from += tables.yRow();
        note += windows * Lanes.WIDTH;
      }
      if (tables.rows().inputs() % 2 != 0) {
        Arrays.fill(dx, top, top + width, 0f);
      }
    }
  }

  /**
   * The mean of each window.
   *
   * @param x input
   * @param xAt where its lane group starts
   * @param y output
   * @param yAt where its lane group starts
   * @throws IllegalArgumentException if an array is too short
   */
  public void averageForward(float[] x, int xAt, float[] y, int yAt) {
    check("x", x, xAt, inputSize);
    check("y", y, yAt, outputSize);
    if (isGlobal) {
      global.averageForward(tables, x, xAt, y, yAt);
    } else {
      kernel.averageForward(tables, x, xAt, y, yAt);
    }
  }

  /**
   * Shares each output's gradient among the inputs of its window.
   *
   * @param dy gradient of the output
   * @param dyAt where its lane group starts
   * @param dx gradient of the input, overwritten
   * @param dxAt where its lane group starts
   * @throws IllegalArgumentException if an array is too short
   */
  public void averageBackward(float[] dy, int dyAt, float[] dx, int dxAt) {
    check("dy", dy, dyAt, outputSize);
    check("dx", dx, dxAt, inputSize);
    if (isGlobal) {
      global.averageBackward(tables, dy, dyAt, dx, dxAt);
    } else {
      kernel.averageBackward(tables, dy, dyAt, dx, dxAt);
    }
  }

  private static void checkShape(String what, Shape expected, Shape received) {
    if (!expected.equals(received)) {
      throw new IllegalArgumentException(
          "The "
              + what
              + "'s layout must have the pooling's shape. Expected: "
              + expected
              + ". Received: "
              + received);
    }
  }

  private static void check(String what, float[] array, int at, int size) {
    if (at < 0 || at > array.length - size) {
      throw new IllegalArgumentException(
          "The array "
              + what
              + " must hold a whole lane group. Expected: "
              + size
              + " floats from "
              + at
              + ". Received: "
              + array.length
              + " floats");
    }
  }
}
