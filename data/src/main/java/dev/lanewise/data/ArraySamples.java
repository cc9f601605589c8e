package dev.lanewise.data;

import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import java.util.stream.IntStream;

/**
 * Samples of a caller's own numbers, a float a value, {@code [N][C][H][W]}. Vectors of features are
 * samples of {@link Shape#flat} shape.
 */
public final class ArraySamples implements Samples {

  private final Shape shape;
  private final float[] values;
  private final int[] labels;
  private final int classes;

  private ArraySamples(Shape shape, float[] values, int[] labels, int classes) {
    this.shape = shape;
    this.values = values;
    this.labels = labels;
    this.classes = classes;
  }

  /**
   * Takes the arrays over: the caller must not change them afterwards.
   *
   * @param shape the shape of a sample
   * @param values {@code [N][C][H][W]}, as the network is to see them
   * @param labels a label per sample, {@code 0 .. classes - 1}
   * @param classes number of classes
   * @throws IllegalArgumentException if the sizes don't fit one another, a label is out of range or
   *     a value isn't finite
   */
  public static ArraySamples of(Shape shape, float[] values, int[] labels, int classes) {
    if (values.length != (long) labels.length * shape.elements()) {
      throw new IllegalArgumentException(
          "%s labels need %s values of %s samples. Received: %s values"
              .formatted(
                  labels.length, (long) labels.length * shape.elements(), shape, values.length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "A label must be 0 to %s. Received: %s for sample %s"
                .formatted(classes - 1, labels[i], i));
      }
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "Values of samples must be finite. Received: %s in sample %s"
                .formatted(values[i], i / shape.elements()));
      }
    }
    return new ArraySamples(shape, values, labels, classes);
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
    int from = index * shape.elements();
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        int to = at + lane + layout.offset(c, y, 0);
        for (int x = 0; x < shape.width(); x++, to += Lanes.WIDTH) {
          group[to] = values[from++];
        }
      }
    }
  }

  @Override
  public void copyTo(int index, float[] image, int at, ChannelLayout layout, float[] scratch) {
    int from = index * shape.elements();
    Shape to = layout.shape();
    for (int c = 0; c < to.channels(); c++) {
      for (int y = 0; y < to.height(); y++) {
        int place = at + layout.offset(c, y, 0);
        for (int x = 0; x < to.width(); x++, place += layout.pixelStride()) {
          image[place] = values[from++];
        }
      }
    }
  }

  /**
   * The same samples with mean 0 and standard deviation 1 in each channel, over all samples and
   * pixels; a channel of one value becomes 0.
   */
  public ArraySamples standardised() {
    double[] mean = new double[shape.channels()];
    double[] std = new double[shape.channels()];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = mean(c, 0, 1);
      std[c] = Math.sqrt(mean(c, mean[c], 2));
    }
    return standardised(mean, std);
  }

  /** The mean of {@code (value - centre)^power} in a channel, summed in order. */
  private double mean(int channel, double centre, int power) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      int from = i * shape.elements() + channel * shape.pixels();
      for (int p = from; p < from + shape.pixels(); p++) {
        double value = values[p] - centre;
        sum += power == 1 ? value : value * value;
      }
    }
    return sum / Math.max(1, (double) labels.length * shape.pixels());
  }

  /**
   * The same samples with other values, {@code (value - mean[c]) / std[c]}, or 0 where {@code
   * std[c]} is 0: test samples take the numbers of the training samples.
   *
   * @throws IllegalArgumentException if there isn't a mean and a deviation per channel, or one is
   *     not finite or negative
   */
  public ArraySamples standardised(double[] mean, double[] std) {
    if (mean.length != shape.channels() || std.length != shape.channels()) {
      throw new IllegalArgumentException(
          "Means and standard deviations must be one per channel, %s. Received: %s and %s"
              .formatted(shape.channels(), mean.length, std.length));
    }
    IntStream.range(0, std.length)
        .filter(
            c -> !Double.isFinite(mean[c]) || !(std[c] >= 0 && std[c] < Double.POSITIVE_INFINITY))
        .findFirst()
        .ifPresent(
            c -> {
              throw new IllegalArgumentException(
                  "Means must be finite, standard deviations at least 0. Received: %s and %s for"
                          .formatted(mean[c], std[c])
                      + " channel "
                      + c);
            });
    float[] scaled = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int c = i % shape.elements() / shape.pixels();
      scaled[i] = std[c] == 0 ? 0 : (float) ((values[i] - mean[c]) / std[c]);
    }
    return new ArraySamples(shape, scaled, labels, classes);
  }

  /** Number of samples, shape and classes. */
  @Override
  public String toString() {
    return size() + " samples of " + shape + ", " + classes + " classes";
  }
}
