package dev.lanewise.layers.activation;

import dev.lanewise.layers.Binding;
import dev.lanewise.layers.ElementwiseOp;
import dev.lanewise.layers.GroupPass;

/** An {@link Activation} in its place. */
final class ActivationOp extends ElementwiseOp {

  private final Activation activation;

  ActivationOp(Activation activation, Binding binding) {
    super(
        binding,
        activation.gradient() == Activation.Gradient.FROM_INPUT ? binding.x() : binding.y());
    this.activation = activation;
  }

  @Override
  protected void forwardRun(GroupPass pass, int x, int y, int n, int element) {
    activation.apply(binding().simd(), pass.memory(), x, y, n);
  }

  @Override
  protected void backwardRun(GroupPass pass, int kept, int dy, int dx, int n, int element) {
    activation.applyBackward(binding().simd(), pass.memory(), kept, dy, dx, n);
  }
}
