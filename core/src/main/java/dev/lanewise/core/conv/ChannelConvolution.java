package dev.lanewise.core.conv;

import dev.lanewise.core.kernel.ChannelKernel;
import dev.lanewise.core.kernel.ChannelTables;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A planned convolution of one image whose lanes are channels: the three passes of {@link
 * Convolution} with the same sums in the same order, so with the same bits. Weights are packed by
 * {@link #prepare} whenever they have changed; after that any number of threads may run the passes,
 * each with scratch memory of its own.
 */
public final class ChannelConvolution {

  private final ConvGeometry geometry;
  private final Shape output;
  private final ChannelLayout y;
  private final ChannelLayout dy;
  private final Bias bias;
  private final ChannelKernel kernel;
  private final ChannelTables forward;
  private final ChannelTables weights;
  private final ChannelTables sums;
  private final List<Part> parts;
  private final ChannelLayout dx;
  private final RowClamp clamp;
  private final int blocks;
  private final int depth;
  private final int pixels;
  private final float[] panels;
  private final float[] init;
  private final float[] zeros;
  private final float[] one = {1f};
  private float[] positionBias = {};
  private int positionBiasAt;

  /**
   * Where a convolution's operands lie.
   *
   * @param x the input, planar or in blocks; its halo contains {@link ConvGeometry#inputHalo()}
   * @param y the output, in blocks
   * @param dy the output's gradient, in blocks; its halo contains {@link
   *     ConvGeometry#gradientHalo()} if backward data is wanted
   * @param dx the input's gradient; in blocks if backward data is wanted
   */
  public record Layouts(ChannelLayout x, ChannelLayout y, ChannelLayout dy, ChannelLayout dx) {}

  /** Backward data of one phase of each axis: its tables, its taps, and their packed weights. */
  private record Part(ChannelTables tables, int[] rows, int[] columns, float[] panels) {
    int depth() {
      return tables.xDepth().length;
    }
  }

  /**
   * Plans a convolution.
   *
   * @param geometry its sizes; one group
   * @param layouts where the operands lie
   * @param bias what is added
   * @param backwardData whether {@link #backwardData} will be called
   * @param simd kernels
   * @throws IllegalArgumentException if there is more than one group
   */
  public ChannelConvolution(
      ConvGeometry geometry, Layouts layouts, Bias bias, boolean backwardData, Simd simd) {
    if (geometry.groups() != 1) {
      throw new IllegalArgumentException(
          "A convolution in channel lanes must have 1 group. Received: " + geometry.groups());
    }
    this.geometry = geometry;
    output = geometry.output();
    this.bias = bias;
    y = layouts.y();
    dy = layouts.dy();
    dx = layouts.dx();
    kernel = simd.channel();
    clamp = new RowClamp(y.lanes(), simd.elementwise());
    blocks = Lanes.groups(geometry.outChannels());
    depth = geometry.depth();
    pixels = output.pixels();
    int[] taps = taps(layouts.x());
    int[] windows = windows(layouts.x());
    forward = ChannelTables.of(windows, taps, y.lanes().pixelOffsets());
    weights = ChannelTables.of(taps, windows, ramp(depth));
    sums = ChannelTables.of(new int[1], new int[pixels], new int[1]);
    parts = backwardData ? parts() : List.of();
    panels = new float[blocks * depth * Lanes.WIDTH];
    init = new float[blocks * Lanes.WIDTH];
    zeros = new float[Math.max(blocks, dx.planes()) * Lanes.WIDTH];
  }

  private static int[] ramp(int count) {
    int[] offsets = new int[count];
    Arrays.setAll(offsets, i -> i * Lanes.WIDTH);
    return offsets;
  }

  private int[] taps(ChannelLayout x) {
    Window rows = geometry.rows();
    Window columns = geometry.columns();
    int[] taps = new int[depth];
    for (int c = 0, k = 0; c < geometry.groupChannels(); c++) {
      for (int ky = 0; ky < rows.kernel(); ky++) {
        for (int kx = 0; kx < columns.kernel(); kx++) {
          taps[k++] =
              x.channelOffset(c)
                  + ky * rows.dilation() * x.rowStride()
                  + kx * columns.dilation() * x.pixelStride();
        }
      }
    }
    return taps;
  }

  private int[] windows(ChannelLayout x) {
    Shape out = output;
    int[] windows = new int[pixels];
    for (int oy = 0, p = 0; oy < out.height(); oy++) {
      for (int ox = 0; ox < out.width(); ox++) {
        windows[p++] =
            x.offset(
                0,
                oy * geometry.rows().stride() - geometry.padding().top(),
                ox * geometry.columns().stride() - geometry.padding().left());
      }
    }
    return windows;
  }

  private List<Part> parts() {
    List<Part> list = new ArrayList<>();
    for (int ry = 0; ry < geometry.rows().stride(); ry++) {
      for (int rx = 0; rx < geometry.columns().stride(); rx++) {
        Shape in = geometry.input();
        Phase v = Phase.of(geometry.rows(), geometry.padding().top(), in.height(), ry);
        Phase h = Phase.of(geometry.columns(), geometry.padding().left(), in.width(), rx);
        if (v.pixels() > 0 && h.pixels() > 0) {
          list.add(part(v, h));
        }
      }
    }
    return list;
  }

  private Part part(Phase v, Phase h) {
    int[] shifts = new int[geometry.outChannels() * v.taps().length * h.taps().length];
    for (int o = 0, k = 0; o < geometry.outChannels(); o++) {
      for (int up : v.shifts()) {
        for (int left : h.shifts()) {
          shifts[k++] = dy.channelOffset(o) - up * dy.rowStride() - left * dy.pixelStride();
        }
      }
    }
    int[] from = new int[v.pixels() * h.pixels()];
    int[] to = new int[from.length];
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
    return new Part(
        ChannelTables.of(from, shifts, to),
        v.taps(),
        h.taps(),
        new float[dx.planes() * shifts.length * Lanes.WIDTH]);
  }

  /** Floats of scratch memory that {@link #backwardWeights} wants. */
  public int scratchSize() {
    return blocks * (pixels + depth) * Lanes.WIDTH;
  }

  /**
   * Packs the weights for the passes to come.
   *
   * @param w the weights, OIHW
   * @param wAt where they start
   * @param b the bias, as in {@link Convolution#prepare}
   * @param bAt where it starts
   */
  public void prepare(float[] w, int wAt, float[] b, int bAt) {
    for (int o = 0; o < geometry.outChannels(); o++) {
      int to = o / Lanes.WIDTH * depth * Lanes.WIDTH + o % Lanes.WIDTH;
      for (int k = 0, from = wAt + o * depth; k < depth; k++, to += Lanes.WIDTH) {
        panels[to] = w[from + k];
      }
    }
    if (bias == Bias.CHANNEL) {
      System.arraycopy(b, bAt, init, 0, geometry.outChannels());
    } else if (bias == Bias.POSITION) {
      positionBias = b;
      positionBiasAt = bAt;
    }
    for (int i = 0; i < parts.size(); i++) {
      pack(parts.get(i), w, wAt);
    }
  }

  /** Packs the transposed weights: lanes are input channels, the depth is (o, ky, kx). */
  private void pack(Part part, float[] w, int wAt) {
    int channels = geometry.groupChannels();
    int kernelWidth = geometry.columns().kernel();
    int taps = geometry.rows().kernel() * kernelWidth;
    for (int c = 0; c < channels; c++) {
      int to = c / Lanes.WIDTH * part.depth() * Lanes.WIDTH + c % Lanes.WIDTH;
      for (int o = 0; o < geometry.outChannels(); o++) {
        int from = wAt + (o * channels + c) * taps;
        for (int ky : part.rows()) {
          for (int kx : part.columns()) {
            part.panels()[to] = w[from + ky * kernelWidth + kx];
            to += Lanes.WIDTH;
          }
        }
      }
    }
  }

  /**
   * {@code y = clamp(conv(x, w) + b)}; overwrites the inner pixels of {@code y}.
   *
   * @param input array of the input
   * @param xAt where the image starts
   * @param output array of the output
   * @param yAt where the image starts
   * @param floor lower bound of the result, or minus infinity
   * @param ceiling upper bound of the result, or infinity
   */
  public void forward(float[] input, int xAt, float[] output, int yAt, float floor, float ceiling) {
    boolean perPosition = bias == Bias.POSITION;
    if (perPosition) {
      int b = positionBiasAt;
      for (int o = 0; o < geometry.outChannels(); o++) {
        int to = yAt + y.channelOffset(o);
        for (int p = 0; p < pixels; p++) {
          output[to + forward.yRow()[p]] = positionBias[b++];
        }
      }
    }
    kernel.multiply(
        forward,
        depth,
        blocks,
        input,
        xAt,
        panels,
        0,
        depth * Lanes.WIDTH,
        perPosition ? null : init,
        0,
        output,
        yAt,
        y.planeStride());
    clamp.applyAll(output, yAt, floor, ceiling);
  }

  /**
   * {@code dx = } the gradient of the input; overwrites the inner pixels of {@code dx}.
   *
   * @param gradient array of the output's gradient
   * @param dyAt where the image starts
   * @param result array of the input's gradient
   * @param dxAt where the image starts
   */
  public void backwardData(float[] gradient, int dyAt, float[] result, int dxAt) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      kernel.multiply(
          part.tables(),
          part.depth(),
          dx.planes(),
          gradient,
          dyAt,
          part.panels(),
          0,
          part.depth() * Lanes.WIDTH,
          zeros,
          0,
          result,
          dxAt,
          dx.planeStride());
    }
  }

  /**
   * {@code dw += } the gradient of the weights, {@code db += } the gradient of the bias; arguments
   * as in {@link Convolution#backwardWeights}.
   */
  public void backwardWeights(
      float[] input,
      int xAt,
      float[] gradient,
      int dyAt,
      float[] dw,
      int dwAt,
      float[] db,
      int dbAt,
      float[] scratch) {
    float[] right = gradient;
    int rightAt = dyAt;
    int planeFloats = pixels * Lanes.WIDTH;
    if (!dy.halo().isNone()) {
      copyInner(gradient, dyAt, scratch);
      right = scratch;
      rightAt = 0;
    }
    int result = blocks * planeFloats;
    kernel.multiply(
        weights,
        pixels,
        blocks,
        input,
        xAt,
        right,
        rightAt,
        planeFloats,
        zeros,
        0,
        scratch,
        result,
        depth * Lanes.WIDTH);
    for (int o = 0; o < geometry.outChannels(); o++) {
      int from = result + o / Lanes.WIDTH * depth * Lanes.WIDTH + o % Lanes.WIDTH;
      for (int k = 0, to = dwAt + o * depth; k < depth; k++, from += Lanes.WIDTH) {
        dw[to + k] += scratch[from];
      }
    }
    switch (bias) {
      case NONE -> {}
      case CHANNEL -> {
        kernel.multiply(
            sums,
            pixels,
            blocks,
            one,
            0,
            right,
            rightAt,
            planeFloats,
            zeros,
            0,
            scratch,
            result,
            Lanes.WIDTH);
        for (int o = 0; o < geometry.outChannels(); o++) {
          db[dbAt + o] += scratch[result + o];
        }
      }
      case POSITION -> {
        for (int o = 0, b = dbAt; o < geometry.outChannels(); o++) {
          int from = rightAt + o / Lanes.WIDTH * planeFloats + o % Lanes.WIDTH;
          for (int p = 0; p < pixels; p++, from += Lanes.WIDTH) {
            db[b++] += right[from];
          }
        }
      }
    }
  }

  private void copyInner(float[] gradient, int dyAt, float[] scratch) {
    int rowFloats = output.width() * Lanes.WIDTH;
    for (int n = 0, to = 0; n < blocks; n++) {
      int from = dyAt + dy.origin() + n * dy.planeStride();
      for (int row = 0; row < output.height(); row++, to += rowFloats) {
        System.arraycopy(gradient, from, scratch, to, rowFloats);
        from += dy.rowStride();
      }
    }
  }
}
