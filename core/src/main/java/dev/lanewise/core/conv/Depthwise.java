package dev.lanewise.core.conv;

import dev.lanewise.core.kernel.DepthwiseKernel;
import dev.lanewise.core.kernel.LaneFold;
import dev.lanewise.core.kernel.PlaneTables;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution each of whose groups has one input channel, plane by plane: what a product with one
 * row, or a depth of a few taps, would do slowly. The sums are the product's, in its order.
 *
 * <p>Lanes are images, as in {@link Convolution}, or channels, as in {@link ChannelConvolution}; a
 * plane is a channel, or a block of sixteen of them, each with an output of its own.
 */
final class Depthwise {

  private final boolean channels;
  private final LaneLayout x;
  private final LaneLayout y;
  private final LaneLayout dy;
  private final LaneLayout dx;
  private final DepthwiseKernel kernel;
  private final int outputs;
  private final int taps;
  private final int results;
  private final PlaneTables forward;
  private final PlaneTables weights;
  private final int window;
  private final List<Part> parts;
  private final float[] panels;
  private final float[] init;
  private final float[] dataInit;

  /**
   * Backward data of one phase of each axis.
   *
   * @param tables its pixels and taps, those of all outputs of a channel
   * @param from where the first pixel's place in the gradient is
   * @param to where the first pixel is
   * @param kernelTaps its taps' numbers in the kernel
   * @param panels their weights
   */
  private record Part(PlaneTables tables, int from, int to, int[] kernelTaps, float[] panels) {
    int depth() {
      return tables.taps().length;
    }
  }

  /**
   * Plans.
   *
   * @param geometry the convolution; its groups have one input channel, and one output channel if
   *     lanes are channels
   * @param layouts where the operands lie, with a plane for each channel or block of channels
   * @param channels whether lanes are channels
   * @param data whether there will be backward data
   * @param kernel the kernel
   */
  Depthwise(
      ConvGeometry geometry,
      Convolution.Layouts layouts,
      boolean channels,
      boolean data,
      DepthwiseKernel kernel) {
    this.channels = channels;
    this.kernel = kernel;
    x = layouts.x();
    y = layouts.y();
    dy = layouts.dy();
    dx = layouts.dx();
    outputs = geometry.groupOutputs();
    taps = geometry.depth();
    results = geometry.outChannels();
    forward = tables(geometry, y);
    weights = tables(geometry, dy);
    window = x.offset(0, -geometry.padding().top(), -geometry.padding().left());
    parts = data ? parts(geometry) : List.of();
    int lanes = channels ? Lanes.WIDTH : 1;
    panels = new float[y.shape().channels() * lanes * taps];
    init = new float[y.shape().channels() * lanes];
    dataInit = new float[x.shape().channels() * lanes];
  }

  private PlaneTables tables(ConvGeometry geometry, LaneLayout output) {
    Window rows = geometry.rows();
    Window columns = geometry.columns();
    int[] offsets = new int[taps];
    for (int ky = 0, t = 0; ky < rows.kernel(); ky++) {
      for (int kx = 0; kx < columns.kernel(); kx++) {
        offsets[t++] = ky * rows.dilation() * x.rowStride() + kx * columns.dilation() * Lanes.WIDTH;
      }
    }
    return new PlaneTables(
        offsets,
        output.shape().height(),
        output.shape().width(),
        rows.stride() * x.rowStride(),
        columns.stride() * Lanes.WIDTH,
        output.rowStride(),
        Lanes.WIDTH);
  }

  private List<Part> parts(ConvGeometry geometry) {
    List<Part> list = new ArrayList<>();
    for (int ry = 0; ry < geometry.rows().stride(); ry++) {
      for (int rx = 0; rx < geometry.columns().stride(); rx++) {
        Phase v =
            Phase.of(geometry.rows(), geometry.padding().top(), geometry.input().height(), ry);
        Phase h =
            Phase.of(geometry.columns(), geometry.padding().left(), geometry.input().width(), rx);
        if (v.pixels() > 0 && h.pixels() > 0) {
          list.add(part(geometry, v, h));
        }
      }
    }
    return list;
  }

  private Part part(ConvGeometry geometry, Phase v, Phase h) {
    int count = v.taps().length * h.taps().length;
    int[] offsets = new int[outputs * count];
    int[] kernelTaps = new int[count];
    for (int o = 0, t = 0; o < outputs; o++) {
      for (int i = 0; i < v.taps().length; i++) {
        for (int j = 0; j < h.taps().length; j++, t++) {
          offsets[t] =
              o * dy.planeStride() - v.shifts()[i] * dy.rowStride() - h.shifts()[j] * Lanes.WIDTH;
          kernelTaps[t % count] = v.taps()[i] * geometry.columns().kernel() + h.taps()[j];
        }
      }
    }
    PlaneTables tables =
        new PlaneTables(
            offsets,
            v.pixels(),
            h.pixels(),
            dy.rowStride(),
            Lanes.WIDTH,
            geometry.rows().stride() * dx.rowStride(),
            geometry.columns().stride() * Lanes.WIDTH);
    int lanes = channels ? Lanes.WIDTH : 1;
    return new Part(
        tables,
        dy.offset(0, v.gradientStart(), h.gradientStart()),
        dx.offset(0, v.firstPixel(), h.firstPixel()),
        kernelTaps,
        new float[x.shape().channels() * lanes * offsets.length]);
  }

