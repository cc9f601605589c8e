package dev.lanewise.layers.shape;

import dev.lanewise.core.setting.Interpolation;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import java.util.Optional;

/**
 * Images of another size: PyTorch's {@code Upsample} and Keras's {@code UpSampling2D}. A given size
 * may be smaller than the input's.
 *
 * @param extent the new size
 * @param mode how values are made
 */
public record Upsample(Extent extent, Interpolation mode) implements Layer {

  /** How large the result is. */
  public sealed interface Extent {}

  /**
   * Times as large as the input.
   *
   * @param rows factor of the height, at least 1
   * @param columns factor of the width, at least 1
   */
  public record Factor(int rows, int columns) implements Extent {

    /**
     * Checks the factors.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Factor {
      check("factor", rows, columns);
    }
  }

  /**
   * As large as this, whatever the input's size.
   *
   * @param height rows, at least 1
   * @param width columns, at least 1
   */
  public record Size(int height, int width) implements Extent {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Size {
      check("size", height, width);
    }
  }

  private static void check(String what, int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "The %s of Upsample must be at least 1x1. Received: %sx%s"
              .formatted(what, height, width));
    }
  }

  /** Larger by a factor along both axes; values as their nearest input's. */
  public static Upsample by(int factor) {
    return new Upsample(new Factor(factor, factor), Interpolation.NEAREST);
  }

  /** Of a given size; values as their nearest input's. */
  public static Upsample to(int height, int width) {
    return new Upsample(new Size(height, width), Interpolation.NEAREST);
  }

  /** The same size made in another way. */
  public Upsample withMode(Interpolation newMode) {
    return new Upsample(extent, newMode);
  }

  @Override
  public String defaultName() {
    return "upsample";
  }

  @Override
  public Shape outputShape(Shape input) {
    return switch (extent) {
      case Size(int height, int width) -> new Shape(input.channels(), height, width);
      case Factor(int rows, int columns) -> {
        long height = (long) rows * input.height();
        long width = (long) columns * input.width();
        if (height > Integer.MAX_VALUE || width > Integer.MAX_VALUE) {
          throw new IllegalArgumentException(
              "An upsampled image must have at most 2^31 - 1 rows and columns. Received: %sx%s"
                  .formatted(height, width));
        }
        yield new Shape(input.channels(), (int) height, (int) width);
      }
    };
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forAnyLanes(it -> new UpsampleOp(it, mode));
  }
}
