package dev.lanewise.core.tensor;

import java.util.Arrays;

/** Moves images between NCHW arrays and lane groups. */
public final class LaneGroups {

  private LaneGroups() {}

  /**
   * Writes images into the lanes of one group and zeros into the lanes left over.
   *
   * @param nchw source, {@code [N][C][H][W]}
   * @param first index of the image that goes to lane 0
   * @param images how many images to write, 1 to 16
   * @param group destination
   * @param at where the group starts in it
   * @param layout the group's layout
   */
  public static void pack(
      float[] nchw, int first, int images, float[] group, int at, LaneLayout layout) {
    Shape shape = layout.shape();
    int elements = shape.elements();
    for (int c = 0, i = first * elements; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        int to = at + layout.offset(c, y, 0);
        for (int x = 0; x < shape.width(); x++, i++, to += Lanes.WIDTH) {
          for (int lane = 0; lane < images; lane++) {
            group[to + lane] = nchw[i + lane * elements];
          }
          Arrays.fill(group, to + images, to + Lanes.WIDTH, 0f);
        }
      }
    }
  }

  /**
   * Reads images back out of the lanes of one group; the inverse of {@link #pack}.
   *
   * @param group source
   * @param at where the group starts in it
   * @param layout the group's layout
   * @param nchw destination, {@code [N][C][H][W]}
   * @param first index of the image that lane 0 goes to
   * @param images how many images to read, 1 to 16
   */
  public static void unpack(
      float[] group, int at, LaneLayout layout, float[] nchw, int first, int images) {
    Shape shape = layout.shape();
    int elements = shape.elements();
    for (int c = 0, i = first * elements; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        int from = at + layout.offset(c, y, 0);
        for (int x = 0; x < shape.width(); x++, i++, from += Lanes.WIDTH) {
          for (int lane = 0; lane < images; lane++) {
            nchw[i + lane * elements] = group[from + lane];
          }
        }
      }
    }
  }
}