  /** Floats of scratch memory that {@link #backwardWeights} wants. */
  int scratchSize() {
    return DepthwiseKernel.sumsSize(taps);
  }

  /** What is added to each output channel; zeros until it is written. */
  float[] init() {
    return init;
  }

  /** What each input channel's gradient begins with; zeros until it is written. */
  float[] dataInit() {
    return dataInit;
  }

  /** Packs the weights for the passes to come. */
  void prepare(float[] w, int wAt, boolean backward) {
    if (channels) {
      for (int o = 0; o < results; o++) {
        int to = o / Lanes.WIDTH * taps * Lanes.WIDTH + o % Lanes.WIDTH;
        for (int t = 0; t < taps; t++) {
          panels[to + t * Lanes.WIDTH] = w[wAt + o * taps + t];
        }
      }
    } else {
      System.arraycopy(w, wAt, panels, 0, panels.length);
    }
    for (int i = 0; backward && i < parts.size(); i++) {
      pack(parts.get(i), w, wAt);
    }
  }

  private void pack(Part part, float[] w, int wAt) {
    int count = part.kernelTaps.length;
    int step = channels ? Lanes.WIDTH : 1;
    for (int o = 0; o < results; o++) {
      int to = channels ? o / Lanes.WIDTH * count * Lanes.WIDTH + o % Lanes.WIDTH : o * count;
      int from = wAt + o * taps;
      for (int t = 0; t < count; t++) {
        part.panels[to + t * step] = w[from + part.kernelTaps[t]];
      }
    }
  }

  /** {@code y = clamp(conv(x, w) + init)}, plane by plane. */
  void forward(
      float[] input, int xAt, float[] output, int yAt, RowClamp clamp, float floor, float ceiling) {
    int lanes = channels ? Lanes.WIDTH : 1;
    for (int o = 0; o < y.shape().channels(); o++) {
      kernel.correlate(
          forward,
          channels,
          input,
          xAt + window + o / outputs * x.planeStride(),
          panels,
          o * taps * lanes,
          init,
          o * lanes,
          output,
          yAt + y.origin() + o * y.planeStride());
      clamp.apply(output, yAt, o, 1, 0, y.shape().pixels(), floor, ceiling);
    }
  }

  /** {@code dx = dataInit + } the gradient of input planes {@code from .. to - 1}. */
  void backwardData(int from, int to, float[] gradient, int dyAt, float[] result, int dxAt) {
    int lanes = channels ? Lanes.WIDTH : 1;
    for (int c = from; c < to; c++) {
      for (int i = 0; i < parts.size(); i++) {
        Part part = parts.get(i);
        kernel.correlate(
            part.tables,
            channels,
            gradient,
            dyAt + part.from + c * outputs * dy.planeStride(),
            part.panels,
            c * part.depth() * lanes,
            dataInit,
            c * lanes,
            result,
            dxAt + part.to + c * dx.planeStride());
      }
    }
  }

  /** Planes of the input. */
  int planes() {
    return x.shape().channels();
  }

  /** {@code dw += } the gradient of the weights of input planes {@code from .. to - 1}. */
  void backwardWeights(
      int from,
      int to,
      float[] input,
      int xAt,
      float[] gradient,
      int dyAt,
      float[] dw,
      int dwAt,
      float[] scratch) {
    for (int o = from * outputs; o < to * outputs; o++) {
      kernel.gradient(
          weights,
          input,
          xAt + window + o / outputs * x.planeStride(),
          gradient,
          dyAt + dy.origin() + o * dy.planeStride(),
          scratch);
      if (channels) {
        int count = Math.min(Lanes.WIDTH, results - o * Lanes.WIDTH);
        for (int l = 0; l < count; l++) {
          int at = dwAt + (o * Lanes.WIDTH + l) * taps;
          for (int t = 0; t < taps; t++) {
            dw[at + t] += scratch[t * Lanes.WIDTH + l];
          }
        }
      } else {
        for (int t = 0; t < taps; t++) {
          dw[dwAt + o * taps + t] += LaneFold.sum(scratch, t * Lanes.WIDTH);
        }
      }
    }
  }

  /** {@code db += } the gradient of the bias where lanes are channels. */
  void backwardBias(float[] gradient, int dyAt, float[] db, int dbAt, float[] scratch) {
    for (int n = 0; n < dy.shape().channels(); n++) {
      Arrays.fill(scratch, 0, Lanes.WIDTH, 0f);
      for (int row = 0; row < dy.shape().height(); row++) {
        int from = dyAt + dy.offset(n, row, 0);
        for (int i = 0; i < dy.shape().width() * Lanes.WIDTH; i += Lanes.WIDTH) {
          for (int l = 0; l < Lanes.WIDTH; l++) {
            scratch[l] += gradient[from + i + l];
          }
        }
      }
      int count = Math.min(Lanes.WIDTH, results - n * Lanes.WIDTH);
      for (int l = 0; l < count; l++) {
        db[dbAt + n * Lanes.WIDTH + l] += scratch[l];
      }
    }
  }
}
