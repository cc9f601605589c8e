package dev.lanewise.layers.plan;

import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Layout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.MemoryNeeds;

/** What the sixteen lanes of a pass's memory are. */
enum LaneUse {
  /** Images of one lane group. */
  IMAGES("a lane group of 16 images") {
    @Override
    Layout layout(Shape shape, Halo halo, boolean planar) {
      return new LaneLayout(shape, halo);
    }

    @Override
    int state(MemoryNeeds needs) {
      return needs.state();
    }
  },
  /** Channels of one image. */
  CHANNELS("an image, lanes being channels") {
    @Override
    Layout layout(Shape shape, Halo halo, boolean planar) {
      return new ChannelLayout(shape, halo, planar);
    }

    @Override
    int state(MemoryNeeds needs) {
      return needs.channelState();
    }
  };

  private final String description;

  LaneUse(String description) {
    this.description = description;
  }

  /** What one pass's memory is for. */
  String description() {
    return description;
  }

  /**
   * How a tensor lies.
   *
   * @param shape its shape
   * @param halo zeros around it
   * @param planar whether the channels of one image lie one behind the other
   */
  abstract Layout layout(Shape shape, Halo halo, boolean planar);

  /** Floats that a layer keeps for the backward pass. */
  abstract int state(MemoryNeeds needs);
}
