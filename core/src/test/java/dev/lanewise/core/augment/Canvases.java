package dev.lanewise.core.augment;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;
import java.util.Arrays;

/** Canvases with images on them. */
final class Canvases {

  private Canvases() {}

  /** An image of bytes, in order, on a canvas whose zero is 100. */
  static Canvas of(Shape shape, float... values) {
    float[] zero = new float[shape.channels()];
    Arrays.fill(zero, 100);
    Canvas canvas = new Canvas(shape, 0, 255, zero);
    System.arraycopy(values, 0, canvas.values(), 0, shape.elements());
    return canvas;
  }

  /** 1, 2, 3 and so on. */
  static Canvas counting(Shape shape) {
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 1;
    }
    return of(shape, values);
  }

  /** Random bytes. */
  static Canvas random(Shape shape, long seed) {
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = CounterRandom.below(seed, i, 256);
    }
    return of(shape, values);
  }

  /** A pixel, or {@code outside}. */
  static double pixel(float[] image, Shape shape, int c, int y, int x, double outside) {
    return y < 0 || x < 0 || y >= shape.height() || x >= shape.width()
        ? outside
        : image[(c * shape.height() + y) * shape.width() + x];
  }

  /** Bilinear interpolation as a sum over all pixels of a frame around the image. */
  static double bilinear(float[] image, Shape shape, int c, double y, double x, double outside) {
    double sum = 0;
    double weights = 0;
    for (int v = -1; v <= shape.height(); v++) {
      for (int u = -1; u <= shape.width(); u++) {
        double weight = Math.max(0, 1 - Math.abs(y - v)) * Math.max(0, 1 - Math.abs(x - u));
        sum += weight * pixel(image, shape, c, v, u, outside);
        weights += weight;
      }
    }
    return sum + (1 - weights) * outside;
  }
}
