package dev.lanewise.core.conv;

import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.kernel.ImageProductKernel;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;

/**
 * The weight gradient of a convolution of one tap whose image is small. A sum is one chain of fused
 * multiply-adds over pixels and images; folding sixteen lanes for each weight, as {@link
 * Convolution} does elsewhere, would take as long as the products. Input channels are transposed,
 * so that registers run along them.
 */
final class ImageOuter {

  /** Input channels that are transposed and multiplied at a time: two registers of sixteen. */
  private static final int ROUND = 2 * Lanes.WIDTH;

  /** Pixels of these that are in L1 at a time. */
  private static final int MOST_PIXELS = 12;

  /** Element 12 of a large array is usually the first at a cache line's start. */
  private static final int FIRST = 12;

  private final ImageProductKernel kernel;
  private final ElementwiseKernel elementwise;
  private final LaneLayout x;
  private final LaneLayout dy;
  private final int channels;
  private final int outputs;
  private final int pixels;
  private final int chunk;
  private final int[] windows;
  private final boolean neighbours;
  private final int mAt;
  private final int copyAt;
  private final int gradientAt;

  /**
   * Plans.
   *
   * @param geometry the convolution, of one tap and one group
   * @param x the input
   * @param dy the output's gradient
   * @param simd kernels
   */
  ImageOuter(ConvGeometry geometry, LaneLayout x, LaneLayout dy, Simd simd) {
    kernel = simd.imageProduct();
    elementwise = simd.elementwise();
    this.x = x;
    this.dy = dy;
    channels = geometry.input().channels();
    outputs = geometry.outChannels();
    pixels = geometry.output().pixels();
    chunk = Math.min(pixels, MOST_PIXELS);
    windows = Im2Col.forward(geometry, x, dy).xPixel();
    boolean inOrder = true;
    for (int p = 1; p < pixels; p++) {
      inOrder &= windows[p] - windows[p - 1] == Lanes.WIDTH;
    }
    neighbours = inOrder;
    mAt = FIRST + ROUND * chunk * Lanes.WIDTH;
    copyAt = mAt + outputs * ROUND;
    gradientAt = copyAt + ROUND * chunk * Lanes.WIDTH;
  }

  /** Floats of scratch memory that a thread must bring along. */
  int scratchSize() {
    return gradientAt + (dy.isDense() ? 0 : outputs * pixels * Lanes.WIDTH);
  }

  /** Adds one lane group's gradient to {@code dw}. */
  void accumulate(
      float[] input, int xAt, float[] gradient, int dyAt, float[] dw, int dwAt, float[] scratch) {
    float[] left = gradient;
    int leftAt = dyAt;
    if (!dy.isDense()) {
      copyGradient(gradient, dyAt, scratch);
      left = scratch;
      leftAt = gradientAt;
    }
    for (int c = 0; c < channels; c += ROUND) {
      int count = Math.min(ROUND, channels - c);
      for (int p = 0; p < pixels; p += chunk) {
        int part = Math.min(chunk, pixels - p);
        if (neighbours && count % Lanes.WIDTH == 0) {
          int from = xAt + c * x.planeStride() + windows[p];
          kernel.transpose(input, from, x.planeStride(), count, part, scratch, FIRST);
        } else {
          copyInput(input, xAt + c * x.planeStride(), count, p, part, scratch);
          kernel.transpose(scratch, copyAt, part * Lanes.WIDTH, count, part, scratch, FIRST);
        }
        kernel.multiply(
            outputs,
            Lanes.groups(count),
            part * Lanes.WIDTH,
            p == 0,
            left,
            leftAt + p * Lanes.WIDTH,
            pixels * Lanes.WIDTH,
            scratch,
            FIRST,
            scratch,
            mAt);
      }
      int row = Lanes.roundUp(count);
      for (int o = 0; o < outputs; o++) {
        int to = dwAt + o * channels + c;
        int from = mAt + o * row;
        int whole = count & -Lanes.WIDTH;
        elementwise.add(scratch, from, dw, to, whole);
        for (int i = whole; i < count; i++) {
          dw[to + i] += scratch[from + i];
        }
      }
    }
  }

  private void copyGradient(float[] gradient, int dyAt, float[] scratch) {
    int row = dy.shape().width() * Lanes.WIDTH;
    int to = gradientAt;
    for (int o = 0; o < outputs; o++) {
      for (int y = 0; y < dy.shape().height(); y++, to += row) {
        System.arraycopy(gradient, dyAt + dy.offset(o, y, 0), scratch, to, row);
      }
    }
  }

  /** Channels that a last block lacks keep what is there: what they give is dropped. */
  private void copyInput(float[] input, int xAt, int count, int p, int part, float[] scratch) {
    int to = copyAt;
    for (int c = 0; c < count; c++) {
      int from = xAt + c * x.planeStride();
      for (int i = p; i < p + part; i++, to += Lanes.WIDTH) {
        System.arraycopy(input, from + windows[i], scratch, to, Lanes.WIDTH);
      }
    }
  }
}
