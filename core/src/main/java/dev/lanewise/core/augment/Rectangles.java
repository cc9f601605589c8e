package dev.lanewise.core.augment;

import dev.lanewise.core.tensor.Shape;
import java.util.Arrays;

/** Parts of images. */
final class Rectangles {

  private Rectangles() {}

  /** Fills rows {@code top .. bottom - 1} of columns {@code left .. right - 1}. */
  static void fill(Canvas canvas, int top, int left, int bottom, int right, Fill fill) {
    Shape shape = canvas.shape();
    for (int c = 0; c < shape.channels(); c++) {
      float value = canvas.value(fill, c);
      for (int y = top; y < bottom; y++) {
        int row = (c * shape.height() + y) * shape.width();
        Arrays.fill(canvas.values(), row + left, row + right, value);
      }
    }
  }

  /** Copies a rectangle from the same place of another canvas of the same shape. */
  static void copy(Canvas from, Canvas to, int top, int left, int bottom, int right) {
    Shape shape = to.shape();
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = top; y < bottom; y++) {
        int row = (c * shape.height() + y) * shape.width() + left;
        System.arraycopy(from.values(), row, to.values(), row, right - left);
      }
    }
  }
}
