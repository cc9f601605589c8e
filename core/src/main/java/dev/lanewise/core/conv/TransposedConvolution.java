package dev.lanewise.core.conv;

import dev.lanewise.core.kernel.OuterProductKernel;
import dev.lanewise.core.kernel.ProductTables;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.setting.TransposedAxis;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;

/**
 * A planned transposed convolution on lane groups. It is a {@link Convolution} with the roles
 * exchanged: forward is that one's backward data, begun with the bias, backward data its forward
 * pass, and backward weights is the same with input and gradient exchanged. So are the orders of
 * the sums. Weights are {@code [channels][outChannels / groups][kernel height][kernel width]}.
 */
public final class TransposedConvolution {

  private final ConvGeometry geometry;
  private final boolean bias;
  private final Convolution convolution;
  private final OuterProductKernel outer;
  private final LaneLayout dy;
  private final ProductTables sums;

  /**
   * Plans a transposed convolution.
   *
   * @param geometry the convolution whose backward data it is: {@link #geometry}
   * @param layouts where the operands lie: {@code x} has the geometry's output shape and a halo of
   *     {@link ConvGeometry#gradientHalo()}, {@code dy} its input shape and, if there will be
   *     backward passes, a halo of {@link ConvGeometry#inputHalo()}
   * @param bias whether a value a channel is added
   * @param backward whether there will be backward passes
   * @param algorithm how the passes are computed
   * @param simd kernels
   * @throws IllegalArgumentException if a layout's shape or halo does not fit
   */
  public TransposedConvolution(
      ConvGeometry geometry,
      Convolution.Layouts layouts,
      boolean bias,
      boolean backward,
      ConvAlgorithm algorithm,
      Simd simd) {
    this.geometry = geometry;
    this.bias = bias;
    dy = backward ? layouts.dy() : new LaneLayout(geometry.input(), geometry.inputHalo());
    convolution =
        new Convolution(
            geometry,
            new Convolution.Layouts(dy, layouts.dx(), layouts.x(), layouts.y()),
            Bias.NONE,
            Convolution.Columns.VIRTUAL,
            algorithm,
            simd);
    outer = simd.outerProduct();
    sums = new ProductTables(new int[0], new int[0], dy.pixelOffsets(), dy.planeStride());
  }

  /**
   * The convolution whose backward data a transposed convolution is: its output has the shape of
   * {@code input}, and its input the shape of what comes out here.
   *
   * @param input shape of one image
   * @param outChannels channels that come out
   * @param rows the height
   * @param columns the width
   * @param groups independent groups of channels
   * @throws IllegalArgumentException if groups don't divide the channels, or if nothing comes out
   */
  public static ConvGeometry geometry(
      Shape input, int outChannels, TransposedAxis rows, TransposedAxis columns, int groups) {
    if (groups < 1 || outChannels % groups != 0 || input.channels() % groups != 0) {
      throw new IllegalArgumentException(
          "Input and output channels must be divisible by the number of groups. Received: %s and %s channels, %s groups"
              .formatted(input.channels(), outChannels, groups));
    }
    long height = rows.outputs(input.height());
    long width = columns.outputs(input.width());
    if (height < 1 || width < 1 || (double) height * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A transposed convolution must have an output of at least 1x1, and at most 2^31, pixels. Received: %sx%s, input %s"
              .formatted(height, width, input));
    }
    return new ConvGeometry(
        new Shape(outChannels, (int) height, (int) width),
        input.channels(),
        rows.window(),
        columns.window(),
        new Halo(rows.padding(), columns.padding(), rows.after(), columns.after()),
        groups);
  }

  /** Floats of scratch memory that a thread must bring along. */
  public int scratchSize() {
    return convolution.scratchSize();
  }

  /**
   * Packs the weights for the passes to come.
   *
   * @param w the weights
   * @param wAt where they start
   * @param b the bias, one value an output channel; not read without a bias
   * @param bAt where it starts
   */
  public void prepare(float[] w, int wAt, float[] b, int bAt) {
    convolution.prepare(w, wAt, b, bAt, true);
    if (bias) {
      convolution.beginDataWith(b, bAt);
    }
  }

  /**
   * {@code y = transposed conv(x, w) + b}; overwrites the inner pixels of {@code y}. Arguments as
   * in {@link Convolution#forward}.
   */
  public void forward(float[] input, int xAt, float[] output, int yAt, float[] scratch) {
    convolution.backwardData(input, xAt, output, yAt, scratch);
  }

  /**
   * {@code dx = } the gradient of the input; overwrites the inner pixels of {@code dx}. Arguments
   * as in {@link Convolution#backwardData}.
   */
  public void backwardData(float[] gradient, int dyAt, float[] result, int dxAt, float[] scratch) {
    convolution.forward(gradient, dyAt, result, dxAt, scratch);
  }

  /**
   * {@code dw += } the gradient of the weights, {@code db += } the gradient of the bias. Arguments
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
    convolution.backwardWeights(gradient, dyAt, input, xAt, dw, dwAt, db, dbAt, scratch);
    if (bias) {
      int pixels = geometry.input().pixels();
      outer.accumulateSums(
          sums, geometry.input().channels(), pixels, gradient, dyAt, db, dbAt, scratch);
    }
  }
}
