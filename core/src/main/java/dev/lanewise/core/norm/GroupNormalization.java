package dev.lanewise.core.norm;

import dev.lanewise.core.kernel.GemvKernel;
import dev.lanewise.core.kernel.LaneFold;
import dev.lanewise.core.kernel.NormKernel;
import dev.lanewise.core.kernel.NormTables;
import dev.lanewise.core.norm.NormGeometry.Affine;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;

/**
 * Normalisation within each image, one lane group at a time: {@code y = (x - mean) / sqrt(variance
 * + epsilon) * gamma + beta}, the variance being that of the values as they are (divided by their
 * number), as in PyTorch. Immutable; calls allocate nothing and may run on several threads at once.
 * Results overwrite the inner pixels and leave the halo as it is.
 *
 * <p>Every image has statistics of its own, so that they are vectors over the sixteen lanes. The
 * mean comes first, from a sum with compensation; then the variance, from squares of distances to
 * it. Neither suffers where the mean is large beside the deviation.
 */
public final class GroupNormalization {

  private static final int WIDTH = Lanes.WIDTH;

  /** In scratch memory: two sums a lane, then the kernel's four, then two sums of each channel. */
  private static final int SUMS = 2 * WIDTH;

  private static final int CHANNELS = SUMS + 4 * WIDTH;

  /** Layouts of a lane group's operands. */
  public record Layouts(LaneLayout x, LaneLayout y, LaneLayout dy, LaneLayout dx) {}

  private final NormKernel kernel;
  private final GemvKernel rows;
  private final NormGeometry geometry;
  private final Layouts layouts;
  private final NormTables forward;
  private final NormTables backward;
  private final NormTables channel;
  private final float[] one = {1f};
  private final float[] zero = {0f};

  /**
   * Lays out the tables.
   *
   * @param simd kernels
   * @param geometry what is normalised
   * @param layouts where it lies; all of the geometry's shape
   * @throws IllegalArgumentException if a layout has another shape
   */
  public GroupNormalization(Simd simd, NormGeometry geometry, Layouts layouts) {
    check("input", geometry, layouts.x());
    check("output", geometry, layouts.y());
    check("output's gradient", geometry, layouts.dy());
    check("input's gradient", geometry, layouts.dx());
    kernel = simd.norm();
    rows = simd.gemv();
    this.geometry = geometry;
    this.layouts = layouts;
    forward = tables(layouts.y());
    backward = tables(layouts.dy());
    channel = backward.onePlane();
  }

  private static void check(String what, NormGeometry geometry, LaneLayout layout) {
    if (!layout.shape().equals(geometry.shape())) {
      throw new IllegalArgumentException(
          "The %s's layout must have the normalisation's shape. Expected: %s. Received: %s"
              .formatted(what, geometry.shape(), layout.shape()));
    }
  }

  private NormTables tables(LaneLayout y) {
    Shape shape = geometry.shape();
    return new NormTables(
        geometry.groupChannels(),
        shape.height(),
        shape.width(),
        strides(layouts.x()),
        strides(y),
        strides(layouts.dx()),
        switch (geometry.affine()) {
          case NONE -> 0;
          case CHANNEL -> 1;
          case ELEMENT -> shape.pixels();
        },
        geometry.affine() == Affine.ELEMENT ? 1 : 0);
  }

  private static NormTables.Strides strides(LaneLayout layout) {
    return new NormTables.Strides(layout.rowStride(), layout.planeStride());
  }

  /** Floats of statistics that {@link #forward} leaves for {@link #backward}. */
  public int statisticsSize() {
    return geometry.groups() * 2 * WIDTH;
  }

  /** Floats of scratch memory that a call wants. */
  public int scratchSize() {
    return CHANNELS + 2 * geometry.groupChannels() * WIDTH;
  }

  /**
   * Normalises.
   *
   * @param x input
   * @param xAt where its lane group starts
   * @param parameters factors and biases; not looked at if there are none
   * @param gammaAt where the factors start: one a channel or one a value, in the order channel,
   *     row, column
   * @param betaAt where the biases start
   * @param y output; may be the same place as {@code x} if it is laid out alike
   * @param yAt where its lane group starts
   * @param statistics receives {@link #statisticsSize} floats
   * @param statisticsAt where they go
   * @param scratch {@link #scratchSize} floats
   */
  public void forward(
      float[] x,
      int xAt,
      float[] parameters,
      int gammaAt,
      int betaAt,
      float[] y,
      int yAt,
      float[] statistics,
      int statisticsAt,
      float[] scratch) {
    boolean affine = geometry.affine() != Affine.NONE;
    for (int group = 0; group < geometry.groups(); group++) {
      int xFrom = xAt + start(layouts.x(), group);
      int at = statisticsAt + group * 2 * WIDTH;
      int factor = firstFactor(group);
      measure(x, xFrom, statistics, at, scratch);
      kernel.normalise(
          forward,
          x,
          xFrom,
          statistics,
          at,
          affine ? parameters : one,
          affine ? gammaAt + factor : 0,
          affine ? parameters : zero,
          affine ? betaAt + factor : 0,
          y,
          yAt + start(layouts.y(), group));
    }
  }

  private int start(LaneLayout layout, int group) {
    return layout.offset(group * geometry.groupChannels(), 0, 0);
  }

  private int firstFactor(int group) {
    return group * geometry.groupChannels() * forward.gammaPlane();
  }

