package dev.lanewise.core.augment;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;
import java.util.Objects;

/**
 * Moves every pixel by a smooth random field: torchvision's {@code ElasticTransform} (Simard,
 * Steinkraus and Platt, "Best Practices for Convolutional Neural Networks", 2003). Columns' and
 * rows' moves are uniform noise in [-1, 1), smoothed by a Gaussian of {@code 8 sigma + 1} taps,
 * made odd, with the noise mirrored at the edges, times {@code alpha / 2} pixels. For images that
 * are not square torchvision scales the directions differently.
 */
public final class RandomElastic implements Transform {

  private final double alpha;
  private final double sigma;
  private final Fill fill;
  private final float[] taps;

  /**
   * A bilinear warp.
   *
   * @param alpha how far, 0 to 10000; torchvision's default is 50
   * @param sigma how smoothly, in pixels, 0.1 to 64; torchvision's default is 5
   * @param fill what lies outside
   * @throws IllegalArgumentException if a number is out of range
   */
  public RandomElastic(double alpha, double sigma, Fill fill) {
    Ranges.requireIn("The alpha of an elastic transform", alpha, 0, 10_000);
    Ranges.requireIn("The sigma of an elastic transform", sigma, 0.1, 64);
    this.alpha = alpha;
    this.sigma = sigma;
    this.fill = fill;
    int count = (int) (8 * sigma + 1) | 1;
    double[] bell = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double x = (i - count / 2) / sigma;
      bell[i] = StrictMath.exp(-0.5 * x * x);
      sum += bell[i];
    }
    taps = new float[count];
    for (int i = 0; i < count; i++) {
      taps[i] = (float) (bell[i] / sum);
    }
  }

  /** torchvision's defaults: alpha 50, sigma 5, black outside. */
  public RandomElastic() {
    this(50, 5, Fill.black());
  }

  /** How far pixels move. */
  public double alpha() {
    return alpha;
  }

  /** How smooth the moves are, in pixels. */
  public double sigma() {
    return sigma;
  }

  @Override
  public void apply(Canvas canvas, long key) {
    Shape shape = canvas.shape();
    int pixels = shape.pixels();
    float[] work = canvas.work(3 * pixels);
    for (int i = 0; i < 2 * pixels; i++) {
      work[i] = (float) (2 * CounterRandom.uniform(key, i) - 1);
    }
    float most = (float) (alpha / 2);
    for (int axis = 0; axis < 2; axis++) {
      int at = axis * pixels;
      smoothRows(work, at, 2 * pixels, shape);
      smoothColumns(work, 2 * pixels, at, shape);
      for (int i = 0; i < pixels; i++) {
        int place = axis == 0 ? i % shape.width() : i / shape.width();
        work[at + i] = Math.fma(work[at + i], most, place);
      }
    }
    Warp.apply(canvas, work, PixelLookup.BILINEAR, fill);
  }

  private void smoothRows(float[] work, int from, int to, Shape shape) {
    int width = shape.width();
    for (int row = 0; row < shape.pixels(); row += width) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int t = 0; t < taps.length; t++) {
          int source = PaddingMode.REFLECT.source(x + t - taps.length / 2, width);
          sum = Math.fma(taps[t], work[from + row + source], sum);
        }
        work[to + row + x] = sum;
      }
    }
  }

  /** Tap by tap along whole rows, which the compiler turns into vectors. */
  private void smoothColumns(float[] work, int from, int to, Shape shape) {
    int width = shape.width();
    for (int y = 0; y < shape.height(); y++) {
      int row = to + y * width;
      for (int x = 0; x < width; x++) {
        work[row + x] = 0;
      }
      for (int t = 0; t < taps.length; t++) {
        int source = PaddingMode.REFLECT.source(y + t - taps.length / 2, shape.height());
        float tap = taps[t];
        int other = from + source * width;
        for (int x = 0; x < width; x++) {
          work[row + x] = Math.fma(tap, work[other + x], work[row + x]);
        }
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RandomElastic elastic
        && alpha == elastic.alpha
        && sigma == elastic.sigma
        && fill.equals(elastic.fill);
  }

  @Override
  public int hashCode() {
    return Objects.hash(alpha, sigma, fill);
  }

  /** Name and numbers. */
  @Override
  public String toString() {
    return "RandomElastic[alpha=" + alpha + ", sigma=" + sigma + ", fill=" + fill + "]";
  }
}
