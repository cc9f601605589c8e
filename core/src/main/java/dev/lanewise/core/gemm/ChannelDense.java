package dev.lanewise.core.gemm;

import dev.lanewise.core.kernel.ChannelKernel;
import dev.lanewise.core.kernel.ChannelTables;
import dev.lanewise.core.kernel.GemvKernel;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Lanes;

/**
 * The products of a dense layer on one image whose values lie wherever tables of offsets say: those
 * of {@link DenseProduct} with the same sums in the same order, so with the same bits.
 *
 * <p>A prediction reads weights that {@link #prepare} has packed, lanes being outputs. A training
 * step uses each weight once or twice only, so its passes read the weights as they are, {@code
 * [outputs][inputs]}: the forward pass in ten independent chains, the others along the inputs.
 */
public final class ChannelDense {

  private final int inputs;
  private final int outputs;
  private final boolean bias;
  private final int[] x;
  private final int blocks;
  private final ChannelKernel kernel;
  private final GemvKernel rows;
  private final ChannelTables forward;
  private final float[] panels;
  private final float[] init;

  /**
   * Plans the products.
   *
   * @param x offset of each input
   * @param outputs values that go out, at least 1
   * @param bias whether a bias is added
   * @param packed whether {@link #prepare} and {@link #forward} will be called
   * @param simd kernels
   */
  public ChannelDense(int[] x, int outputs, boolean bias, boolean packed, Simd simd) {
    this.x = x;
    this.inputs = x.length;
    this.outputs = outputs;
    this.bias = bias;
    kernel = simd.channel();
    rows = simd.gemv();
    blocks = Lanes.groups(outputs);
    forward = ChannelTables.of(new int[1], x, new int[1]);
    panels = new float[packed ? blocks * inputs * Lanes.WIDTH : 0];
    init = new float[blocks * Lanes.WIDTH];
  }

  /** Floats of scratch memory that the passes of a training step want. */
  public int scratchSize() {
    return inputs + Math.max(outputs, 10);
  }

  /**
   * Packs the weights for {@link #forward}.
   *
   * @param w weights, {@code [outputs][inputs]}
   * @param wAt where they start
   * @param b bias, {@code [outputs]}; not read without a bias
   * @param bAt where it starts
   */
  public void prepare(float[] w, int wAt, float[] b, int bAt) {
    for (int o = 0; o < outputs; o++) {
      int to = o / Lanes.WIDTH * inputs * Lanes.WIDTH + o % Lanes.WIDTH;
      for (int k = 0, from = wAt + o * inputs; k < inputs; k++, to += Lanes.WIDTH) {
        panels[to] = w[from + k];
      }
    }
    if (bias) {
      System.arraycopy(b, bAt, init, 0, outputs);
    }
  }

  /**
   * {@code y = W x + b} from packed weights.
   *
   * @param values array of the input
   * @param xAt where it starts
   * @param y output, in blocks of sixteen, which are written whole
   * @param yAt where it starts
   * @param yBlock floats from one block to the next
   */
  public void forward(float[] values, int xAt, float[] y, int yAt, int yBlock) {
    kernel.multiply(
        forward,
        inputs,
        blocks,
        values,
        xAt,
        panels,
        0,
        inputs * Lanes.WIDTH,
        init,
        0,
        y,
        yAt,
        yBlock);
  }

  /**
   * {@code y = W x + b} from the weights as they are.
   *
   * @param w array of the weights
   * @param wAt where they start
   * @param bAt where the bias starts in the same array; not read without a bias
   * @param values array of the input
   * @param xAt where it starts
   * @param y array of the output
   * @param yAt where it starts
   * @param yOffset offset of each output
   * @param ordered receives the inputs in order, which {@link #backwardWeights} wants
   * @param orderedAt where they start
   * @param scratch {@link #scratchSize()} floats
   */
  public void forwardUnpacked(
      float[] w,
      int wAt,
      int bAt,
      float[] values,
      int xAt,
      float[] y,
      int yAt,
      int[] yOffset,
      float[] ordered,
      int orderedAt,
      float[] scratch) {
    gather(values, xAt, ordered, orderedAt);
    for (int o = 0; o < outputs; o += 10) {
      tenFrom(o, w, wAt, bAt, ordered, orderedAt, scratch);
      for (int i = 0; i < Math.min(10, outputs - o); i++) {
        y[yAt + yOffset[o + i]] = scratch[i];
      }
    }
  }

  private void gather(float[] values, int xAt, float[] ordered, int at) {
    for (int i = 0; i < inputs; i++) {
      ordered[at + i] = values[xAt + x[i]];
    }
  }

  private void tenFrom(
      int first, float[] w, int wAt, int bAt, float[] ordered, int orderedAt, float[] result) {
    for (int i = 0; i < 10; i++) {
      result[i] = bias ? w[bAt + Math.min(first + i, outputs - 1)] : 0f;
    }
    int last = wAt + (outputs - 1) * inputs;
    int at = wAt + first * inputs;
    ten(
        w,
        inputs,
        ordered,
        orderedAt,
        result,
        at,
        Math.min(last, at + 1 * inputs),
        Math.min(last, at + 2 * inputs),
        Math.min(last, at + 3 * inputs),
        Math.min(last, at + 4 * inputs),
        Math.min(last, at + 5 * inputs),
        Math.min(last, at + 6 * inputs),
        Math.min(last, at + 7 * inputs),
        Math.min(last, at + 8 * inputs),
        Math.min(last, at + 9 * inputs));
  }

