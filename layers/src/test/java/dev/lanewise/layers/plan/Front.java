package dev.lanewise.layers.plan;

import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.ParameterSpec;
import java.util.List;
import java.util.Optional;

/** Passes its input on; has a parameter, so that the layer behind it must make a gradient. */
public record Front() implements Layer {

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
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forImages(Op::new);
  }

  private record Op(Binding binding) implements LayerOp {

    @Override
    public void forward(GroupPass pass) {
      LaneLayout x = binding.x().lanes();
      LaneLayout y = binding.y().lanes();
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
