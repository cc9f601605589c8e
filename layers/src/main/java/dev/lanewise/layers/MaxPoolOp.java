package dev.lanewise.layers;

import dev.lanewise.core.pool.PoolWindows;
import dev.lanewise.core.pool.Pooling;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;

/** The largest value of each window; its state is which one that was. */
final class MaxPoolOp implements LayerOp {

  private final Binding binding;
  private final Pooling forward;
  private final Pooling backward;

  MaxPoolOp(Binding binding, PoolWindows windows) {
    this.binding = binding;
    var kernel = binding.simd();
    forward = new Pooling(kernel, windows, binding.x().layout(), binding.y().layout());
    backward = new Pooling(kernel, windows, binding.dx().layout(), binding.dy().layout());
  }

  /** Floats of state of a lane group. */
  static int stateSize(Shape output) {
    return output.elements() * Lanes.WIDTH;
  }

  /** Floats of state of one image whose lanes are channels. */
  static int channelStateSize(Shape output) {
    return output.pixels() * Lanes.roundUp(output.channels());
  }

  @Override
  public void forward(GroupPass pass) {
    float[] memory = pass.memory();
    forward.maxForward(
        binding.rectify(),
        memory,
        binding.x().at(),
        memory,
        binding.y().at(),
        binding.training() ? memory : null,
        binding.stateAt());
  }

  @Override
  public void backward(GroupPass pass) {
    if (binding.wantsInputGradient()) {
      float[] memory = pass.memory();
      backward.maxBackward(
          memory, binding.dy().at(), memory, binding.stateAt(), memory, binding.dx().at());
    }
  }
}
