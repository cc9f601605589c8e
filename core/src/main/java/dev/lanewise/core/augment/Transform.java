package dev.lanewise.core.augment;

import dev.lanewise.core.tensor.Shape;

/**
 * A random change of an image that keeps its shape. Implementations are immutable and may be used
 * by several threads at once; what they do depends on the canvas and the key alone. They allocate
 * nothing but through {@link Canvas#work}.
 */
public interface Transform {

  /**
   * Refuses shapes that it can't change.
   *
   * @throws IllegalArgumentException if it can't
   */
  default void check(Shape shape) {}

  /**
   * Changes the image.
   *
   * @param canvas the image
   * @param key decides every random choice, by {@link dev.lanewise.core.math.CounterRandom}
   */
  void apply(Canvas canvas, long key);
}
