package dev.lanewise.layers;

import dev.lanewise.core.tensor.Shape;

/** {@code y = max(x, 0)}; the gradient at 0 is 0. NaN stays NaN. */
public record Relu() implements Layer {

  @Override
  public String kind() {
    return "Relu";
  }

  @Override
  public String defaultName() {
    return "relu";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Placement placement() {
    return Placement.ELEMENTWISE;
  }

  @Override
  public boolean backwardReadsOutput() {
    return true;
  }

  @Override
  public LayerOp bind(Binding binding) {
    return new Op(binding);
  }

  private static final class Op extends ElementwiseOp {

    Op(Binding binding) {
      super(binding);
    }

    @Override
    void forwardRun(GroupPass pass, int x, int y, int n, int element) {
      kernel().relu(pass.memory(), x, pass.memory(), y, n);
    }

    @Override
    void backwardRun(GroupPass pass, int y, int dy, int dx, int n, int element) {
      kernel().reluBackward(pass.memory(), y, pass.memory(), dy, pass.memory(), dx, n);
    }
  }
}
