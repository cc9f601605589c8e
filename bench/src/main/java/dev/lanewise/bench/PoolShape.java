package dev.lanewise.bench;

import dev.lanewise.core.pool.PoolGeometry;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;

/**
 * A pooling to measure, its kernel, stride and padding the same along both axes.
 *
 * @param input shape of one image
 * @param kernel taps along an axis
 * @param stride pixels from one window to the next
 * @param padding places on each side
 * @param batch images
 */
public record PoolShape(Shape input, int kernel, int stride, int padding, int batch) {

  /** For example {@code 32:26x26:k2s2p0:b128}: channels, image, window, batch. */
  public String name() {
    return "%s:%sx%s:k%ss%sp%s:b%s"
        .formatted(input.channels(), input.height(), input.width(), kernel, stride, padding, batch);
  }

  /** The pooling's sizes; an average divides by the padding it covers, too. */
  public PoolGeometry geometry() {
    return PoolGeometry.of(input, kernel, stride)
        .withPadding(new Halo(padding, padding, padding, padding));
  }
}
