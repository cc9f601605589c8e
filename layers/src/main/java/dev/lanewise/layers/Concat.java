package dev.lanewise.layers;

import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** The channels of two or more values of the same height and width, one value's after another's. */
public record Concat() implements Layer {

  @Override
  public String defaultName() {
    return "concat";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape first = inputs.getFirst();
    if (inputs.size() < 2
        || inputs.stream()
            .anyMatch(s -> s.height() != first.height() || s.width() != first.width())) {
      throw new IllegalArgumentException(
          "Concat needs at least two inputs, all of the same height and width. Received: "
              + String.join(" and ", inputs.stream().map(Shape::toString).toList()));
    }
    return new Shape(
        inputs.stream().mapToInt(Shape::channels).sum(), first.height(), first.width());
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    return MemoryNeeds.separate().withOrder(MemoryNeeds.Order.ANY);
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forEither(it -> new Op(it), it -> new ChannelConcatOp(it));
  }

  private static final class Op implements LayerOp {

    private final Binding binding;
    private final ElementwiseKernel kernel;

    Op(Binding binding) {
      this.binding = binding;
      kernel = binding.simd().elementwise();
    }

    @Override
    public void forward(GroupPass pass) {
      int channel = 0;
      for (Source source : binding.sources()) {
        Shape shape = source.x().lanes().shape();
        copy(pass, shape, source.x(), 0, binding.y(), channel);
        channel += shape.channels();
      }
    }

    @Override
    public void backward(GroupPass pass) {
      int channel = 0;
      for (Source source : binding.sources()) {
        Shape shape = source.x().lanes().shape();
        if (source.wantsGradient()) {
          copy(pass, shape, binding.dy(), channel, source.dx(), 0);
        }
        channel += shape.channels();
      }
    }

    private void copy(
        GroupPass pass, Shape shape, Place from, int fromChannel, Place to, int toChannel) {
      LaneLayout x = from.lanes();
      LaneLayout y = to.lanes();
      float[] memory = pass.memory();
      int n = shape.width() * Lanes.WIDTH;
      for (int c = 0; c < shape.channels(); c++) {
        for (int row = 0; row < shape.height(); row++) {
          kernel.copy(
              memory,
              from.at() + x.offset(fromChannel + c, row, 0),
              memory,
              to.at() + y.offset(toChannel + c, row, 0),
              n);
        }
      }
    }
  }
}
