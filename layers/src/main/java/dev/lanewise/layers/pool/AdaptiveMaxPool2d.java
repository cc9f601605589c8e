package dev.lanewise.layers.pool;

import dev.lanewise.core.pool.AdaptiveGeometry;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Fusion;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import java.util.Optional;
import java.util.Set;

/**
 * The largest value of each window, the windows being such that the result has the given size
 * whatever the input's: {@link AdaptiveGeometry} has the formula, which is PyTorch's. Of equal
 * values the first in row-major order gets the gradient.
 *
 * @param height rows of the result
 * @param width columns of the result
 */
public record AdaptiveMaxPool2d(int height, int width) implements Layer {

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is below 1x1
   */
  public AdaptiveMaxPool2d {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "AdaptiveMaxPool2d needs a result of at least 1x1. Received: " + height + "x" + width);
    }
  }

  /** A square result. */
  public static AdaptiveMaxPool2d of(int size) {
    return new AdaptiveMaxPool2d(size, size);
  }

  @Override
  public String defaultName() {
    return "pool";
  }

  @Override
  public Shape outputShape(Shape input) {
    return new AdaptiveGeometry(input, height, width).output();
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    return MaxPoolOp.needs(outputShape(input));
  }

  @Override
  public Set<Fusion> fusions() {
    return Set.of(Fusion.RELU_BEFORE);
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forAnyLanes(
        it -> new MaxPoolOp(it, new AdaptiveGeometry(it.x().lanes().shape(), height, width)));
  }
}
