package dev.lanewise.core.conv;

import dev.lanewise.core.gemm.Panels;
import dev.lanewise.core.simd.ProductKernel;
import dev.lanewise.core.simd.ProductTables;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of a convolution's input: for each phase of the stride, a convolution of stride 1 of
 * the output's gradient with the transposed weights of the phase's taps.
 */
final class BackwardData {

  private final ConvGeometry geometry;
  private final LaneLayout dy;
  private final LaneLayout dx;
  private final ProductKernel product;
  private final int blockPixels;
  private final float[] zeros;
  private final List<Part> parts = new ArrayList<>();

  /**
   * What one phase of each axis makes.
   *
   * @param operand the gradient's column matrix
   * @param rows the taps along the height
   * @param columns the taps along the width
   * @param panels the weights of these taps, packed
   */
  private record Part(Operand operand, int[] rows, int[] columns, float[] panels) {
    int depth() {
      return operand.tables().depthOffset().length;
    }

    int pixels() {
      return operand.tables().xPixel().length;
    }
  }

  BackwardData(
      ConvGeometry geometry,
      LaneLayout dy,
      LaneLayout dx,
      Convolution.Columns columns,
      int blockPixels,
      ProductKernel product) {
    this.geometry = geometry;
    this.dy = dy;
    this.dx = dx;
    this.product = product;
    this.blockPixels = blockPixels;
    zeros = new float[Panels.roundUp(geometry.groupChannels())];
    for (int ry = 0; ry < geometry.rows().stride(); ry++) {
      for (int rx = 0; rx < geometry.columns().stride(); rx++) {
        Phase v =
            Phase.of(geometry.rows(), geometry.padding().top(), geometry.input().height(), ry);
        Phase h =
            Phase.of(geometry.columns(), geometry.padding().left(), geometry.input().width(), rx);
        if (v.pixels() > 0 && h.pixels() > 0) {
          parts.add(part(v, h, columns));
        }
      }
    }
  }

  private Part part(Phase v, Phase h, Convolution.Columns columns) {
    int outputs = geometry.groupOutputs();
    int[] depthOffset = new int[outputs * v.taps().length * h.taps().length];
    for (int o = 0, k = 0; o < outputs; o++) {
      for (int up : v.shifts()) {
        for (int left : h.shifts()) {
          depthOffset[k++] = o * dy.planeStride() - up * dy.rowStride() - left * Lanes.WIDTH;
        }
      }
    }
    int[] from = new int[v.pixels() * h.pixels()];
    int[] to = new int[v.pixels() * h.pixels()];
    for (int i = 0, p = 0; i < v.pixels(); i++) {
      for (int j = 0; j < h.pixels(); j++, p++) {
        from[p] = dy.offset(0, v.gradientStart() + i, h.gradientStart() + j);
        to[p] =
            dx.offset(
                0,
                v.firstPixel() + i * geometry.rows().stride(),
                h.firstPixel() + j * geometry.columns().stride());
      }
    }
    ProductTables tables = new ProductTables(depthOffset, from, to, dx.planeStride());
    int size = geometry.groups() * Panels.size(geometry.groupChannels(), depthOffset.length);
    return new Part(new Operand(tables, columns), v.taps(), h.taps(), new float[size]);
  }

  int scratchSize() {
    return parts.stream().mapToInt(part -> part.operand().scratchSize()).max().orElse(0);
  }

  /** Packs the transposed weights: rows are input channels, the depth is (o, ky, kx). */
  void prepare(float[] w, int wAt) {
    int channels = geometry.groupChannels();
    int outputs = geometry.groupOutputs();
    int kernelWidth = geometry.columns().kernel();
    int taps = geometry.rows().kernel() * kernelWidth;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      int size = Panels.size(channels, part.depth());
      for (int g = 0; g < geometry.groups(); g++) {
        for (int c = 0; c < channels; c++) {
          int to =
              g * size
                  + c / ProductKernel.PANEL_ROWS * Panels.stride(part.depth())
                  + c % ProductKernel.PANEL_ROWS;
          for (int o = 0; o < outputs; o++) {
            int from = wAt + ((g * outputs + o) * channels + c) * taps;
            for (int ky : part.rows()) {
              for (int kx : part.columns()) {
                part.panels()[to] = w[from + ky * kernelWidth + kx];
                to += ProductKernel.PANEL_ROWS;
              }
            }
          }
        }
      }
    }
  }

  void run(float[] gradient, int dyAt, float[] result, int dxAt, float[] scratch) {
    int rows = geometry.groupChannels();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      Operand operand = part.operand();
      int depth = part.depth();
      for (int g = 0; g < geometry.groups(); g++) {
        int from = dyAt + g * geometry.groupOutputs() * dy.planeStride();
        float[] right = operand.values(gradient, from, scratch);
        from = operand.start(from);
        for (int p = 0; p < part.pixels(); p += blockPixels) {
          for (int j = 0; j < operand.blocks().size(); j++) {
            DepthBlock block = operand.blocks().get(j);
            product.multiply(
                block.tables(),
                rows,
                block.depth(),
                p,
                Math.min(part.pixels(), p + blockPixels),
                part.panels(),
                g * Panels.size(rows, depth) + block.from() * ProductKernel.PANEL_ROWS,
                Panels.stride(depth),
                ProductKernel.PANEL_ROWS,
                j == 0 ? zeros : null,
                0,
                right,
                from,
                result,
                dxAt + g * rows * dx.planeStride());
          }
        }
      }
    }
  }
}
