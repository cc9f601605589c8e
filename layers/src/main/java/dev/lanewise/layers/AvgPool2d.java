package dev.lanewise.layers;

import dev.lanewise.core.pool.Pooling;
import dev.lanewise.core.tensor.Shape;

/**
 * The mean of each window, as PyTorch's {@code AvgPool2d}.
 *
 * @param pool the windows
 */
public record AvgPool2d(Pool2d pool) implements Layer {

  /** Square windows that touch without overlap. */
  public static AvgPool2d of(int kernel) {
    return new AvgPool2d(Pool2d.of(kernel));
  }

  @Override
  public String kind() {
    return "AvgPool2d";
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
  public LayerOp bind(Binding binding) {
    return new Op(this, binding);
  }

  private static final class Op implements LayerOp {

    private final Binding binding;
    private final Pooling forward;
    private final Pooling backward;

    Op(AvgPool2d layer, Binding binding) {
      this.binding = binding;
      var geometry = layer.pool.geometry(binding.x().layout().shape());
      var kernel = binding.simd();
      forward = new Pooling(kernel, geometry, binding.x().layout(), binding.y().layout());
      backward = new Pooling(kernel, geometry, binding.dx().layout(), binding.dy().layout());
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
}
