package dev.lanewise.layers.twin;

import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import java.util.Random;

/**
 * Samples in an array.
 *
 * @param shape shape of one image
 * @param classes number of classes
 * @param images {@code [N][C][H][W]}
 * @param labels a class an image
 */
public record ArraySamples(Shape shape, int classes, float[] images, int[] labels)
    implements Samples {

  /** Normally distributed images with random labels. */
  public static ArraySamples random(Random random, Shape shape, int classes, int size) {
    float[] images = new float[size * shape.elements()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    return new ArraySamples(shape, classes, images, random.ints(size, 0, classes).toArray());
  }

  /**
   * Images that are easy to tell apart: noise, and a bright column whose place is the class; as
   * many classes as columns.
   */
  public static ArraySamples separable(Random random, Shape shape, int size) {
    ArraySamples samples = random(random, shape, shape.width(), size);
    for (int i = 0; i < samples.images.length; i++) {
      int image = i / shape.elements();
      boolean bright = i % shape.width() == samples.labels[image];
      samples.images[i] = samples.images[i] * 0.2f + (bright ? 1f : 0f);
    }
    return samples;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
    int i = index * shape.elements();
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          group[at + layout.offset(c, y, x) + lane] = images[i++];
        }
      }
    }
  }
}
