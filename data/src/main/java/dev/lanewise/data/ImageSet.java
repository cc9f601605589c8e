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
 * Labelled images of one shape in memory, a byte a value, {@code [N][C][H][W]}. Immutable; a view
 * ({@link #limit}, {@link #subset}, {@link #select}, {@link #channel}, {@link #withScale}) shares
 * the bytes with the set that it was made from.
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
  private final int[] labels;
  // Image i of this view is image order[i] of the arrays; it starts at order[i] * stride + start.
  private final int[] order;
  private final int stride;
  private final int start;
  // [C][256]: what each byte becomes.
  private final float[] values;

  private ImageSet(
      String name,
      Shape shape,
      List<String> classNames,
      PixelScale scale,
      byte[] pixels,
      int[] labels,
      int[] order,
      int stride,
      int start) {
    this.name = name;
    this.shape = shape;
    this.classNames = classNames;
    this.scale = scale;
    this.pixels = pixels;
    this.labels = labels;
    this.order = order;
    this.stride = stride;
    this.start = start;
    this.values = new float[shape.channels() * 256];
    for (int c = 0; c < shape.channels(); c++) {
      for (int b = 0; b < 256; b++) {
        values[c * 256 + b] = scale.value(c, b);
      }
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
    if (pixels.length != (long) labels.length * shape.elements()) {
      throw new IllegalArgumentException(
          "%d labels need %d bytes of %s images. Received: %d bytes"
              .formatted(
                  labels.length, (long) labels.length * shape.elements(), shape, pixels.length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classNames.size()) {
        throw new IllegalArgumentException(
            "A label must be 0 to %d. Received: %d for image %d"
                .formatted(classNames.size() - 1, labels[i], i));
      }
    }
    return new ImageSet(
        name,
        shape,
        List.copyOf(classNames),
        PixelScale.unit(),
        pixels,
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

  /** A copy of one image's bytes, {@code [C][H][W]}. */
  public byte[] pixels(int index) {
    int from = order[index] * stride + start;
    return Arrays.copyOfRange(pixels, from, from + shape.elements());
  }

  /** One image as the network sees it, {@code [C][H][W]}. */
  public float[] values(int index) {
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
   * come from exact integer sums.
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
          "A subset of %s must lie in its %d images. Received: %d to %d"
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
            "An index into %s must be 0 to %d. Received: %d"
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
          "A channel of %s must be 0 to %d. Received: %d".formatted(name, shape.channels() - 1, c));
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
          "A pixel scale for %s must have 1 or %d channels. Received: %d"
              .formatted(name, shape.channels(), other.channels()));
    }
    return view(shape, other, order, start);
  }

  private ImageSet view(Shape viewShape, PixelScale viewScale, int[] viewOrder, int viewStart) {
    return new ImageSet(
        name, viewShape, classNames, viewScale, pixels, labels, viewOrder, stride, viewStart);
  }

  /** Name, number of images and shape. */
  @Override
  public String toString() {
    return name + ": " + size() + " images of " + shape + ", " + classes() + " classes";
  }
}
