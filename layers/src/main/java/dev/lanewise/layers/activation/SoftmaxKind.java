package dev.lanewise.layers.activation;

import dev.lanewise.core.simd.Simd;

/** Softmax or its logarithm, over channels {@code stride} floats apart, in one array. */
enum SoftmaxKind {
  PLAIN,
  LOG;

  /** {@code count} of them side by side; see {@link dev.lanewise.core.kernel.ElementwiseKernel}. */
  void forward(
      Simd simd, float[] memory, int x, int xStride, int channels, int y, int yStride, int count) {
    if (this == PLAIN) {
      simd.elementwise().softmax(memory, x, xStride, channels, memory, y, yStride, count);
    } else {
      simd.elementwise().logSoftmax(memory, x, xStride, channels, memory, y, yStride, count);
    }
  }

  /** The gradients of {@code count} of them, from their results. */
  void backward(
      Simd simd,
      float[] memory,
      int y,
      int yStride,
      int dy,
      int dyStride,
      int dx,
      int dxStride,
      int channels,
      int count) {
    if (this == PLAIN) {
      simd.elementwise()
          .softmaxBackward(
              memory, y, yStride, memory, dy, dyStride, memory, dx, dxStride, channels, count);
    } else {
      simd.elementwise()
          .logSoftmaxBackward(
              memory, y, yStride, memory, dy, dyStride, memory, dx, dxStride, channels, count);
    }
  }
}
