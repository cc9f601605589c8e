package dev.lanewise.layers.shape;

import dev.lanewise.core.resample.Resampling;
import dev.lanewise.core.setting.Interpolation;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;

/** Images of another size. */
final class UpsampleOp implements LayerOp {

  private final Binding binding;
  private final Resampling forward;
  private final Resampling backward;

  UpsampleOp(Binding binding, Interpolation mode) {
    this.binding = binding;
    var kernels = binding.simd();
    forward = new Resampling(kernels, mode, binding.x().lanes(), binding.y().lanes());
    backward = new Resampling(kernels, mode, binding.dx().lanes(), binding.dy().lanes());
  }

  @Override
  public int scratchSize() {
    return forward.scratchSize();
  }

  @Override
  public void forward(GroupPass pass) {
    float[] memory = pass.memory();
    forward.forward(memory, binding.x().at(), memory, binding.y().at(), pass.scratch());
  }

  @Override
  public void backward(GroupPass pass) {
    if (binding.wantsInputGradient()) {
      float[] memory = pass.memory();
      backward.backward(memory, binding.dy().at(), memory, binding.dx().at(), pass.scratch());
    }
  }
}
