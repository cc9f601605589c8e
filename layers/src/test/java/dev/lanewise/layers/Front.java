package dev.lanewise.layers;

import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import java.util.List;

/** Passes its input on; has a parameter, so that the layer behind it must make a gradient. */
record Front() implements Layer {

  @Override
  public String kind() {
    return "Front";
  }

  @Override
  public String defaultName() {
    return "front";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public List<ParameterSpec> parameters(Shape input) {
    return List.of(new ParameterSpec("weight", List.of(1), 1, 1, new Initializer.Zeros()));
  }

  @Override
  public LayerOp bind(Binding binding) {
    return new Op(binding);
  }

  private record Op(Binding binding) implements LayerOp {

    @Override
    public void forward(GroupPass pass) {
      LaneLayout x = binding.x().layout();
      LaneLayout y = binding.y().layout();
      ElementwiseKernel kernel = binding.simd().elementwise();
      for (int c = 0; c < x.shape().channels(); c++) {
        for (int row = 0; row < x.shape().height(); row++) {
          kernel.copy(
              pass.memory(),
              binding.x().at() + x.offset(c, row, 0),
              pass.memory(),
              binding.y().at() + y.offset(c, row, 0),
              x.shape().width() * Lanes.WIDTH);
        }
      }
    }

    @Override
    public void backward(GroupPass pass) {}
  }
}
