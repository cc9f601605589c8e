package dev.lanewise.core.augment;

import dev.lanewise.core.tensor.Shape;

/**
 * The image that transforms change, for one thread: {@code [C][H][W]}, before normalisation.
 * Transforms write into {@link #values} in place, or into {@link #spare} and then {@link #swap}.
 */
public final class Canvas {

  private final Shape shape;
  private final float low;
  private final float high;
  private final float[] zero;
  private float[] values;
  private float[] spare;
  private float[] work = {};

  /**
   * An empty canvas.
   *
   * @param shape shape of the images
   * @param low least value of a pixel
   * @param high greatest value of a pixel
   * @param zero per channel, the value that normalisation makes 0
   * @throws IllegalArgumentException if low isn't below high, or there isn't a zero per channel
   */
  public Canvas(Shape shape, float low, float high, float[] zero) {
    if (!(low < high) || zero.length != shape.channels()) {
      throw new IllegalArgumentException(
          "A canvas needs a range of values and a zero for each of %s channels. Received: %s to %s,"
                  .formatted(shape.channels(), low, high)
              + " %s zeros".formatted(zero.length));
    }
    this.shape = shape;
    this.low = low;
    this.high = high;
    this.zero = zero.clone();
    values = new float[shape.elements()];
    spare = new float[shape.elements()];
  }

  /** Shape of the image. */
  public Shape shape() {
    return shape;
  }

  /** The image. */
  public float[] values() {
    return values;
  }

  /** Room for another image; it holds anything. */
  public float[] spare() {
    return spare;
  }

  /** Makes the spare the image, and the image the spare. */
  public void swap() {
    float[] previous = values;
    values = spare;
    spare = previous;
  }

  /**
   * Room for numbers, at least {@code floats}; it holds anything, and is kept from call to call.
   */
  public float[] work(int floats) {
    if (work.length < floats) {
      work = new float[floats];
    }
    return work;
  }

  /** Least value of a pixel. */
  public float low() {
    return low;
  }

  /** Greatest value of a pixel. */
  public float high() {
    return high;
  }

  /** A value within the range of pixels, rounded to float. */
  public float clamp(double value) {
    return (float) Math.clamp(value, low, high);
  }

  /** The value of a fill in a channel. */
  public float value(Fill fill, int channel) {
    return fill.mean() ? zero[channel] : (float) (low + fill.level() * ((double) high - low));
  }
}
