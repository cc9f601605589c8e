package dev.lanewise.layers;

import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * The product of two values, the second of which has the first one's shape, or one value for each
 * channel, which multiplies all pixels: the end of a squeeze-and-excite block.
 */
public record Multiply() implements Layer {

  @Override
  public String defaultName() {
    return "multiply";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    boolean fits =
        inputs.size() == 2
            && (inputs.get(1).equals(inputs.get(0))
                || inputs.get(1).equals(Shape.flat(inputs.get(0).channels())));
    if (!fits) {
      throw new IllegalArgumentException(
          "Multiply needs two inputs, the second of the same shape or with one value a channel."
              + " Received: "
              + String.join(" and ", inputs.stream().map(Shape::toString).toList()));
    }
    return inputs.getFirst();
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    return MemoryNeeds.separate().readingInput(true);
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forAnyLanes(it -> new Op(it));
  }

  private static final class Op implements LayerOp {

    private final Binding binding;
    private final Source value;
    private final Source factor;
    private final Shape shape;
    private final boolean perChannel;

    Op(Binding binding) {
      this.binding = binding;
      value = binding.sources().get(0);
      factor = binding.sources().get(1);
      shape = value.x().lanes().shape();
      perChannel = !factor.x().lanes().shape().equals(shape);
    }

    /** Where a row of a place begins; the factors of a whole channel are one pixel. */
    private int at(Place place, int c, int row) {
      LaneLayout layout = place.lanes();
      boolean one = perChannel && layout.shape().isFlat() && !shape.isFlat();
      return place.at() + layout.offset(c, one ? 0 : row, 0);
    }

    @Override
    public void forward(GroupPass pass) {
      float[] memory = pass.memory();
      for (int c = 0; c < shape.channels(); c++) {
        for (int row = 0; row < shape.height(); row++) {
          multiply(memory, at(value.x(), c, row), at(factor.x(), c, row), at(binding.y(), c, row));
        }
      }
    }

    /** {@code to = x * f} for one row. */
    private void multiply(float[] memory, int x, int f, int to) {
      for (int pixel = 0; pixel < shape.width(); pixel++) {
        int i = pixel * Lanes.WIDTH;
        int j = f + (perChannel ? 0 : i);
        for (int lane = 0; lane < Lanes.WIDTH; lane++) {
          memory[to + i + lane] = memory[x + i + lane] * memory[j + lane];
        }
      }
    }

    /** The factors' gradients first: the value's may lie where the output's do. */
    @Override
    public void backward(GroupPass pass) {
      float[] memory = pass.memory();
      for (int c = 0; c < shape.channels(); c++) {
        if (factor.wantsGradient() && perChannel) {
          sumUp(memory, c);
        } else if (factor.wantsGradient()) {
          for (int row = 0; row < shape.height(); row++) {
            multiply(
                memory, at(binding.dy(), c, row), at(value.x(), c, row), at(factor.dx(), c, row));
          }
        }
      }
      if (value.wantsGradient()) {
        for (int c = 0; c < shape.channels(); c++) {
          for (int row = 0; row < shape.height(); row++) {
            multiply(
                memory, at(binding.dy(), c, row), at(factor.x(), c, row), at(value.dx(), c, row));
          }
        }
      }
    }

    /**
     * Each row's products are summed up by themselves, then the rows: shorter chains, less error.
     */
    private void sumUp(float[] memory, int c) {
      int to = at(factor.dx(), c, 0);
      for (int lane = 0; lane < Lanes.WIDTH; lane++) {
        float sum = 0f;
        for (int row = 0; row < shape.height(); row++) {
          int x = at(value.x(), c, row) + lane;
          int dy = at(binding.dy(), c, row) + lane;
          float rowSum = 0f;
          for (int i = 0; i < shape.width() * Lanes.WIDTH; i += Lanes.WIDTH) {
            rowSum = Math.fma(memory[dy + i], memory[x + i], rowSum);
          }
          sum += rowSum;
        }
        memory[to + lane] = sum;
      }
    }
  }
}