  /**
   * Ten outputs, each a chain, side by side: as many as hide the latency of a multiply-add. Rows
   * beyond the last are given as the last one again.
   */
  private static void ten(
      float[] w,
      int n,
      float[] x,
      int xAt,
      float[] result,
      int w0,
      int w1,
      int w2,
      int w3,
      int w4,
      int w5,
      int w6,
      int w7,
      int w8,
      int w9) {
    float c0 = result[0];
    float c1 = result[1];
    float c2 = result[2];
    float c3 = result[3];
    float c4 = result[4];
    float c5 = result[5];
    float c6 = result[6];
    float c7 = result[7];
    float c8 = result[8];
    float c9 = result[9];
    int k = 0;
    for (; k < n - 1; k += 2) {
      float a = x[xAt + k];
      float b = x[xAt + k + 1];
      c0 = Math.fma(w[w0 + k], a, c0);
      c1 = Math.fma(w[w1 + k], a, c1);
      c2 = Math.fma(w[w2 + k], a, c2);
      c3 = Math.fma(w[w3 + k], a, c3);
      c4 = Math.fma(w[w4 + k], a, c4);
      c5 = Math.fma(w[w5 + k], a, c5);
      c6 = Math.fma(w[w6 + k], a, c6);
      c7 = Math.fma(w[w7 + k], a, c7);
      c8 = Math.fma(w[w8 + k], a, c8);
      c9 = Math.fma(w[w9 + k], a, c9);
      c0 = Math.fma(w[w0 + k + 1], b, c0);
      c1 = Math.fma(w[w1 + k + 1], b, c1);
      c2 = Math.fma(w[w2 + k + 1], b, c2);
      c3 = Math.fma(w[w3 + k + 1], b, c3);
      c4 = Math.fma(w[w4 + k + 1], b, c4);
      c5 = Math.fma(w[w5 + k + 1], b, c5);
      c6 = Math.fma(w[w6 + k + 1], b, c6);
      c7 = Math.fma(w[w7 + k + 1], b, c7);
      c8 = Math.fma(w[w8 + k + 1], b, c8);
      c9 = Math.fma(w[w9 + k + 1], b, c9);
    }
    if (k < n) {
      float a = x[xAt + k];
      c0 = Math.fma(w[w0 + k], a, c0);
      c1 = Math.fma(w[w1 + k], a, c1);
      c2 = Math.fma(w[w2 + k], a, c2);
      c3 = Math.fma(w[w3 + k], a, c3);
      c4 = Math.fma(w[w4 + k], a, c4);
      c5 = Math.fma(w[w5 + k], a, c5);
      c6 = Math.fma(w[w6 + k], a, c6);
      c7 = Math.fma(w[w7 + k], a, c7);
      c8 = Math.fma(w[w8 + k], a, c8);
      c9 = Math.fma(w[w9 + k], a, c9);
    }
    result[0] = c0;
    result[1] = c1;
    result[2] = c2;
    result[3] = c3;
    result[4] = c4;
    result[5] = c5;
    result[6] = c6;
    result[7] = c7;
    result[8] = c8;
    result[9] = c9;
  }

  /**
   * {@code dx = W^T dy}; overwrites {@code dx}.
   *
   * @param w array of the weights
   * @param wAt where they start
   * @param dy array of the output's gradient
   * @param dyAt where it starts
   * @param dyOffset offset of each of its values
   * @param dx array of the input's gradient, which lies like the input
   * @param dxAt where it starts
   * @param dxOffset offset of each of its values
   * @param scratch {@link #scratchSize()} floats
   */
  public void backwardData(
      float[] w,
      int wAt,
      float[] dy,
      int dyAt,
      int[] dyOffset,
      float[] dx,
      int dxAt,
      int[] dxOffset,
      float[] scratch) {
    gatherOutputs(dy, dyAt, dyOffset, scratch);
    rows.combine(outputs, inputs, scratch, inputs, w, wAt, inputs, scratch, 0);
    for (int i = 0; i < inputs; i++) {
      dx[dxAt + dxOffset[i]] = scratch[i];
    }
  }

  private void gatherOutputs(float[] dy, int dyAt, int[] dyOffset, float[] scratch) {
    for (int o = 0; o < outputs; o++) {
      scratch[inputs + o] = dy[dyAt + dyOffset[o]];
    }
  }

  /**
   * {@code dW += dy x^T}, {@code db += dy}.
   *
   * @param ordered array of the inputs in order, as {@link #forwardUnpacked} left them
   * @param orderedAt where they start
   * @param dy array of the output's gradient
   * @param dyAt where it starts
   * @param dyOffset offset of each of its values
   * @param dw gradient of the weights, added to
   * @param dwAt where it starts
   * @param dbAt where the gradient of the bias starts in the same array; not touched without a bias
   * @param scratch {@link #scratchSize()} floats
   */
  public void backwardWeights(
      float[] ordered,
      int orderedAt,
      float[] dy,
      int dyAt,
      int[] dyOffset,
      float[] dw,
      int dwAt,
      int dbAt,
      float[] scratch) {
    gatherOutputs(dy, dyAt, dyOffset, scratch);
    rows.addOuter(outputs, inputs, scratch, inputs, ordered, orderedAt, dw, dwAt, inputs);
    if (bias) {
      for (int o = 0; o < outputs; o++) {
        dw[dbAt + o] += scratch[inputs + o];
      }
    }
  }
}
