package dev.lanewise.layers;

import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sum of two or more values of the same shape, added in their order: the end of a residual
 * block.
 */
public record Add() implements Sum {

  @Override
  public String defaultName() {
    return "add";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.size() < 2 || inputs.stream().distinct().count() > 1) {
      throw new IllegalArgumentException(
          "Add needs at least two inputs, all of the same shape. Received: "
              + String.join(" and ", inputs.stream().map(Shape::toString).toList()));
    }
    return inputs.getFirst();
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    return MemoryNeeds.elementwise().passingGradient().withOrder(MemoryNeeds.Order.BLOCKS);
  }

  @Override
  public Set<Fusion> fusions() {
    return Set.of(Fusion.CLAMP_AFTER_IN_PREDICTION);
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forAnyLanes(it -> new Op(it));
  }

  private static final class Op implements LayerOp {

    private final Binding binding;
    private final ElementwiseKernel kernel;

    Op(Binding binding) {
      this.binding = binding;
      kernel = binding.simd().elementwise();
    }

    /** Where the output lies over one of the inputs, that one is where the sum begins. */
    @Override
    public void forward(GroupPass pass) {
      Place y = binding.y();
      List<Source> sources = binding.sources();
      int start = 0;
      for (int i = 0; i < sources.size(); i++) {
        if (sources.get(i).x().at() == y.at()) {
          start = i;
        }
      }
      int last = start == sources.size() - 1 ? start - 1 : sources.size() - 1;
      Place sum = sources.get(start).x();
      for (int i = 0; i < sources.size(); i++) {
        if (i != start) {
          Epilogue epilogue = i == last ? binding.epilogue() : Epilogue.NONE;
          Rows.sum(
              kernel,
              pass.memory(),
              sum,
              sources.get(i).x(),
              y,
              epilogue.floor(),
              epilogue.ceiling());
          sum = y;
        }
      }
    }

    @Override
    public void backward(GroupPass pass) {
      for (Source source : binding.sources()) {
        if (source.wantsGradient() && source.dx().at() != binding.dy().at()) {
          Rows.copy(kernel, pass.memory(), binding.dy(), source.dx());
        }
      }
    }
  }
}
