package dev.lanewise.data;

import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labelled images of one shape in memory, a byte a value, {@code [N][C][H][W]}, or a float a value
 * that stands for a byte divided by 255 ({@link #ofFractions}). Immutable; a view ({@link #limit},
 * {@link #subset}, {@link #select}, {@link #channel}, {@link #withScale}) shares the bytes with the
 * set that it was made from.
 */
public final class ImageSet implements Samples {

  /**
   * Mean and standard deviation of a set's pixels per channel, of values from 0 to 1.
   *
   * @param mean mean per channel
   * @param std standard deviation per channel (divided by the number of values)
   */
  public record Statistics(List<Double> mean, List<Double> std) {

    /**
     * The scale that gives these pixels mean 0 and standard deviation 1 per channel.
     *
     * @throws IllegalArgumentException if a channel has one value only
     */
    public PixelScale scale() {
      return PixelScale.standardised(
          mean.stream().mapToDouble(Double::doubleValue).toArray(),
          std.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  private final String name;
  private final Shape shape;
  private final List<String> classNames;
  private final PixelScale scale;
  private final byte[] pixels;
  // In the place of the bytes, if the images have none: byte / 255.
  private final float[] fractions;
  private final int[] labels;
  // Image i of this view is image order[i] of the arrays; it starts at order[i] * stride + start.
  private final int[] order;
  private final int stride;
  private final int start;
  // [C][256]: what each byte becomes.
  private final float[] values;
  // [C]: what a fraction is multiplied with, and what is added.
  private final double[] factor;
  private final double[] shift;

  private ImageSet(
      String name,
      Shape shape,
      List<String> classNames,
      PixelScale scale,
      byte[] pixels,
      float[] fractions,
      int[] labels,
      int[] order,
      int stride,
      int start) {
    this.name = name;
    this.shape = shape;
    this.classNames = classNames;
    this.scale = scale;
    this.pixels = pixels;
    this.fractions = fractions;
    this.labels = labels;
    this.order = order;
    this.stride = stride;
    this.start = start;
    this.values = new float[shape.channels() * 256];
    this.factor = new double[shape.channels()];
    this.shift = new double[shape.channels()];
    for (int c = 0; c < shape.channels(); c++) {
      for (int b = 0; b < 256; b++) {
        values[c * 256 + b] = scale.value(c, b);
      }
      PixelScale own = scale.channel(c);
      // 255 * (1 / 255.0) is 1: with the unit scale, fractions stay as they are.
      factor[c] = 255 * own.scale()[0];
      shift[c] = own.shift()[0];
    }
  }

  /**
   * A set of its own, with {@link PixelScale#unit()}. Takes the arrays over: the caller must not
   * change them afterwards.
   *
   * @param name what to call it in messages
   * @param shape the shape of an image
   * @param pixels {@code [N][C][H][W]}
   * @param labels a label per image, {@code 0 .. classNames.size() - 1}
   * @param classNames a name per class
   * @throws IllegalArgumentException if the sizes don't fit one another or a label is out of range
   */
  public static ImageSet of(
      String name, Shape shape, byte[] pixels, int[] labels, List<String> classNames) {
    check(shape, pixels.length, "bytes", labels, classNames.size());
    return whole(name, shape, pixels, new float[0], labels, classNames);
  }

  /**
   * A set of images that are not bytes: each value stands for a byte divided by 255, so that {@link
   * PixelScale#unit()}, which it has at first, leaves it as it is, and other scales treat it as the
   * byte that it would be. Values are not bound to 0 to 1. Takes the arrays over: the caller must
   * not change them afterwards.
   *
   * @param name what to call it in messages
   * @param shape the shape of an image
   * @param fractions {@code [N][C][H][W]}
   * @param labels a label per image, {@code 0 .. classNames.size() - 1}
   * @param classNames a name per class
   * @throws IllegalArgumentException if the sizes don't fit one another, a label is out of range or
   *     a value isn't finite
   */
  public static ImageSet ofFractions(
      String name, Shape shape, float[] fractions, int[] labels, List<String> classNames) {
    check(shape, fractions.length, "values", labels, classNames.size());
    for (int i = 0; i < fractions.length; i++) {
      if (!Float.isFinite(fractions[i])) {
        throw new IllegalArgumentException(
            "Values of images must be finite. Received: %s in image %s"
                .formatted(fractions[i], i / shape.elements()));
      }
    }
    return whole(name, shape, new byte[0], fractions, labels, classNames);
  }

  private static void check(Shape shape, int length, String unit, int[] labels, int classes) {
    if (length != (long) labels.length * shape.elements()) {
      throw new IllegalArgumentException(
          "%s labels need %s %s of %s images. Received: %s %3$s"
              .formatted(
                  labels.length, (long) labels.length * shape.elements(), unit, shape, length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "A label must be 0 to %s. Received: %s for image %s"
                .formatted(classes - 1, labels[i], i));
      }
    }
  }

  private static ImageSet whole(
      String name,
      Shape shape,
      byte[] pixels,
      float[] fractions,
      int[] labels,
      List<String> classNames) {
    return new ImageSet(
        name,
        shape,
        List.copyOf(classNames),
        PixelScale.unit(),
        pixels,
        fractions,
        labels,
        IntStream.range(0, labels.length).toArray(),
        shape.elements(),
        0);
  }

  @Override
  public int size() {
    return order.length;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public int classes() {
    return classNames.size();
  }

  @Override
  public int label(int index) {
    return labels[order[index]];
  }

  @Override
  public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
    int from = order[index] * stride + start;
    int height = shape.height();
    int width = shape.width();
    int rowStride = layout.rowStride();
    if (!hasBytes()) {
      copyFractions(from, group, at + lane, layout);
      return;
    }
    for (int c = 0; c < shape.channels(); c++) {
      int table = c << 8;
      int row = at + lane + layout.offset(c, 0, 0);
      for (int y = 0; y < height; y++, row += rowStride) {
        for (int x = 0, to = row; x < width; x++, to += Lanes.WIDTH) {
          group[to] = values[table + (pixels[from++] & 0xff)];
        }
      }
    }
  }

  @Override
  public void copyTo(int index, float[] image, int at, ChannelLayout layout, float[] scratch) {
    int from = order[index] * stride + start;
    int step = layout.pixelStride();
    if (!hasBytes()) {
      for (int c = 0; c < shape.channels(); c++) {
        for (int y = 0; y < shape.height(); y++) {
          int to = at + layout.offset(c, y, 0);
          for (int x = 0; x < shape.width(); x++, to += step) {
            image[to] = value(c, fractions[from++]);
          }
        }
      }
      return;
    }
    for (int c = 0; c < shape.channels(); c++) {
      int table = c << 8;
      for (int y = 0; y < shape.height(); y++) {
        int to = at + layout.offset(c, y, 0);
        for (int x = 0; x < shape.width(); x++, to += step) {
          image[to] = values[table + (pixels[from++] & 0xff)];
        }
      }
    }
  }

  private void copyFractions(int first, float[] group, int at, LaneLayout layout) {
    int from = first;
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        int to = at + layout.offset(c, y, 0);
        for (int x = 0; x < shape.width(); x++, to += Lanes.WIDTH) {
          group[to] = value(c, fractions[from++]);
        }
      }
    }
  }

  private float value(int channel, float fraction) {
    return (float) (fraction * factor[channel] + shift[channel]);
  }

  /** Whether the images are bytes; if not, only {@link #values} tells what they are. */
  public boolean hasBytes() {
    return fractions.length == 0;
  }

  /** What the set is called. */
  public String name() {
    return name;
  }

  /** A name per class. */
  public List<String> classNames() {
    return classNames;
  }

  /** How bytes become values. */
  public PixelScale scale() {
    return scale;
  }

  /**
   * A copy of one image's bytes, {@code [C][H][W]}.
   *
   * @throws IllegalStateException if the images aren't bytes
   */
  public byte[] pixels(int index) {
    if (!hasBytes()) {
      throw new IllegalStateException(
          "Images must be bytes to have pixels. Received: " + name + ", which has fractions");
    }
    int from = order[index] * stride + start;
    return Arrays.copyOfRange(pixels, from, from + shape.elements());
  }

  /** One image as the network sees it, {@code [C][H][W]}. */
  public float[] values(int index) {
    if (!hasBytes()) {
      int from = order[index] * stride + start;
      float[] image = Arrays.copyOfRange(fractions, from, from + shape.elements());
      for (int i = 0; i < image.length; i++) {
        image[i] = value(i / shape.pixels(), image[i]);
      }
      return image;
    }
    byte[] bytes = pixels(index);
    float[] image = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      image[i] = values[(i / shape.pixels() << 8) + (bytes[i] & 0xff)];
    }
    return image;
  }

  /** Number of images per class. */
  public int[] classCounts() {
    int[] counts = new int[classes()];
    for (int i : order) {
      counts[labels[i]]++;
    }
    return counts;
  }

  /**
   * Mean and standard deviation per channel of the bytes divided by 255, whatever the scale. They
   * come from exact integer sums; those of fractions from sums in double, in order.
   *
   * @throws IllegalArgumentException if the set is empty
   */
  public Statistics statistics() {
    if (order.length == 0) {
      throw new IllegalArgumentException("Statistics need at least one image. Received: 0");
    }
    int channels = shape.channels();
    Double[] mean = new Double[channels];
    Double[] std = new Double[channels];
    double n = (double) order.length * shape.pixels();
    if (!hasBytes()) {
      for (int c = 0; c < channels; c++) {
        mean[c] = mean(c, 0, 1);
        std[c] = Math.sqrt(mean(c, mean[c], 2));
      }
      return new Statistics(List.of(mean), List.of(std));
    }
    for (int c = 0; c < channels; c++) {
      long sum = 0;
      long squares = 0;
      for (int i : order) {
        int from = i * stride + start + c * shape.pixels();
        for (int p = from; p < from + shape.pixels(); p++) {
          int b = pixels[p] & 0xff;
          sum += b;
          squares += b * b;
        }
      }
      mean[c] = sum / n / 255;
      std[c] = Math.sqrt(Math.max(0, squares / n - (sum / n) * (sum / n))) / 255;
    }
    return new Statistics(List.of(mean), List.of(std));
  }

  /** The mean of {@code (fraction - centre)^power} in a channel. */
  private double mean(int channel, double centre, int power) {
    double sum = 0;
    for (int i : order) {
      int from = i * stride + start + channel * shape.pixels();
      for (int p = from; p < from + shape.pixels(); p++) {
        double value = fractions[p] - centre;
        sum += power == 1 ? value : value * value;
      }
    }
    return sum / ((double) order.length * shape.pixels());
  }

  /**
   * The first images.
   *
   * @param n how many, {@code 0 .. size()}
   */
  public ImageSet limit(int n) {
    return subset(0, n);
  }

  /**
   * A run of images.
   *
   * @param from the first
   * @param to one past the last
   * @throws IllegalArgumentException if {@code 0 <= from <= to <= size()} doesn't hold
   */
  public ImageSet subset(int from, int to) {
    if (from < 0 || to < from || to > size()) {
      throw new IllegalArgumentException(
          "A subset of %s must lie in its %s images. Received: %s to %s"
              .formatted(name, size(), from, to));
    }
    return view(shape, scale, Arrays.copyOfRange(order, from, to), start);
  }

  /**
   * The images of a list, in its order; an image may occur more than once.
   *
   * @throws IllegalArgumentException if an index is out of range
   */
  public ImageSet select(int[] indices) {
    int[] picked = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= size()) {
        throw new IllegalArgumentException(
            "An index into %s must be 0 to %s. Received: %s"
                .formatted(name, size() - 1, indices[i]));
      }
      picked[i] = order[indices[i]];
    }
    return view(shape, scale, picked, start);
  }

  /**
   * One channel alone, as images of one channel.
   *
   * @throws IllegalArgumentException if there is no such channel
   */
  public ImageSet channel(int c) {
    if (c < 0 || c >= shape.channels()) {
      throw new IllegalArgumentException(
          "A channel of %s must be 0 to %s. Received: %s".formatted(name, shape.channels() - 1, c));
    }
    return view(
        new Shape(1, shape.height(), shape.width()),
        scale.channel(c),
        order,
        start + c * shape.pixels());
  }

  /**
   * The same images with other values.
   *
   * @throws IllegalArgumentException if the scale has neither one channel nor as many as the images
   */
  public ImageSet withScale(PixelScale other) {
    if (other.channels() != 1 && other.channels() != shape.channels()) {
      throw new IllegalArgumentException(
          "A pixel scale for %s must have 1 or %s channels. Received: %s"
              .formatted(name, shape.channels(), other.channels()));
    }
    return view(shape, other, order, start);
  }

  private ImageSet view(Shape viewShape, PixelScale viewScale, int[] viewOrder, int viewStart) {
    return new ImageSet(
        name,
        viewShape,
        classNames,
        viewScale,
        pixels,
        fractions,
        labels,
        viewOrder,
        stride,
        viewStart);
  }

  /** Name, number of images and shape. */
  @Override
  public String toString() {
    return name + ": " + size() + " images of " + shape + ", " + classes() + " classes";
  }
}
