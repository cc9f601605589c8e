package dev.lanewise.core.tensor;

/**
 * Where values lie in memory, counted in floats: sixteen images of a lane group side by side, or
 * sixteen channels of one image.
 */
public sealed interface Layout permits LaneLayout, ChannelLayout {

  /** The shape of one image. */
  Shape shape();

  /** The zeros around it. */
  Halo halo();

  /** Floats of all, halo included. */
  int size();

  /** Offset of the first inner pixel of channel 0. */
  int origin();

  /** Floats from a pixel to the one below it. */
  int rowStride();

  /** Floats from a plane to the next: one channel, or sixteen of them. */
  int planeStride();

  /** Offset of a value, of lane 0 if the lanes are images; may reach into the halo. */
  int offset(int channel, int y, int x);
}
