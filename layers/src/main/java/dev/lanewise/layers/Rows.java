package dev.lanewise.layers;

import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;

/** Whole tensors of a pass's memory, row by row where a halo lies between rows. */
public final class Rows {

  private Rows() {}

  /** {@code to = from}. */
  public static void copy(ElementwiseKernel kernel, float[] memory, Place from, Place to) {
    LaneLayout x = from.lanes();
    LaneLayout y = to.lanes();
    if (x.isDense() && y.isDense()) {
      kernel.copy(memory, from.at(), memory, to.at(), x.size());
      return;
    }
    Shape shape = x.shape();
    int n = shape.width() * Lanes.WIDTH;
    for (int c = 0; c < shape.channels(); c++) {
      for (int row = 0; row < shape.height(); row++) {
        kernel.copy(
            memory, from.at() + x.offset(c, row, 0), memory, to.at() + y.offset(c, row, 0), n);
      }
    }
  }

  /** {@code to += from}; {@code from} may be {@code to}. */
  public static void add(ElementwiseKernel kernel, float[] memory, Place from, Place to) {
    LaneLayout x = from.lanes();
    LaneLayout y = to.lanes();
    if (x.isDense() && y.isDense()) {
      kernel.add(memory, from.at(), memory, to.at(), x.size());
      return;
    }
    Shape shape = x.shape();
    int n = shape.width() * Lanes.WIDTH;
    for (int c = 0; c < shape.channels(); c++) {
      for (int row = 0; row < shape.height(); row++) {
        kernel.add(
            memory, from.at() + x.offset(c, row, 0), memory, to.at() + y.offset(c, row, 0), n);
      }
    }
  }

  /** {@code to = a + b} within bounds; {@code to} may be {@code a} or {@code b}. */
  public static void sum(
      ElementwiseKernel kernel,
      float[] memory,
      Place a,
      Place b,
      Place to,
      float floor,
      float ceiling) {
    LaneLayout x = a.lanes();
    LaneLayout z = b.lanes();
    LaneLayout y = to.lanes();
    if (x.isDense() && z.isDense() && y.isDense()) {
      int n = y.size();
      kernel.sum(memory, a.at(), memory, b.at(), memory, to.at(), n, floor, ceiling);
      return;
    }
    Shape shape = y.shape();
    int n = shape.width() * Lanes.WIDTH;
    for (int c = 0; c < shape.channels(); c++) {
      for (int row = 0; row < shape.height(); row++) {
        kernel.sum(
            memory,
            a.at() + x.offset(c, row, 0),
            memory,
            b.at() + z.offset(c, row, 0),
            memory,
            to.at() + y.offset(c, row, 0),
            n,
            floor,
            ceiling);
      }
    }
  }
}
