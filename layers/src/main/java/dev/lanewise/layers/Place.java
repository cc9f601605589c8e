package dev.lanewise.layers;

import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Layout;
import dev.lanewise.core.tensor.Shape;

/**
 * A tensor's place in a pass's memory: of a lane group, or of one image whose lanes are channels.
 * There, a view keeps the layout of what it is a view of: value {@code i} of {@code shape}, in the
 * order channel, row, column, is value {@code i} of the layout's shape.
 *
 * @param shape the shape that the network gives the values
 * @param layout how they lie
 * @param at where they start
 */
public record Place(Shape shape, Layout layout, int at) {

  /** A place whose values lie as their shape says. */
  public static Place of(Layout layout, int at) {
    return new Place(layout.shape(), layout, at);
  }

  /**
   * How a lane group lies.
   *
   * @throws IllegalStateException if the lanes are channels
   */
  public LaneLayout lanes() {
    if (layout instanceof LaneLayout lanes) {
      return lanes;
    }
    throw new IllegalStateException("Sixteen images must lie here. Received: " + layout);
  }

  /**
   * How one image lies whose lanes are channels.
   *
   * @throws IllegalStateException if the lanes are images
   */
  public ChannelLayout channels() {
    if (layout instanceof ChannelLayout channels) {
      return channels;
    }
    throw new IllegalStateException("One image must lie here. Received: " + layout);
  }

  /**
   * Index in the memory of each value of one image whose lanes are channels, in the order channel,
   * row, column.
   *
   * @throws IllegalStateException if the lanes are images
   */
  public int[] indices() {
    int[] indices = channels().elementOffsets();
    for (int i = 0; i < indices.length; i++) {
      indices[i] += at;
    }
    return indices;
  }

  /** Whether the values lie as their shape says, and not as those of another shape. */
  public boolean isPlain() {
    return layout.shape().equals(shape);
  }

  /** The same memory as a lane group; see {@link ChannelLayout#lanes}. */
  Place asLaneGroup() {
    return layout instanceof ChannelLayout channels ? of(channels.lanes(), at) : this;
  }
}
