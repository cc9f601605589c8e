package dev.lanewise.core.gemm;

import dev.lanewise.core.simd.ChannelKernel;
import dev.lanewise.core.simd.ChannelTables;
import dev.lanewise.core.simd.RowKernel;
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
  private final RowKernel rows;
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
    rows = simd.rows();
    blocks = Lanes.groups(outputs);
    forward = ChannelTables.of(new int[1], x, new int[1]);
    panels = new float[packed ? blocks * inputs * Lanes.WIDTH : 0];
    init = new float[blocks * Lanes.WIDTH];
  }

  /** Floats of scratch memory that the passes of a training step want. */
  public int scratchSize() {
    return inputs + outputs;
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
      int orderedAt) {
    gather(values, xAt, ordered, orderedAt);
    for (int o = 0; o < outputs; o += 10) {
      ten(w, wAt, bAt, o, ordered, orderedAt, y, yAt, yOffset);
    }
  }

  private void gather(float[] values, int xAt, float[] ordered, int at) {
    for (int i = 0; i < inputs; i++) {
      ordered[at + i] = values[xAt + x[i]];
    }
  }

  /**
   * Ten outputs, each a chain, side by side: as many as hide the latency of a multiply-add. Outputs
   * beyond the last are computed as the last one again.
   */
  private void ten(
      float[] w,
      int wAt,
      int bAt,
      int first,
      float[] ordered,
      int orderedAt,
      float[] y,
      int yAt,
      int[] yOffset) {
    int last = outputs - 1;
    int o0 = first;
    int o1 = Math.min(first + 1, last);
    int o2 = Math.min(first + 2, last);
    int o3 = Math.min(first + 3, last);
    int o4 = Math.min(first + 4, last);
    int o5 = Math.min(first + 5, last);
    int o6 = Math.min(first + 6, last);
    int o7 = Math.min(first + 7, last);
    int o8 = Math.min(first + 8, last);
    int o9 = Math.min(first + 9, last);
    int w0 = wAt + o0 * inputs;
    int w1 = wAt + o1 * inputs;
    int w2 = wAt + o2 * inputs;
    int w3 = wAt + o3 * inputs;
    int w4 = wAt + o4 * inputs;
    int w5 = wAt + o5 * inputs;
    int w6 = wAt + o6 * inputs;
    int w7 = wAt + o7 * inputs;
    int w8 = wAt + o8 * inputs;
    int w9 = wAt + o9 * inputs;
    float c0 = bias ? w[bAt + o0] : 0f;
    float c1 = bias ? w[bAt + o1] : 0f;
    float c2 = bias ? w[bAt + o2] : 0f;
    float c3 = bias ? w[bAt + o3] : 0f;
    float c4 = bias ? w[bAt + o4] : 0f;
    float c5 = bias ? w[bAt + o5] : 0f;
    float c6 = bias ? w[bAt + o6] : 0f;
    float c7 = bias ? w[bAt + o7] : 0f;
    float c8 = bias ? w[bAt + o8] : 0f;
    float c9 = bias ? w[bAt + o9] : 0f;
    for (int k = 0; k < inputs; k++) {
      float value = ordered[orderedAt + k];
      c0 = Math.fma(w[w0 + k], value, c0);
      c1 = Math.fma(w[w1 + k], value, c1);
      c2 = Math.fma(w[w2 + k], value, c2);
      c3 = Math.fma(w[w3 + k], value, c3);
      c4 = Math.fma(w[w4 + k], value, c4);
      c5 = Math.fma(w[w5 + k], value, c5);
      c6 = Math.fma(w[w6 + k], value, c6);
      c7 = Math.fma(w[w7 + k], value, c7);
      c8 = Math.fma(w[w8 + k], value, c8);
      c9 = Math.fma(w[w9 + k], value, c9);
    }
    y[yAt + yOffset[o0]] = c0;
    y[yAt + yOffset[o1]] = c1;
    y[yAt + yOffset[o2]] = c2;
    y[yAt + yOffset[o3]] = c3;
    y[yAt + yOffset[o4]] = c4;
    y[yAt + yOffset[o5]] = c5;
    y[yAt + yOffset[o6]] = c6;
    y[yAt + yOffset[o7]] = c7;
    y[yAt + yOffset[o8]] = c8;
    y[yAt + yOffset[o9]] = c9;
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
