package dev.lanewise.layers.shape;

import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import java.util.Optional;

/**
 * Rows and columns of zeros around each image, as PyTorch's and Keras's {@code ZeroPad2d} and
 * {@code ZeroPadding2D}.
 *
 * @param border rows above and below, columns before and after
 */
public record ZeroPad2d(Halo border) implements Layer {

  /** As much on every side. */
  public static ZeroPad2d of(int side) {
    return new ZeroPad2d(new Halo(side, side, side, side));
  }

  /** As much on opposite sides. */
  public static ZeroPad2d of(int rows, int columns) {
    return new ZeroPad2d(new Halo(rows, columns, rows, columns));
  }

  @Override
  public String defaultName() {
    return "pad";
  }

  @Override
  public Shape outputShape(Shape input) {
    long height = (long) border.top() + input.height() + border.bottom();
    long width = (long) border.left() + input.width() + border.right();
    if (height > Integer.MAX_VALUE || width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A padded image must have at most 2^31 - 1 rows and columns. Received: %sx%s"
              .formatted(height, width));
    }
    return new Shape(input.channels(), (int) height, (int) width);
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forAnyLanes(it -> new BorderOp(it, border, BorderOp.Change.ADD));
  }
}
