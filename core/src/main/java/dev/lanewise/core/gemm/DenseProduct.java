package dev.lanewise.core.gemm;

import dev.lanewise.core.kernel.ProductKernel;
import dev.lanewise.core.kernel.ProductTables;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Lanes;
import java.util.Arrays;

/**
 * The three products of a dense layer {@code y = W x + b} on a lane group: weights {@code
 * [outputs][inputs]}, values {@code [inputs][16]} and {@code [outputs][16]}. After {@link #prepare}
 * any number of threads may run the passes, each with scratch memory of its own.
 *
 * <p>Order of the sums: a forward value begins with the bias and adds over ascending inputs; an
 * input gradient begins with 0 and adds over ascending outputs; a weight or bias gradient begins
 * with what is there and adds over ascending images. Lanes without an image take no part in the
 * last.
 */
public final class DenseProduct {

  private static final int ROWS = ProductKernel.PANEL_ROWS;

  private final int inputs;
  private final int outputs;
  private final boolean bias;
  private final ProductKernel kernel;
  private final ProductTables forward;
  private final ProductTables data;
  private final ProductTables weights;
  private final ProductTables weightsEdge;
  private final int rowFloats;
  private final float[] panels;
  private final float[] init;
  private final float[] zeros;

  /**
   * Plans the products of operands whose values follow one another.
   *
   * @param inputs values of one image that come in, at least 1
   * @param outputs values of one image that go out, at least 1
   * @param bias whether a bias is added
   * @param simd kernels
   */
  public DenseProduct(int inputs, int outputs, boolean bias, Simd simd) {
    this(inputs, outputs, bias, Lanes.WIDTH, Lanes.WIDTH, simd);
  }

  /**
   * Plans the products, with halos around what they write.
   *
   * @param inputs values of one image that come in, at least 1
   * @param outputs values of one image that go out, at least 1
   * @param bias whether a bias is added
   * @param yStride floats from one value of {@code y} to the next
   * @param dxStride floats from one value of {@code dx} to the next
   * @param simd kernels
   */
  public DenseProduct(int inputs, int outputs, boolean bias, int yStride, int dxStride, Simd simd) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.bias = bias;
    kernel = simd.product();
    int[] start = {0};
    forward = new ProductTables(ramp(inputs, Lanes.WIDTH), start, start, yStride);
    data = new ProductTables(ramp(outputs, Lanes.WIDTH), start, start, dxStride);
    rowFloats = Lanes.roundUp(inputs);
    int[] rows = ramp(Lanes.WIDTH, rowFloats);
    int[] pixels = ramp(rowFloats / Lanes.WIDTH, Lanes.WIDTH);
    weights = new ProductTables(rows, pixels, pixels, inputs);
    weightsEdge = new ProductTables(rows, pixels, new int[pixels.length], Lanes.WIDTH);
    panels = new float[Panels.size(outputs, inputs)];
    init = new float[Panels.roundUp(outputs)];
    zeros = new float[Panels.roundUp(inputs)];
  }

  private static int[] ramp(int count, int step) {
    int[] offsets = new int[count];
    Arrays.setAll(offsets, i -> i * step);
    return offsets;
  }

  /** Floats of scratch memory that {@link #backwardWeights} wants. */
  public int scratchSize() {
    return Lanes.WIDTH * rowFloats + 2 * Panels.roundUp(outputs) * Lanes.WIDTH;
  }

  /**
   * Packs the weights for the passes to come.
   *
   * @param w weights, {@code [outputs][inputs]}
   * @param wAt where they start
   * @param b bias, {@code [outputs]}; not read without a bias
   * @param bAt where it starts
   */
  public void prepare(float[] w, int wAt, float[] b, int bAt) {
    Panels.pack(w, wAt, outputs, inputs, inputs, 1, panels, 0);
    if (bias) {
      System.arraycopy(b, bAt, init, 0, outputs);
    }
  }

  /** {@code y = W x + b}; overwrites {@code y}. */
  public void forward(float[] x, int xAt, float[] y, int yAt) {
    kernel.multiply(
        forward,
        outputs,
        inputs,
        0,
        1,
        panels,
        0,
        Panels.stride(inputs),
        ROWS,
        init,
        0,
        x,
        xAt,
        y,
        yAt);
  }

  /**
   * {@code dx = W^T dy}; overwrites {@code dx}. The weights are read where they are, in panels of
   * eight inputs, and up to seven floats behind them are read and ignored.
   *
   * @param w weights; at least seven more floats must follow them in the array
   */
  public void backwardData(float[] w, int wAt, float[] dy, int dyAt, float[] dx, int dxAt) {
    kernel.multiply(
        data, inputs, outputs, 0, 1, w, wAt, ROWS, inputs, zeros, 0, dy, dyAt, dx, dxAt);
  }

  /**
   * {@code dW += dy x^T}, {@code db += dy}. The images become rows, so that registers run along the
   * inputs: no lanes to fold, and no work for lanes without an image.
   *
   * @param x the forward pass's input
   * @param xAt where it starts
   * @param dy gradient of the output
   * @param dyAt where it starts
   * @param images images in the group, 1 to 16
   * @param dw gradient of the weights, added to
   * @param dwAt where it starts
   * @param db gradient of the bias, added to; not touched without a bias
   * @param dbAt where it starts
   * @param scratch {@link #scratchSize()} floats
   */
  public void backwardWeights(
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      int images,
      float[] dw,
      int dwAt,
      float[] db,
      int dbAt,
      float[] scratch) {
    for (int k = 0, from = xAt; k < inputs; k++, from += Lanes.WIDTH) {
      for (int n = 0, to = k; n < images; n++, to += rowFloats) {
        scratch[to] = x[from + n];
      }
    }
    int left = Lanes.WIDTH * rowFloats;
    int edge = left + Panels.roundUp(outputs) * Lanes.WIDTH;
    Panels.pack(dy, dyAt, outputs, images, Lanes.WIDTH, 1, scratch, left);
    int whole = inputs / Lanes.WIDTH;
    kernel.multiply(
        weights,
        outputs,
        images,
        0,
        whole,
        scratch,
        left,
        Panels.stride(images),
        ROWS,
        null,
        0,
        scratch,
        0,
        dw,
        dwAt);
    int rest = inputs - whole * Lanes.WIDTH;
    if (rest > 0) {
      int at = dwAt + whole * Lanes.WIDTH;
      for (int o = 0; o < outputs; o++) {
        System.arraycopy(dw, at + o * inputs, scratch, edge + o * Lanes.WIDTH, rest);
      }
      kernel.multiply(
          weightsEdge,
          outputs,
          images,
          whole,
          whole + 1,
          scratch,
          left,
          Panels.stride(images),
          ROWS,
          null,
          0,
          scratch,
          0,
          scratch,
          edge);
      for (int o = 0; o < outputs; o++) {
        System.arraycopy(scratch, edge + o * Lanes.WIDTH, dw, at + o * inputs, rest);
      }
    }
    if (bias) {
      for (int o = 0; o < outputs; o++) {
        for (int n = 0; n < images; n++) {
          db[dbAt + o] += dy[dyAt + o * Lanes.WIDTH + n];
        }
      }
    }
  }
}
