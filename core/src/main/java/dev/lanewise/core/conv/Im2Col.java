package dev.lanewise.core.conv;

import dev.lanewise.core.kernel.ProductTables;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;

/**
 * The column matrix of a lane group: row {@code k = (c, ky, kx)}, column {@code (pixel, lane)}. Its
 * rows are made of contiguous runs of the input, so it need not exist: a table of offsets stands
 * for it. It can also be materialised, which gives the same bits from a copy.
 */
final class Im2Col {

  private Im2Col() {}

  /**
   * The virtual column matrix of the forward pass, and where its product goes. Offsets are those of
   * group 0; group {@code g} begins {@code g * groupChannels} input channels further on.
   *
   * @param geometry the convolution
   * @param x layout of the input; its halo must contain {@link ConvGeometry#inputHalo()}
   * @param y layout of the output, or of its gradient
   */
  public static ProductTables forward(ConvGeometry geometry, LaneLayout x, LaneLayout y) {
    Window rows = geometry.rows();
    Window columns = geometry.columns();
    int[] depthOffset = new int[geometry.depth()];
    for (int c = 0, k = 0; c < geometry.groupChannels(); c++) {
      for (int ky = 0; ky < rows.kernel(); ky++) {
        for (int kx = 0; kx < columns.kernel(); kx++) {
          depthOffset[k++] =
              c * x.planeStride()
                  + ky * rows.dilation() * x.rowStride()
                  + kx * columns.dilation() * Lanes.WIDTH;
        }
      }
    }
    Shape out = geometry.output();
    int[] xPixel = new int[out.pixels()];
    for (int oy = 0, p = 0; oy < out.height(); oy++) {
      for (int ox = 0; ox < out.width(); ox++) {
        xPixel[p++] =
            x.offset(
                0,
                oy * rows.stride() - geometry.padding().top(),
                ox * columns.stride() - geometry.padding().left());
      }
    }
    return new ProductTables(depthOffset, xPixel, y.pixelOffsets(), y.planeStride());
  }

  /**
   * Copies the column matrix of one group of channels: {@code [k][pixel][16]}.
   *
   * @param tables {@link #forward}'s tables
   * @param x source
   * @param xAt where the lane group starts, plus the group's first channel
   * @param column destination
   * @param columnAt where the matrix starts
   */
  public static void materialise(
      ProductTables tables, float[] x, int xAt, float[] column, int columnAt) {
    int to = columnAt;
    for (int offset : tables.depthOffset()) {
      for (int pixel : tables.xPixel()) {
        System.arraycopy(x, xAt + offset + pixel, column, to, Lanes.WIDTH);
        to += Lanes.WIDTH;
      }
    }
  }

  /** The tables of a materialised column matrix with the product's place taken from {@code y}. */
  static ProductTables materialised(ProductTables virtual) {
    int pixels = virtual.xPixel().length;
    int[] depthOffset = new int[virtual.depthOffset().length];
    for (int k = 0; k < depthOffset.length; k++) {
      depthOffset[k] = k * pixels * Lanes.WIDTH;
    }
    int[] xPixel = new int[pixels];
    for (int p = 0; p < pixels; p++) {
      xPixel[p] = p * Lanes.WIDTH;
    }
    return new ProductTables(depthOffset, xPixel, virtual.yPixel(), virtual.yRowStride());
  }
}
