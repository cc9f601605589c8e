package dev.lanewise.core.conv;

import dev.lanewise.core.gemm.Panels;
import dev.lanewise.core.kernel.ProductKernel;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import java.util.Arrays;

/** The direct forward pass: the packed weights times the column matrix, group by group. */
final class ForwardProduct {

  private final ConvGeometry geometry;
  private final LaneLayout x;
  private final LaneLayout y;
  private final Bias bias;
  private final ProductKernel product;
  private final Operand operand;
  private final int blockPixels;
  private final float[] panels;
  private final float[] init;
  private float[] positionBias = {};
  private int positionBiasAt;

  ForwardProduct(
      ConvGeometry geometry,
      LaneLayout x,
      LaneLayout y,
      Bias bias,
      Operand operand,
      int blockPixels,
      ProductKernel product) {
    this.geometry = geometry;
    this.x = x;
    this.y = y;
    this.bias = bias;
    this.operand = operand;
    this.blockPixels = blockPixels;
    this.product = product;
    int panelRows = Panels.roundUp(geometry.groupOutputs());
    panels = new float[geometry.groups() * panelRows * geometry.depth()];
    init = new float[geometry.groups() * panelRows];
  }

  /** Packs the weights; a bias for each position is kept and read by later passes. */
  void prepare(float[] w, int wAt, float[] b, int bAt) {
    int outputs = geometry.groupOutputs();
    int depth = geometry.depth();
    int panelRows = Panels.roundUp(outputs);
    for (int g = 0; g < geometry.groups(); g++) {
      Panels.pack(
          w, wAt + g * outputs * depth, outputs, depth, depth, 1, panels, g * panelRows * depth);
      if (bias == Bias.CHANNEL) {
        System.arraycopy(b, bAt + g * outputs, init, g * panelRows, outputs);
      }
    }
    if (bias == Bias.POSITION) {
      positionBias = b;
      positionBiasAt = bAt;
    }
  }

  /** Runs the pass, and bounds each block's values while they are in a cache. */
  void run(
      float[] input,
      int xAt,
      float[] output,
      int yAt,
      RowClamp clamp,
      float floor,
      float ceiling,
      float[] scratch) {
    if (bias == Bias.POSITION) {
      fillPositions(output, yAt);
    }
    int rows = geometry.groupOutputs();
    int depth = geometry.depth();
    int panelRows = Panels.roundUp(rows);
    int pixels = operand.tables().yPixel().length;
    for (int g = 0; g < geometry.groups(); g++) {
      int from = xAt + g * geometry.groupChannels() * x.planeStride();
      int to = yAt + g * rows * y.planeStride();
      float[] right = operand.values(input, from, scratch);
      from = operand.start(from);
      float[] first = bias == Bias.POSITION ? null : init;
      for (int p = 0; p < pixels; p += blockPixels) {
        int end = Math.min(pixels, p + blockPixels);
        for (int i = 0; i < operand.blocks().size(); i++) {
          DepthBlock block = operand.blocks().get(i);
          product.multiply(
              block.tables(),
              rows,
              block.depth(),
              p,
              end,
              panels,
              g * panelRows * depth + block.from() * ProductKernel.PANEL_ROWS,
              Panels.stride(depth),
              ProductKernel.PANEL_ROWS,
              i == 0 ? first : null,
              g * panelRows,
              right,
              from,
              output,
              to);
        }
        clamp.apply(output, yAt, g * rows, rows, p, end, floor, ceiling);
      }
    }
  }

  private void fillPositions(float[] output, int yAt) {
    int b = positionBiasAt;
    for (int o = 0; o < geometry.outChannels(); o++) {
      for (int pixel : operand.tables().yPixel()) {
        int at = yAt + o * y.planeStride() + pixel;
        Arrays.fill(output, at, at + Lanes.WIDTH, positionBias[b++]);
      }
    }
  }
}
