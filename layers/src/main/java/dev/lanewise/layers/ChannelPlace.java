package dev.lanewise.layers;

import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Shape;

/**
 * One image's place in a pass's memory, lanes being channels. A view keeps the layout of what it is
 * a view of: value {@code i} of {@code shape}, in the order channel, row, column, is value {@code
 * i} of the layout's shape.
 *
 * @param shape the shape that the network gives the values
 * @param layout how they lie
 * @param at where they start
 */
public record ChannelPlace(Shape shape, ChannelLayout layout, int at) {

  /** Whether the values lie as their shape says, and not as those of another shape. */
  public boolean isPlain() {
    return layout.shape().equals(shape);
  }
}
