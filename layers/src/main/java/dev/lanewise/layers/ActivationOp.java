package dev.lanewise.layers;

/** An {@link Activation} in its place. */
final class ActivationOp extends ElementwiseOp {

  private final Activation activation;

  ActivationOp(Activation activation, Binding binding) {
    super(binding);
    this.activation = activation;
  }

  @Override
  void forwardRun(GroupPass pass, int x, int y, int n, int element) {
    activation.apply(kernel(), pass.memory(), x, y, n);
  }

  @Override
  void backwardRun(GroupPass pass, int y, int dy, int dx, int n, int element) {
    activation.applyBackward(kernel(), pass.memory(), y, dy, dx, n);
  }
}
