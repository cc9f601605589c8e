package dev.lanewise.layers.pool;

import dev.lanewise.core.pool.PoolWindows;
import dev.lanewise.core.pool.Pooling;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;

/** The mean of each window. */
final class AveragePoolOp implements LayerOp {

  private final Binding binding;
  private final Pooling forward;
  private final Pooling backward;

  AveragePoolOp(Binding binding, PoolWindows windows) {
    this.binding = binding;
    var kernel = binding.simd();
    forward = new Pooling(kernel, windows, binding.x().lanes(), binding.y().lanes());
    backward = new Pooling(kernel, windows, binding.dx().lanes(), binding.dy().lanes());
  }

  @Override
  public void forward(GroupPass pass) {
    float[] memory = pass.memory();
    forward.averageForward(memory, binding.x().at(), memory, binding.y().at());
  }

  @Override
  public void backward(GroupPass pass) {
    if (binding.wantsInputGradient()) {
      float[] memory = pass.memory();
      backward.averageBackward(memory, binding.dy().at(), memory, binding.dx().at());
    }
  }
}
