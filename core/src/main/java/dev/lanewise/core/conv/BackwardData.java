package dev.lanewise.core.conv;

import dev.lanewise.core.gemm.Panels;
import dev.lanewise.core.kernel.ProductKernel;
import dev.lanewise.core.kernel.ProductTables;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final float[] init;
  private final List<Whole> wholes = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();

  /**
   * The packed weights of one phase of each axis.
   *
   * @param rows the taps along the height
   * @param columns the taps along the width
   * @param panels the weights of these taps
   */
  private record Whole(int[] rows, int[] columns, float[] panels) {
    int depth(int outputs) {
      return outputs * rows.length * columns.length;
    }
  }

  /**
   * What pixels with the same taps make.
   *
   * @param operand the gradient's column matrix
   * @param whole the weights of their phase
   * @param firstRow the first of the phase's taps along the height
   * @param rows number of these
   * @param firstColumn the first of the phase's taps along the width
   * @param columns number of these
   * @param panels the weights of these taps, packed; the phase's own if they are all
   */
  private record Part(
      Operand operand,
      Whole whole,
      int firstRow,
      int rows,
      int firstColumn,
      int columns,
      float[] panels) {
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
    init = new float[geometry.groups() * Panels.roundUp(geometry.groupChannels())];
    for (int ry = 0; ry < geometry.rows().stride(); ry++) {
      for (int rx = 0; rx < geometry.columns().stride(); rx++) {
        Phase v =
            Phase.of(geometry.rows(), geometry.padding().top(), geometry.input().height(), ry);
        Phase h =
            Phase.of(geometry.columns(), geometry.padding().left(), geometry.input().width(), rx);
        if (v.pixels() > 0 && h.pixels() > 0) {
          addParts(v, h, columns);
        }
      }
    }
  }

  /**
   * Adds a phase, as a whole or in pieces. Where many taps of the pixels at the border meet only
   * zeros, as in convolutions without padding of small images, pieces leave them out: nothing is
   * added to a sum that would not be a product with 0. Each piece packs its weights, so they must
   * save enough.
   */
  private void addParts(Phase v, Phase h, Convolution.Columns columns) {
    List<Phase> up = v.pieces(geometry.rows().stride(), geometry.output().height());
    List<Phase> across = h.pieces(geometry.columns().stride(), geometry.output().width());
    long whole = (long) v.pixels() * h.pixels() * v.taps().length * h.taps().length;
    long pieces = 0;
    long packed = 0;
    for (Phase a : up) {
      for (Phase b : across) {
        long taps = (long) a.taps().length * b.taps().length;
        // Pixels are computed in pairs.
        pieces += (a.pixels() * b.pixels() + 1L & -2L) * taps;
        packed += taps;
      }
    }
    int depth = geometry.groupOutputs() * v.taps().length * h.taps().length;
    float[] panels = new float[geometry.groups() * Panels.size(geometry.groupChannels(), depth)];
    Whole weights = new Whole(v.taps(), h.taps(), panels);
    wholes.add(weights);
    if (8 * pieces > 7 * whole || whole - pieces < 2 * packed) {
      parts.add(part(weights, v, h, columns));
      return;
    }
    for (Phase a : up) {
      for (Phase b : across) {
        parts.add(part(weights, a, b, columns));
      }
    }
  }

  private Part part(Whole whole, Phase v, Phase h, Convolution.Columns columns) {
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
    // Taps walk a row downwards: if pixels do so too, what a tile loads first was loaded before.
    boolean downwards = geometry.columns().stride() == 1;
    for (int i = 0, p = 0; i < v.pixels(); i++) {
      for (int j = 0; j < h.pixels(); j++, p++) {
        int at = downwards ? from.length - 1 - p : p;
        from[at] = dy.offset(0, v.gradientStart() + i, h.gradientStart() + j);
        to[at] =
            dx.offset(
                0,
                v.firstPixel() + i * geometry.rows().stride(),
                h.firstPixel() + j * geometry.columns().stride());
      }
    }
    ProductTables tables = new ProductTables(depthOffset, from, to, dx.planeStride());
    boolean all = v.taps().length == whole.rows.length && h.taps().length == whole.columns.length;
    int size = geometry.groups() * Panels.size(geometry.groupChannels(), depthOffset.length);
    return new Part(
        new Operand(tables, columns),
        whole,
        first(whole.rows, v.taps()),
        v.taps().length,
        first(whole.columns, h.taps()),
        h.taps().length,
        all ? whole.panels : new float[size]);
  }

  /** Where the taps of a piece, which are neighbours, begin among those of the phase. */
  private static int first(int[] all, int[] taps) {
    return taps.length == 0 ? 0 : Arrays.binarySearch(all, taps[0]);
  }

  int scratchSize() {
    return parts.stream().mapToInt(part -> part.operand().scratchSize()).max().orElse(0);
  }

  /** Sets what the gradient begins with, one value a channel; 0 until then. */
  void begin(float[] b, int bAt) {
    int channels = geometry.groupChannels();
    for (int g = 0; g < geometry.groups(); g++) {
      System.arraycopy(b, bAt + g * channels, init, g * Panels.roundUp(channels), channels);
    }
  }

  /** Packs the transposed weights: rows are input channels, the depth is (o, ky, kx). */
  void prepare(float[] w, int wAt) {
    for (int i = 0; i < wholes.size(); i++) {
      pack(w, wAt, wholes.get(i));
    }
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.panels != part.whole.panels) {
        select(part);
      }
    }
  }

  private void pack(float[] w, int wAt, Whole whole) {
    int channels = geometry.groupChannels();
    int outputs = geometry.groupOutputs();
    int kernelWidth = geometry.columns().kernel();
    int taps = geometry.rows().kernel() * kernelWidth;
    int depth = whole.depth(outputs);
    int size = Panels.size(channels, depth);
    for (int g = 0; g < geometry.groups(); g++) {
      for (int c = 0; c < channels; c++) {
        int to =
            g * size
                + c / ProductKernel.PANEL_ROWS * Panels.stride(depth)
                + c % ProductKernel.PANEL_ROWS;
        for (int o = 0; o < outputs; o++) {
          int from = wAt + ((g * outputs + o) * channels + c) * taps;
          for (int ky : whole.rows) {
            for (int kx : whole.columns) {
              whole.panels[to] = w[from + ky * kernelWidth + kx];
              to += ProductKernel.PANEL_ROWS;
            }
          }
        }
      }
    }
  }

  /** Copies the panels' columns of a part's taps. */
  private void select(Part part) {
    int outputs = geometry.groupOutputs();
    int rowTaps = part.whole.rows.length;
    int columnTaps = part.whole.columns.length;
    int wholeStride = Panels.stride(part.whole.depth(outputs));
    int stride = Panels.stride(part.depth());
    int run = part.columns * ProductKernel.PANEL_ROWS;
    int panels =
        geometry.groups() * Panels.roundUp(geometry.groupChannels()) / ProductKernel.PANEL_ROWS;
    for (int panel = 0; panel < panels; panel++) {
      int to = panel * stride;
      for (int o = 0; o < outputs; o++) {
        int from =
            panel * wholeStride
                + ((o * rowTaps + part.firstRow) * columnTaps + part.firstColumn)
                    * ProductKernel.PANEL_ROWS;
        for (int row = 0; row < part.rows; row++) {
          System.arraycopy(part.whole.panels, from, part.panels, to, run);
          from += columnTaps * ProductKernel.PANEL_ROWS;
          to += run;
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
                j == 0 ? init : null,
                g * Panels.roundUp(rows),
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
