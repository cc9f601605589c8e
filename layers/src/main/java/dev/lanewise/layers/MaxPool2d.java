package dev.lanewise.layers;

import dev.lanewise.core.pool.Pooling;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;

/**
 * The largest value of each window; padding counts as minus infinity, and of equal values the first
 * in row-major order gets the gradient, as in PyTorch's {@code MaxPool2d}.
 *
 * @param pool the windows
 */
public record MaxPool2d(Pool2d pool) implements Layer {

  /** Square windows that touch without overlap. */
  public static MaxPool2d of(int kernel) {
    return new MaxPool2d(Pool2d.of(kernel));
  }

  @Override
  public String kind() {
    return "MaxPool2d";
  }

  @Override
  public String defaultName() {
    return "pool";
  }

  @Override
  public Shape outputShape(Shape input) {
    return pool.geometry(input).output();
  }

  @Override
  public int stateSize(Shape input) {
    return outputShape(input).elements() * Lanes.WIDTH;
  }

  @Override
  public boolean absorbsRelu() {
    return true;
  }

  @Override
  public LayerOp bind(Binding binding) {
    return new Op(this, binding);
  }

  private static final class Op implements LayerOp {

    private final Binding binding;
    private final Pooling forward;
    private final Pooling backward;

    Op(MaxPool2d layer, Binding binding) {
      this.binding = binding;
      var geometry = layer.pool.geometry(binding.x().layout().shape());
      var kernel = binding.simd();
      forward = new Pooling(kernel, geometry, binding.x().layout(), binding.y().layout());
      backward = new Pooling(kernel, geometry, binding.dx().layout(), binding.dy().layout());
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
}
