package dev.lanewise.layers.norm;

import dev.lanewise.core.kernel.BatchNormKernel;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Epilogue;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.Place;
import java.util.Arrays;

/** Applies a mean, a scale and a shift to each channel, then the epilogue. */
class BatchNormOp implements LayerOp {

  final BatchNorm layer;
  final Binding binding;
  final BatchNormKernel kernel;
  final LaneLayout x;
  final LaneLayout y;
  final int channels;
  final int rows;
  final int n;
  final int pixels;
  final NormFactors factors;
  final float[] mean;
  final float[] scale;
  final float[] shift;

  BatchNormOp(BatchNorm layer, Binding binding) {
    this.layer = layer;
    this.binding = binding;
    kernel = binding.simd().batchNorm();
    x = binding.x().lanes();
    y = binding.y().lanes();
    Shape shape = x.shape();
    channels = shape.channels();
    rows = shape.height();
    n = shape.width() * Lanes.WIDTH;
    pixels = shape.pixels();
    factors =
        new NormFactors(
            layer, channels, binding.parameters(), binding.buffers(), binding.bufferOffsets());
    mean = factors.mean;
    scale = factors.scale;
    shift = factors.shift;
  }

  @Override
  public void prepare(float[] parameters, boolean backward) {
    factors.setRunning(parameters);
  }

  @Override
  public void forward(GroupPass pass) {
    Epilogue epilogue = binding.epilogue();
    float[] memory = pass.memory();
    for (int c = 0; c < channels; c++) {
      int from = binding.x().at() + x.offset(c, 0, 0);
      int to = binding.y().at() + y.offset(c, 0, 0);
      if (epilogue.adds()) {
        Place summand = binding.sources().get(1).x();
        LaneLayout s = summand.lanes();
        kernel.applyAdd(
            memory,
            from,
            x.rowStride(),
            summand.at() + s.offset(c, 0, 0),
            s.rowStride(),
            to,
            y.rowStride(),
            rows,
            n,
            mean[c],
            scale[c],
            shift[c],
            epilogue.floor(),
            epilogue.ceiling());
      } else {
        kernel.apply(
            memory,
            from,
            x.rowStride(),
            to,
            y.rowStride(),
            rows,
            n,
            mean[c],
            scale[c],
            shift[c],
            epilogue.floor(),
            epilogue.ceiling());
      }
    }
  }

  @Override
  public int scratchSize() {
    return binding.training() ? 2 * BatchNormKernel.SUM : 0;
  }

  /**
   * Undoes the epilogue's clamp in the output's gradient of a channel, and takes the sums of the
   * gradients and of their products with the centred inputs into the scratch memory.
   */
  final void gatherGradients(GroupPass pass, int c) {
    Epilogue epilogue = binding.epilogue();
    Place dyPlace = binding.dy();
    LaneLayout dy = dyPlace.lanes();
    int from = binding.x().at() + x.offset(c, 0, 0);
    int gradient = dyPlace.at() + dy.offset(c, 0, 0);
    if (epilogue.clamps()) {
      kernel.gatherClamped(
          pass.memory(),
          from,
          x.rowStride(),
          binding.y().at() + y.offset(c, 0, 0),
          y.rowStride(),
          gradient,
          dy.rowStride(),
          rows,
          n,
          mean[c],
          epilogue.floor(),
          epilogue.ceiling(),
          pass.scratch(),
          0);
    } else {
      kernel.gather(
          pass.memory(),
          from,
          x.rowStride(),
          gradient,
          dy.rowStride(),
          rows,
          n,
          mean[c],
          pass.scratch(),
          0);
    }
  }

  /** Adds up the lanes that hold images. */
  static double fold(float[] sums, int from, int lanes) {
    double sum = 0;
    for (int lane = from; lane < from + lanes; lane++) {
      sum += (double) sums[lane] + sums[lane + Lanes.WIDTH];
    }
    return sum;
  }

  /** Writes the input's gradient: {@code scale * (dy - offset - (x - mean) * slope)}. */
  final void backward(GroupPass pass, float[] offset, float[] slope) {
    if (!binding.wantsInputGradient()) {
      return;
    }
    Place dyPlace = binding.dy();
    Place dxPlace = binding.dx();
    LaneLayout dy = dyPlace.lanes();
    LaneLayout dx = dxPlace.lanes();
    float[] memory = pass.memory();
    for (int c = 0; c < channels; c++) {
      int to = dxPlace.at() + dx.offset(c, 0, 0);
      kernel.backward(
          memory,
          binding.x().at() + x.offset(c, 0, 0),
          x.rowStride(),
          dyPlace.at() + dy.offset(c, 0, 0),
          dy.rowStride(),
          to,
          dx.rowStride(),
          rows,
          n,
          mean[c],
          scale[c],
          offset[c],
          slope[c]);
      if (pass.images() < Lanes.WIDTH) {
        clearIdle(memory, to, dx.rowStride(), pass.images());
      }
    }
  }

  /** Lanes without an image have no part in the gradients of layers before this one. */
  private void clearIdle(float[] memory, int from, int stride, int images) {
    for (int row = 0; row < rows; row++) {
      for (int i = from + row * stride; i < from + row * stride + n; i += Lanes.WIDTH) {
        Arrays.fill(memory, i + images, i + Lanes.WIDTH, 0f);
      }
    }
  }

  @Override
  public void backward(GroupPass pass) {
    throw new IllegalStateException("A network bound for prediction has no backward pass.");
  }
}
