package dev.lanewise.core.resample;

import dev.lanewise.core.kernel.GemvKernel;
import dev.lanewise.core.kernel.ResampleKernel;
import dev.lanewise.core.kernel.ResampleTables;
import dev.lanewise.core.setting.Interpolation;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;

/**
 * Images of another size, one lane group at a time: first along the height, then along the width.
 * Immutable; calls allocate nothing and may run on several threads at once. Results overwrite the
 * inner pixels and leave the halo as it is.
 */
public final class Resampling {

  private final GemvKernel rowKernel;
  private final ResampleKernel bandKernel;
  private final LaneLayout input;
  private final LaneLayout output;
  private final ResampleTables rows;
  private final ResampleTables columns;
  private final ResampleTables rowsBack;
  private final ResampleTables columnsBack;

  /**
   * Computes the weights.
   *
   * @param simd kernels
   * @param mode how values are made
   * @param input layout of the input's lane groups, and of its gradient's
   * @param output layout of the output's lane groups, and of its gradient's
   * @throws IllegalArgumentException if the channels differ
   */
  public Resampling(Simd simd, Interpolation mode, LaneLayout input, LaneLayout output) {
    Shape from = input.shape();
    Shape to = output.shape();
    if (from.channels() != to.channels()) {
      throw new IllegalArgumentException(
          "Resampling must keep the channels. Expected: %s. Received: %s"
              .formatted(from.channels(), to.channels()));
    }
    rowKernel = simd.gemv();
    bandKernel = simd.resample();
    this.input = input;
    this.output = output;
    ResampleAxis height = new ResampleAxis(mode, from.height(), to.height());
    ResampleAxis width = new ResampleAxis(mode, from.width(), to.width());
    rows = height.forward();
    columns = width.forward();
    rowsBack = height.backward();
    columnsBack = width.backward();
  }

  /** Floats of scratch memory that a call wants. */
  public int scratchSize() {
    return Math.max(input.shape().width(), output.shape().width()) * Lanes.WIDTH;
  }

  /**
   * Computes the output.
   *
   * @param x input
   * @param xAt where its lane group starts
   * @param y output
   * @param yAt where its lane group starts
   * @param scratch {@link #scratchSize} floats
   * @throws IllegalArgumentException if an array is too short
   */
  public void forward(float[] x, int xAt, float[] y, int yAt, float[] scratch) {
    check("x", x, xAt, input);
    check("y", y, yAt, output);
    apply(rows, columns, x, xAt, input, y, yAt, output, scratch);
  }

  /**
   * Computes the input's gradient: each pixel's sum, over ascending outputs that it went into, of
   * their gradients times its weight.
   *
   * @param dy gradient of the output
   * @param dyAt where its lane group starts
   * @param dx gradient of the input, overwritten
   * @param dxAt where its lane group starts
   * @param scratch {@link #scratchSize} floats
   * @throws IllegalArgumentException if an array is too short
   */
  public void backward(float[] dy, int dyAt, float[] dx, int dxAt, float[] scratch) {
    check("dy", dy, dyAt, output);
    check("dx", dx, dxAt, input);
    apply(rowsBack, columnsBack, dy, dyAt, output, dx, dxAt, input, scratch);
  }

  private void apply(
      ResampleTables down,
      ResampleTables across,
      float[] x,
      int xAt,
      LaneLayout from,
      float[] y,
      int yAt,
      LaneLayout to,
      float[] scratch) {
    int width = from.shape().width() * Lanes.WIDTH;
    for (int c = 0; c < from.shape().channels(); c++) {
      for (int row = 0; row < down.outputs(); row++) {
        int terms = down.terms(row);
        int weightAt = down.start()[row];
        int source = xAt + from.offset(c, down.first()[row], 0);
        int target = yAt + to.offset(c, row, 0);
        if (terms == 1 && down.weight()[weightAt] == 1f) {
          bandKernel.row(across, x, source, y, target);
        } else {
          rowKernel.combine(
              terms, width, down.weight(), weightAt, x, source, from.rowStride(), scratch, 0);
          bandKernel.row(across, scratch, 0, y, target);
        }
      }
    }
  }

  private static void check(String what, float[] array, int at, LaneLayout layout) {
    if (at < 0 || at > array.length - layout.size()) {
      throw new IllegalArgumentException(
          "The array %s must hold a whole lane group. Expected: %s floats from %s. Received: %s floats"
              .formatted(what, layout.size(), at, array.length));
    }
  }
}
