package dev.lanewise.core.conv;

import dev.lanewise.core.kernel.LaneFold;
import dev.lanewise.core.kernel.OuterProductKernel;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A planned convolution on lane groups: forward, backward data and backward weights, each a
 * product. Weights are packed by {@link #prepare} whenever they have changed; after that, any
 * number of threads may run the passes, each with scratch memory of its own.
 *
 * <p>Order of the sums: a forward value begins with the bias and adds products over ascending
 * {@code (c, ky, kx)}; an input gradient begins with 0 and adds over {@code (o, ky, kx)}; a weight
 * gradient adds over ascending pixels in each lane, folds the lanes by {@link LaneFold}'s tree and
 * adds the result to what is there. Zeros of the padding take part like any other value. Where
 * {@link AlgorithmRule} chooses Winograd's tiles, or a weight gradient that adds over images, the
 * order is theirs.
 */
public final class Convolution {

  /** Whether the column matrix is a table of offsets or a copy. The bits are the same. */
  public enum Columns {
    /** Offsets into the padded input: the usual way. */
    VIRTUAL,
    /** A copy in scratch memory, which takes {@code depth} times the output's pixels. */
    MATERIALISED
  }

  /**
   * Input that a block of output rows reads in a depth block: it stays in L2 beside the weights.
   */
  private static final int BLOCK_BYTES = 256 * 1024;

  private final ConvGeometry geometry;
  private final LaneLayout x;
  private final LaneLayout y;
  private final LaneLayout dy;
  private final Bias bias;
  private final OuterProductKernel outer;
  private final Operand weights;
  private final @Nullable ForwardProduct forward;
  private final @Nullable Depthwise depthwise;
  private final @Nullable BackwardData backwardData;
  private final @Nullable WinogradProduct winogradForward;
  private final @Nullable WinogradProduct winogradData;
  private final @Nullable WinogradOuter winogradWeights;
  private final RowClamp clamp;
  private final @Nullable ImageOuter imageWeights;
  private final boolean hasGradientHalo;
  private final int scratchSize;

  /**
   * Where a convolution's operands lie.
   *
   * @param x the input; its halo contains {@link ConvGeometry#inputHalo()}
   * @param y the output
   * @param dy the output's gradient; its halo contains {@link ConvGeometry#gradientHalo()} if
   *     backward data is wanted
   * @param dx the input's gradient
   */
  public record Layouts(LaneLayout x, LaneLayout y, LaneLayout dy, LaneLayout dx) {}

  /**
   * Plans a convolution.
   *
   * @param geometry its sizes
   * @param layouts where the operands lie
   * @param bias what is added
   * @param columns how the direct algorithm's column matrix is represented
   * @param algorithm how the passes are computed
   * @param simd kernels
   * @throws IllegalArgumentException if a layout's shape or halo does not fit
   */
  public Convolution(
      ConvGeometry geometry,
      Layouts layouts,
      Bias bias,
      Columns columns,
      ConvAlgorithm algorithm,
      Simd simd) {
    this.geometry = geometry;
    this.bias = bias;
    x = layouts.x();
    y = layouts.y();
    dy = layouts.dy();
    LaneLayout dx = layouts.dx();
    check("input", x, geometry.input());
    check("output", y, geometry.output());
    check("output gradient", dy, geometry.output());
    check("input gradient", dx, geometry.input());
    if (!x.halo().union(geometry.inputHalo()).equals(x.halo())) {
      throw new IllegalArgumentException(
          "The input's halo must contain the padding. Expected at least %s. Received: %s"
              .formatted(geometry.inputHalo(), x.halo()));
    }
    clamp = new RowClamp(y, simd.elementwise());
    outer = simd.outerProduct();
    weights = new Operand(Im2Col.forward(geometry, x, dy), columns);
    hasGradientHalo = dy.halo().union(geometry.gradientHalo()).equals(dy.halo());
    depthwise =
        AlgorithmRule.depthwise(geometry, bias, columns)
            ? new Depthwise(geometry, layouts, false, hasGradientHalo, simd.depthwise())
            : null;
    int top = geometry.padding().top();
    int left = geometry.padding().left();
    winogradForward =
        AlgorithmRule.forward(algorithm, geometry, bias)
            ? new WinogradProduct(x, y, -top, -left, simd)
            : null;
    winogradData =
        AlgorithmRule.backwardData(algorithm, geometry)
            ? new WinogradProduct(dy, dx, top - 2, left - 2, simd)
            : null;
    winogradWeights =
        AlgorithmRule.backwardWeights(algorithm, geometry)
            ? new WinogradOuter(x, dy, -top, -left, simd)
            : null;
    imageWeights =
        AlgorithmRule.imageWeights(algorithm, geometry)
            ? new ImageOuter(geometry, x, dy, simd)
            : null;
    int block = blockPixels();
    Operand operand = new Operand(Im2Col.forward(geometry, x, y), columns);
    forward =
        winogradForward == null && depthwise == null
            ? new ForwardProduct(geometry, x, y, bias, operand, block, simd.product())
            : null;
    backwardData =
        hasGradientHalo && winogradData == null && depthwise == null
            ? new BackwardData(geometry, dy, dx, columns, block, simd.product())
            : null;
    scratchSize = Math.max(operand.scratchSize(), ownScratch());
  }

  private static void check(String what, LaneLayout layout, Shape expected) {
    if (!layout.shape().equals(expected)) {
      throw new IllegalArgumentException(
          "The convolution's %s must have the geometry's shape. Expected: %s. Received: %s"
              .formatted(what, expected, layout.shape()));
    }
  }

  private int blockPixels() {
    long rowBytes =
        (long) geometry.groupChannels() * geometry.rows().stride() * x.rowStride() * Float.BYTES;
    long blockBytes = rowBytes * DepthBlock.length(geometry.depth()) / geometry.depth();
    int rows = (int) Math.max(1, BLOCK_BYTES / Math.max(1, blockBytes));
    // An even number of pixels leaves no single one at a block's end.
    return rows * geometry.output().width() + 1 & -2;
  }

  /** The convolution's sizes. */
  public ConvGeometry geometry() {
    return geometry;
  }

  /** Floats of scratch memory that a thread must bring along. */
  public int scratchSize() {
    return scratchSize;
  }

  private int ownScratch() {
    int size = weights.scratchSize();
    size = imageWeights == null ? size : Math.max(size, imageWeights.scratchSize());
    size = depthwise == null ? size : Math.max(size, depthwise.scratchSize());
    size = backwardData == null ? size : Math.max(size, backwardData.scratchSize());
    size = winogradForward == null ? size : Math.max(size, winogradForward.scratchSize());
    size = winogradData == null ? size : Math.max(size, winogradData.scratchSize());
    return winogradWeights == null ? size : Math.max(size, winogradWeights.scratchSize());
  }

  /**
   * Packs the weights for the passes to come.
   *
   * @param w the weights, OIHW
   * @param wAt where they start
   * @param b the bias: {@code outChannels} values, or {@code outChannels * height * width} for one
   *     a position, which is kept and read by later passes; not read without a bias
   * @param bAt where it starts
   * @param backward whether backward data will follow
   */
  public void prepare(float[] w, int wAt, float[] b, int bAt, boolean backward) {
    if (depthwise != null) {
      depthwise.prepare(w, wAt, backward);
      copyBias(b, bAt, depthwise.init());
    } else if (winogradForward != null) {
      winogradForward.weights().prepare(w, wAt, geometry.depth(), 9, false);
      copyBias(b, bAt, winogradForward.init());
    } else if (forward != null) {
      forward.prepare(w, wAt, b, bAt);
    }
    if (backward && winogradData != null) {
      winogradData.weights().prepare(w, wAt, 9, geometry.depth(), true);
    } else if (backward && backwardData != null) {
      backwardData.prepare(w, wAt);
    }
  }

  private void copyBias(float[] b, int bAt, float[] init) {
    if (bias == Bias.CHANNEL) {
      System.arraycopy(b, bAt, init, 0, geometry.outChannels());
    }
  }

  /**
   * Lets backward data begin with these values instead of 0, which makes it the forward pass of a
   * transposed convolution with a bias.
   *
   * @param b one value an input channel
   * @param bAt where they start
   */
  void beginDataWith(float[] b, int bAt) {
    int channels = geometry.input().channels();
    if (depthwise != null) {
      System.arraycopy(b, bAt, depthwise.dataInit(), 0, channels);
    } else if (winogradData != null) {
      System.arraycopy(b, bAt, winogradData.init(), 0, channels);
    } else if (backwardData != null) {
      backwardData.begin(b, bAt);
    }
  }

  /**
   * {@code y = conv(x, w) + b}; overwrites the inner pixels of {@code y}.
   *
   * @param input array of the input
   * @param xAt where the lane group starts
   * @param output array of the output
   * @param yAt where the lane group starts
   * @param scratch the thread's {@link #scratchSize()} floats
   */
  public void forward(float[] input, int xAt, float[] output, int yAt, float[] scratch) {
    forward(input, xAt, output, yAt, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, scratch);
  }

  /**
   * {@code y = clamp(conv(x, w) + b)}: as {@link #forward(float[], int, float[], int, float[])},
   * and then values are bounded as {@link dev.lanewise.core.kernel.ElementwiseKernel#clamp} does
   * it, block by block while they are in a cache.
   */
  public void forward(
      float[] input,
      int xAt,
      float[] output,
      int yAt,
      float floor,
      float ceiling,
      float[] scratch) {
    if (depthwise != null) {
      depthwise.forward(input, xAt, output, yAt, clamp, floor, ceiling);
    } else if (winogradForward != null) {
      winogradForward.run(input, xAt, output, yAt, scratch);
      clamp.applyAll(output, yAt, floor, ceiling);
    } else if (forward != null) {
      forward.run(input, xAt, output, yAt, clamp, floor, ceiling, scratch);
    }
  }

  /**
   * {@code dx = } the gradient of the input; overwrites the inner pixels of {@code dx}.
   *
   * @param gradient array of the output's gradient, zero in the lanes that hold no image
   * @param dyAt where the lane group starts
   * @param result array of the input's gradient
   * @param dxAt where the lane group starts
   * @param scratch the thread's {@link #scratchSize()} floats
   * @throws IllegalStateException if the output gradient's halo is too small for this pass
   */
  public void backwardData(float[] gradient, int dyAt, float[] result, int dxAt, float[] scratch) {
    if (winogradData != null) {
      winogradData.run(gradient, dyAt, result, dxAt, scratch);
      return;
    }
    if (!hasGradientHalo) {
      throw new IllegalStateException(
          "Backward data needs a halo around the output's gradient. Expected at least %s. Received: %s"
              .formatted(geometry.gradientHalo(), dy.halo()));
    }
    if (depthwise != null) {
      depthwise.backwardData(0, depthwise.planes(), gradient, dyAt, result, dxAt);
    } else if (backwardData != null) {
      backwardData.run(gradient, dyAt, result, dxAt, scratch);
    }
  }

  /**
   * {@code dw += } the gradient of the weights, {@code db += } the gradient of the bias.
   *
   * @param input array of the forward pass's input
   * @param xAt where the lane group starts
   * @param gradient array of the output's gradient, zero in the lanes that hold no image
   * @param dyAt where the lane group starts
   * @param dw weight gradient, OIHW
   * @param dwAt where it starts
   * @param db bias gradient, as many values as {@link #prepare}'s bias; not written without a bias
   * @param dbAt where it starts
   * @param scratch the thread's {@link #scratchSize()} floats
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
    if (depthwise != null) {
      depthwise.backwardWeights(
          0, depthwise.planes(), input, xAt, gradient, dyAt, dw, dwAt, scratch);
    } else if (imageWeights != null) {
      imageWeights.accumulate(input, xAt, gradient, dyAt, dw, dwAt, scratch);
    } else if (winogradWeights != null) {
      winogradWeights.accumulate(input, xAt, gradient, dyAt, dw, dwAt, scratch);
    } else {
      directWeights(input, xAt, gradient, dyAt, dw, dwAt, scratch);
    }
    backwardBias(gradient, dyAt, db, dbAt, scratch);
  }

  /**
   * {@link #backwardWeights} and {@link #backwardData}; channels that have nothing to do with one
   * another go through both one by one, while they are in the cache.
   *
   * @param input array of the forward pass's input
   * @param xAt where the lane group starts
   * @param gradient array of the output's gradient, zero in the lanes that hold no image
   * @param dyAt where the lane group starts
   * @param dw weight gradient, OIHW, added to
   * @param dwAt where it starts
   * @param db bias gradient, as many values as {@link #prepare}'s bias, added to
   * @param dbAt where it starts
   * @param result array of the input's gradient, overwritten
   * @param dxAt where the lane group starts
   * @param scratch the thread's {@link #scratchSize()} floats
   * @throws IllegalStateException if the output gradient's halo is too small for this pass
   */
  public void backward(
      float[] input,
      int xAt,
      float[] gradient,
      int dyAt,
      float[] dw,
      int dwAt,
      float[] db,
      int dbAt,
      float[] result,
      int dxAt,
      float[] scratch) {
    if (depthwise == null || !hasGradientHalo) {
      backwardWeights(input, xAt, gradient, dyAt, dw, dwAt, db, dbAt, scratch);
      backwardData(gradient, dyAt, result, dxAt, scratch);
      return;
    }
    for (int c = 0; c < depthwise.planes(); c++) {
      depthwise.backwardWeights(c, c + 1, input, xAt, gradient, dyAt, dw, dwAt, scratch);
      depthwise.backwardData(c, c + 1, gradient, dyAt, result, dxAt);
    }
    backwardBias(gradient, dyAt, db, dbAt, scratch);
  }

  private void directWeights(
      float[] input, int xAt, float[] gradient, int dyAt, float[] dw, int dwAt, float[] scratch) {
    int rows = geometry.groupOutputs();
    int depth = geometry.depth();
    int pixels = weights.tables().yPixel().length;
    for (int g = 0; g < geometry.groups(); g++) {
      int from = xAt + g * geometry.groupChannels() * x.planeStride();
      float[] right = weights.values(input, from, scratch);
      from = weights.start(from);
      outer.accumulateOuter(
          weights.tables(),
          rows,
          depth,
          pixels,
          gradient,
          dyAt + g * rows * dy.planeStride(),
          right,
          from,
          dw,
          dwAt + g * rows * depth,
          depth,
          scratch);
    }
  }

  private void backwardBias(float[] gradient, int dyAt, float[] db, int dbAt, float[] scratch) {
    int pixels = weights.tables().yPixel().length;
    switch (bias) {
      case NONE -> {}
      case CHANNEL ->
          outer.accumulateSums(
              weights.tables(), geometry.outChannels(), pixels, gradient, dyAt, db, dbAt, scratch);
      case POSITION -> {
        for (int o = 0, b = dbAt; o < geometry.outChannels(); o++) {
          for (int pixel : weights.tables().yPixel()) {
            db[b++] += LaneFold.sum(gradient, dyAt + o * dy.planeStride() + pixel);
          }
        }
      }
    }
  }
}
