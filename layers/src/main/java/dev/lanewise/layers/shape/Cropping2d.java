package dev.lanewise.layers.shape;

import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import java.util.Optional;

/**
 * Leaves rows and columns at each image's edges away, as Keras's {@code Cropping2D}.
 *
 * @param border rows above and below, columns before and after that are left away
 */
public record Cropping2d(Halo border) implements Layer {

  /** As much on every side. */
  public static Cropping2d of(int side) {
    return new Cropping2d(new Halo(side, side, side, side));
  }

  /** As much on opposite sides. */
  public static Cropping2d of(int rows, int columns) {
    return new Cropping2d(new Halo(rows, columns, rows, columns));
  }

  @Override
  public String defaultName() {
    return "crop";
  }

  @Override
  public Shape outputShape(Shape input) {
    long height = (long) input.height() - border.top() - border.bottom();
    long width = (long) input.width() - border.left() - border.right();
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "Cropping2d must leave at least 1x1. Received: %s, less %s + %s rows and %s + %s columns"
              .formatted(input, border.top(), border.bottom(), border.left(), border.right()));
    }
    return new Shape(input.channels(), (int) height, (int) width);
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forAnyLanes(it -> new BorderOp(it, border, BorderOp.Change.REMOVE));
  }
}
