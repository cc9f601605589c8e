package dev.lanewise.layers;

import dev.lanewise.core.simd.ElementwiseKernel;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;

/** Whole tensors of a pass's memory, row by row where a halo lies between rows. */
final class Rows {

  private Rows() {}

  /** {@code to = from}. */
  static void copy(ElementwiseKernel kernel, float[] memory, Place from, Place to) {
    LaneLayout x = from.layout();
    LaneLayout y = to.layout();
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
  static void add(ElementwiseKernel kernel, float[] memory, Place from, Place to) {
    LaneLayout x = from.layout();
    LaneLayout y = to.layout();
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
}
