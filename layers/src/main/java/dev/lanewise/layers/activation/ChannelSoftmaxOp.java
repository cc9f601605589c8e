package dev.lanewise.layers.activation;

import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;

/**
 * {@link Softmax} and {@link LogSoftmax} of one image: values are put in the order of a lane group
 * whose lanes are pixels, so that its kernel does the work.
 */
final class ChannelSoftmaxOp implements LayerOp {

  private final Binding binding;
  private final SoftmaxKind kind;
  private final int channels;
  private final int pixels;
  private final int stride;
  private final int[] x;
  private final int[] y;
  private final int[] dy;
  private final int[] dx;

  ChannelSoftmaxOp(Binding binding, SoftmaxKind kind) {
    this.binding = binding;
    this.kind = kind;
    channels = binding.x().shape().channels();
    pixels = binding.x().shape().pixels();
    stride = Lanes.roundUp(pixels);
    x = binding.x().channels().elementOffsets();
    y = binding.y().channels().elementOffsets();
    dy = binding.dy().channels().elementOffsets();
    dx = binding.dx().channels().elementOffsets();
  }

  @Override
  public int scratchSize() {
    return 2 * channels * stride;
  }

  private void gather(float[] memory, int at, int[] offset, float[] scratch, int to) {
    for (int c = 0, i = 0; c < channels; c++) {
      for (int p = 0; p < stride; p++) {
        scratch[to + c * stride + p] = p < pixels ? memory[at + offset[i++]] : 0f;
      }
    }
  }

  private void scatter(float[] scratch, float[] memory, int at, int[] offset) {
    for (int c = 0, i = 0; c < channels; c++) {
      for (int p = 0; p < pixels; p++) {
        memory[at + offset[i++]] = scratch[c * stride + p];
      }
    }
  }

  @Override
  public void forward(GroupPass pass) {
    float[] scratch = pass.scratch();
    gather(pass.memory(), binding.x().at(), x, scratch, 0);
    kind.forward(binding.simd(), scratch, 0, stride, channels, 0, stride, stride);
    scatter(scratch, pass.memory(), binding.y().at(), y);
  }

  @Override
  public void backward(GroupPass pass) {
    if (!binding.wantsInputGradient()) {
      return;
    }
    float[] scratch = pass.scratch();
    int second = channels * stride;
    gather(pass.memory(), binding.y().at(), y, scratch, second);
    gather(pass.memory(), binding.dy().at(), dy, scratch, 0);
    kind.backward(binding.simd(), scratch, second, stride, 0, stride, 0, stride, channels, stride);
    scatter(scratch, pass.memory(), binding.dx().at(), dx);
  }
}
