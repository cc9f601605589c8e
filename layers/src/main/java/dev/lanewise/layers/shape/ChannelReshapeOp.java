package dev.lanewise.layers.shape;

import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;

/**
 * {@link Flatten} and {@link Reshape} of one image: a copy, unless the values may stay where they
 * are.
 */
final class ChannelReshapeOp implements LayerOp {

  private final Binding binding;
  private final int[] x;
  private final int[] y;
  private final int[] dy;
  private final int[] dx;

  ChannelReshapeOp(Binding binding) {
    this.binding = binding;
    x = binding.x().channels().elementOffsets();
    y = binding.y().channels().elementOffsets();
    dy = binding.dy().channels().elementOffsets();
    dx = binding.dx().channels().elementOffsets();
  }

  @Override
  public void forward(GroupPass pass) {
    copy(pass.memory(), binding.x().at(), x, binding.y().at(), y);
  }

  @Override
  public void backward(GroupPass pass) {
    if (binding.wantsInputGradient()) {
      copy(pass.memory(), binding.dy().at(), dy, binding.dx().at(), dx);
    }
  }

  private static void copy(float[] memory, int from, int[] source, int to, int[] destination) {
    if (from == to) {
      return;
    }
    for (int i = 0; i < source.length; i++) {
      memory[to + destination[i]] = memory[from + source[i]];
    }
  }
}
