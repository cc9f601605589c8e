package dev.lanewise.layers.activation;

import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;

/** {@link Softmax} and {@link LogSoftmax} of a lane group: a row of pixels at a time. */
final class SoftmaxOp implements LayerOp {

  private final Binding binding;
  private final SoftmaxKind kind;

  SoftmaxOp(Binding binding, SoftmaxKind kind) {
    this.binding = binding;
    this.kind = kind;
  }

  @Override
  public void forward(GroupPass pass) {
    LaneLayout x = binding.x().lanes();
    LaneLayout y = binding.y().lanes();
    for (int row = 0; row < x.shape().height(); row++) {
      kind.forward(
          binding.simd(),
          pass.memory(),
          binding.x().at() + x.offset(0, row, 0),
          x.planeStride(),
          x.shape().channels(),
          binding.y().at() + y.offset(0, row, 0),
          y.planeStride(),
          x.shape().width() * Lanes.WIDTH);
    }
  }

  @Override
  public void backward(GroupPass pass) {
    if (!binding.wantsInputGradient()) {
      return;
    }
    LaneLayout y = binding.y().lanes();
    LaneLayout dy = binding.dy().lanes();
    LaneLayout dx = binding.dx().lanes();
    for (int row = 0; row < y.shape().height(); row++) {
      kind.backward(
          binding.simd(),
          pass.memory(),
          binding.y().at() + y.offset(0, row, 0),
          y.planeStride(),
          binding.dy().at() + dy.offset(0, row, 0),
          dy.planeStride(),
          binding.dx().at() + dx.offset(0, row, 0),
          dx.planeStride(),
          y.shape().channels(),
          y.shape().width() * Lanes.WIDTH);
    }
  }
}
