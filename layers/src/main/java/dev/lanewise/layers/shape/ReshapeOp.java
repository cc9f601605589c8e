package dev.lanewise.layers.shape;

import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;

/** The same values under another shape: nothing to do where both share a place, else a copy. */
final class ReshapeOp implements LayerOp {

  private final Binding binding;
  private final int[] x;
  private final int[] y;
  private final int[] dy;
  private final int[] dx;

  ReshapeOp(Binding binding) {
    this.binding = binding;
    x = offsets(binding.x().lanes());
    y = offsets(binding.y().lanes());
    dy = offsets(binding.dy().lanes());
    dx = offsets(binding.dx().lanes());
  }

  private static int[] offsets(LaneLayout layout) {
    Shape shape = layout.shape();
    int[] offsets = new int[shape.elements()];
    for (int c = 0, i = 0; c < shape.channels(); c++) {
      for (int row = 0; row < shape.height(); row++) {
        for (int column = 0; column < shape.width(); column++) {
          offsets[i++] = layout.offset(c, row, column);
        }
      }
    }
    return offsets;
  }

  @Override
  public void forward(GroupPass pass) {
    if (binding.x().at() != binding.y().at()) {
      copy(pass.memory(), binding.x().at(), x, binding.y().at(), y);
    }
  }

  @Override
  public void backward(GroupPass pass) {
    if (binding.wantsInputGradient() && binding.dx().at() != binding.dy().at()) {
      copy(pass.memory(), binding.dy().at(), dy, binding.dx().at(), dx);
    }
  }

  private static void copy(float[] memory, int from, int[] source, int to, int[] destination) {
    for (int i = 0; i < source.length; i++) {
      System.arraycopy(memory, from + source[i], memory, to + destination[i], Lanes.WIDTH);
    }
  }
}
