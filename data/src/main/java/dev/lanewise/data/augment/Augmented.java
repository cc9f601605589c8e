package dev.lanewise.data.augment;

import dev.lanewise.core.augment.Canvas;
import dev.lanewise.core.augment.Fill;
import dev.lanewise.core.tensor.AugmentedSamples;
import dev.lanewise.core.tensor.ForwardingSamples;
import dev.lanewise.core.tensor.SampleReader;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.PixelScale;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A set whose images a training sees augmented. Measuring sees them as they are. Immutable; any
 * number of threads may read it, each by a reader of its own.
 */
public final class Augmented extends ForwardingSamples implements AugmentedSamples {

  private final Samples plain;
  private final Samples pixels;
  private final Augmentation augmentation;
  private final float low;
  private final float high;
  private final float[] zero;
  private final double @Nullable [] scale;
  private final double[] shift;

  private Augmented(
      Samples plain,
      Samples pixels,
      Augmentation augmentation,
      float low,
      float high,
      @Nullable PixelScale scale) {
    super(plain);
    this.plain = plain;
    this.pixels = pixels;
    this.augmentation = augmentation;
    this.low = low;
    this.high = high;
    int channels = plain.shape().channels();
    zero = new float[channels];
    shift = new double[channels];
    if (scale == null) {
      this.scale = null;
    } else {
      double[] factors = new double[channels];
      for (int c = 0; c < channels; c++) {
        factors[c] = scale.channel(c).scale()[0];
        shift[c] = scale.channel(c).shift()[0];
        zero[c] = factors[c] == 0 ? 0 : (float) (-shift[c] / factors[c]);
      }
      this.scale = factors;
    }
  }

  /**
   * Augments an image set. Transforms see bytes, 0 to 255, and the set's scale is applied after
   * them; an image that no transform changes has the very values that the set gives.
   *
   * @throws IllegalArgumentException if there are no images or the augmentation doesn't fit them
   */
  public static Augmented of(ImageSet images, Augmentation augmentation) {
    check(images, augmentation);
    PixelScale bytes = new PixelScale(new double[] {1}, new double[] {0});
    return new Augmented(images, images.withScale(bytes), augmentation, 0, 255, images.scale());
  }

  /**
   * Augments any samples. Transforms see the values that the samples give, and 0 is the value that
   * {@link Fill#zero} stands for.
   *
   * @param samples the samples
   * @param low the least value of a pixel
   * @param high the greatest
   * @param augmentation what to do
   * @throws IllegalArgumentException if there are no samples, they are augmented already, the
   *     augmentation doesn't fit them, or low isn't below high
   */
  public static Augmented of(Samples samples, float low, float high, Augmentation augmentation) {
    check(samples, augmentation);
    if (samples instanceof AugmentedSamples) {
      throw new IllegalArgumentException(
          "Samples can be augmented once. Received: augmented samples");
    }
    Augmented augmented = new Augmented(samples, samples, augmentation, low, high, null);
    augmented.newCanvas();
    return augmented;
  }

  private static void check(Samples samples, Augmentation augmentation) {
    if (samples.size() < 1) {
      throw new IllegalArgumentException("There must be at least 1 sample to augment. Received: 0");
    }
    augmentation.check(samples.shape(), samples.size());
  }

  @Override
  public SampleReader newReader() {
    return new AugmentedReader(this);
  }

  @Override
  public boolean mixes() {
    return augmentation.mixing().isPresent();
  }

  /** What is done to the images. */
  public Augmentation augmentation() {
    return augmentation;
  }

  /** The images as transforms see them. */
  Samples pixels() {
    return pixels;
  }

  Canvas newCanvas() {
    return new Canvas(shape(), low, high, zero);
  }

  /** Applies the set's scale to an image, in place; rounded once, as {@link PixelScale} does. */
  void normalise(float[] values) {
    double[] factors = scale;
    if (factors == null) {
      return;
    }
    int pixelCount = shape().pixels();
    for (int c = 0, i = 0; c < factors.length; c++) {
      double factor = factors[c];
      double added = shift[c];
      for (int end = i + pixelCount; i < end; i++) {
        values[i] = (float) (values[i] * factor + added);
      }
    }
  }

  /** The set and what is done to it. */
  @Override
  public String toString() {
    return plain + ", augmented by " + Arrays.toString(augmentation.transforms().toArray());
  }
}
