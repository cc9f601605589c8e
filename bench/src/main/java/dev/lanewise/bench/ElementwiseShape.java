package dev.lanewise.bench;

import dev.lanewise.core.tensor.Shape;

/**
 * Values to apply a function to.
 *
 * @param input shape of one image
 * @param batch images
 */
public record ElementwiseShape(Shape input, int batch) {

  /** For example {@code 32:26x26:b128}: channels, image, batch. */
  public String name() {
    return "%s:%sx%s:b%s".formatted(input.channels(), input.height(), input.width(), batch);
  }
}