  private void measure(float[] x, int xFrom, float[] statistics, int at, float[] scratch) {
    double n = geometry.groupElements();
    kernel.sum(forward, x, xFrom, scratch, 0);
    for (int lane = 0; lane < WIDTH; lane++) {
      statistics[at + lane] = (float) (total(scratch, lane) / n);
      // What the mean loses as a float; the squares are of distances to that float.
      statistics[at + WIDTH + lane] = (float) (total(scratch, lane) / n - statistics[at + lane]);
    }
    kernel.squares(forward, x, xFrom, statistics, at, scratch, 0);
    for (int lane = 0; lane < WIDTH; lane++) {
      double lost = statistics[at + WIDTH + lane];
      double variance = Math.max(0, total(scratch, lane) / n - lost * lost);
      statistics[at + WIDTH + lane] = (float) (1 / Math.sqrt(variance + geometry.epsilon()));
    }
  }

  private static double total(float[] sums, int at) {
    return (double) sums[at] + sums[at + WIDTH];
  }

  /**
   * Adds to the gradients of factors and biases and, if it is wanted, computes the input's
   * gradient. Lanes without an image must have output gradients of 0.
   *
   * @param x input
   * @param xAt where its lane group starts
   * @param dy gradient of the output
   * @param dyAt where its lane group starts
   * @param statistics as {@link #forward} left them
   * @param statisticsAt where they start
   * @param parameters factors and biases; not looked at if there are none
   * @param gradients their gradients, added to
   * @param gammaAt where the factors start, and their gradients
   * @param betaAt where the biases start, and their gradients
   * @param wantsInputGradient whether to write {@code dx}
   * @param dx gradient of the input, overwritten; may be the same place as {@code dy} if it is laid
   *     out alike
   * @param dxAt where its lane group starts
   * @param scratch {@link #scratchSize} floats
   */
  public void backward(
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] statistics,
      int statisticsAt,
      float[] parameters,
      float[] gradients,
      int gammaAt,
      int betaAt,
      boolean wantsInputGradient,
      float[] dx,
      int dxAt,
      float[] scratch) {
    boolean affine = geometry.affine() != Affine.NONE;
    if (!affine && !wantsInputGradient) {
      return;
    }
    float[] gamma = affine ? parameters : one;
    for (int group = 0; group < geometry.groups(); group++) {
      int xFrom = xAt + start(layouts.x(), group);
      int dyFrom = dyAt + start(layouts.dy(), group);
      int at = statisticsAt + group * 2 * WIDTH;
      int gammaFrom = affine ? gammaAt + firstFactor(group) : 0;
      int betaFrom = betaAt + firstFactor(group);
      if (geometry.affine() == Affine.CHANNEL) {
        for (int c = 0; c < geometry.groupChannels(); c++) {
          int xPlane = xFrom + c * layouts.x().planeStride();
          int dyPlane = dyFrom + c * layouts.dy().planeStride();
          kernel.gradientSums(
              channel, x, xPlane, dy, dyPlane, statistics, at, one, 0, scratch, SUMS);
          addChannel(c, scratch, gradients, gammaFrom + c, betaFrom + c);
        }
        if (wantsInputGradient) {
          addChannels(gamma, gammaFrom, scratch);
        }
      } else {
        if (affine) {
          kernel.addPixelGradients(
              backward,
              x,
              xFrom,
              dy,
              dyFrom,
              statistics,
              at,
              gradients,
              gammaFrom,
              gradients,
              betaFrom,
              scratch,
              0);
        }
        if (wantsInputGradient) {
          kernel.gradientSums(
              backward, x, xFrom, dy, dyFrom, statistics, at, gamma, gammaFrom, scratch, SUMS);
          round(scratch, 0, WIDTH);
        }
      }
      if (wantsInputGradient) {
        share(scratch);
        kernel.gradient(
            backward,
            x,
            xFrom,
            dy,
            dyFrom,
            statistics,
            at,
            gamma,
            gammaFrom,
            scratch,
            0,
            dx,
            dxAt + start(layouts.dx(), group));
      }
    }
  }

  /** Makes two floats a lane of the four of {@link NormKernel#gradientSums}. */
  private static void round(float[] scratch, int to, int stride) {
    for (int lane = 0; lane < WIDTH; lane++) {
      scratch[to + lane] = (float) total(scratch, SUMS + lane);
      scratch[to + stride + lane] = (float) total(scratch, SUMS + 2 * WIDTH + lane);
    }
  }

  /** A channel's sums are the gradients of its factor and bias, lane by lane. */
  private void addChannel(int c, float[] scratch, float[] gradients, int gamma, int beta) {
    int plain = CHANNELS + c * WIDTH;
    int stride = geometry.groupChannels() * WIDTH;
    round(scratch, plain, stride);
    gradients[beta] += LaneFold.sum(scratch, plain);
    gradients[gamma] += LaneFold.sum(scratch, plain + stride);
  }

  /** A group's sums from those of its channels. */
  private void addChannels(float[] gamma, int gammaFrom, float[] scratch) {
    int channels = geometry.groupChannels();
    int products = CHANNELS + channels * WIDTH;
    rows.combine(channels, WIDTH, gamma, gammaFrom, scratch, CHANNELS, WIDTH, scratch, 0);
    rows.combine(channels, WIDTH, gamma, gammaFrom, scratch, products, WIDTH, scratch, WIDTH);
  }

  /** Turns a group's sums into what {@link NormKernel#gradient} takes from each value. */
  private void share(float[] scratch) {
    float n = geometry.groupElements();
    for (int lane = 0; lane < WIDTH; lane++) {
      scratch[lane] /= n;
      scratch[WIDTH + lane] /= -n;
    }
  }
}
