package dev.lanewise.layers.shape;

import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.Place;

/** A border around images comes or goes: the gradient of the one is the other. */
final class BorderOp implements LayerOp {

  /** What happens to the border. */
  enum Change {
    ADD,
    REMOVE
  }

  private final Binding binding;
  private final Halo border;
  private final Change change;

  BorderOp(Binding binding, Halo border, Change change) {
    this.binding = binding;
    this.border = border;
    this.change = change;
  }

  @Override
  public void forward(GroupPass pass) {
    if (change == Change.ADD) {
      add(pass.memory(), binding.x(), binding.y());
    } else {
      remove(pass.memory(), binding.x(), binding.y());
    }
  }

  @Override
  public void backward(GroupPass pass) {
    if (!binding.wantsInputGradient()) {
      return;
    }
    if (change == Change.ADD) {
      remove(pass.memory(), binding.dy(), binding.dx());
    } else {
      add(pass.memory(), binding.dy(), binding.dx());
    }
  }

  private void add(float[] memory, Place inner, Place outer) {
    ElementwiseKernel kernel = binding.simd().elementwise();
    LaneLayout from = inner.lanes();
    LaneLayout to = outer.lanes();
    int left = border.left() * Lanes.WIDTH;
    int width = from.shape().width() * Lanes.WIDTH;
    int whole = to.shape().width() * Lanes.WIDTH;
    for (int c = 0; c < to.shape().channels(); c++) {
      for (int row = 0; row < to.shape().height(); row++) {
        int at = outer.at() + to.offset(c, row, 0);
        int source = row - border.top();
        if (source < 0 || source >= from.shape().height()) {
          kernel.fill(memory, at, whole, 0f);
        } else {
          kernel.fill(memory, at, left, 0f);
          kernel.copy(memory, inner.at() + from.offset(c, source, 0), memory, at + left, width);
          kernel.fill(memory, at + left + width, whole - left - width, 0f);
        }
      }
    }
  }

  private void remove(float[] memory, Place outer, Place inner) {
    ElementwiseKernel kernel = binding.simd().elementwise();
    LaneLayout from = outer.lanes();
    LaneLayout to = inner.lanes();
    int width = to.shape().width() * Lanes.WIDTH;
    for (int c = 0; c < to.shape().channels(); c++) {
      for (int row = 0; row < to.shape().height(); row++) {
        kernel.copy(
            memory,
            outer.at() + from.offset(c, row + border.top(), border.left()),
            memory,
            inner.at() + to.offset(c, row, 0),
            width);
      }
    }
  }
}
