package dev.lanewise.layers.pool;

import dev.lanewise.core.pool.PoolWindows;
import dev.lanewise.core.pool.Pooling;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;

/** The largest value of each window; its state is which one that was. */
final class MaxPoolOp implements LayerOp {

  private final Binding binding;
  private final Pooling forward;
  private final Pooling backward;

  MaxPoolOp(Binding binding, PoolWindows windows) {
    this.binding = binding;
    var kernel = binding.simd();
    forward = new Pooling(kernel, windows, binding.x().lanes(), binding.y().lanes());
    backward = new Pooling(kernel, windows, binding.dx().lanes(), binding.dy().lanes());
  }

  /** Which value was the largest is kept for each result. */
  static MemoryNeeds needs(Shape output) {
    return MemoryNeeds.separate()
        .withState(
            output.elements() * Lanes.WIDTH, output.pixels() * Lanes.roundUp(output.channels()));
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
