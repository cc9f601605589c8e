package dev.lanewise.core.pool;

import dev.lanewise.core.kernel.PoolAxis;
import dev.lanewise.core.tensor.Shape;

/** Which pixels each output of a pooling sees: a window's rows times its columns. */
public sealed interface PoolWindows permits PoolGeometry, AdaptiveGeometry {

  /** Most pixels of a window: an index of more is no exact float. */
  int MOST_TAPS = 1 << 24;

  /** Shape of one image that comes in. */
  Shape input();

  /** Shape of one image of the result. */
  Shape output();

  /** Windows along the height. */
  PoolAxis rows();

  /** Windows along the width. */
  PoolAxis columns();
}
