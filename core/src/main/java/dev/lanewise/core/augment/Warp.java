package dev.lanewise.core.augment;

import dev.lanewise.core.tensor.Shape;

/** Takes an image's pixels from places between the pixels of another. */
final class Warp {

  private Warp() {}

  /**
   * Replaces the image: pixel {@code i} is what lies at column {@code places[i]}, row {@code
   * places[pixels + i]}; pixels outside have the fill's value.
   */
  static void apply(Canvas canvas, float[] places, PixelLookup interpolation, Fill fill) {
    Shape shape = canvas.shape();
    int pixels = shape.pixels();
    float[] to = canvas.spare();
    for (int c = 0; c < shape.channels(); c++) {
      float outside = canvas.value(fill, c);
      int plane = c * pixels;
      for (int i = 0; i < pixels; i++) {
        float x = places[i];
        float y = places[pixels + i];
        to[plane + i] =
            interpolation == PixelLookup.NEAREST
                ? pixel(canvas, plane, (int) Math.rint(y), (int) Math.rint(x), outside)
                : between(canvas, plane, y, x, outside);
      }
    }
    canvas.swap();
  }

  private static float between(Canvas canvas, int plane, float y, float x, float outside) {
    int top = floor(y);
    int left = floor(x);
    double down = (double) y - top;
    double right = (double) x - left;
    float a = pixel(canvas, plane, top, left, outside);
    float b = pixel(canvas, plane, top, left + 1, outside);
    float c = pixel(canvas, plane, top + 1, left, outside);
    float d = pixel(canvas, plane, top + 1, left + 1, outside);
    double above = a + right * ((double) b - a);
    double below = c + right * ((double) d - c);
    return (float) (above + down * (below - above));
  }

  private static int floor(float value) {
    int whole = (int) value;
    return value < whole ? whole - 1 : whole;
  }

  private static float pixel(Canvas canvas, int plane, int y, int x, float outside) {
    Shape shape = canvas.shape();
    return y < 0 || y >= shape.height() || x < 0 || x >= shape.width()
        ? outside
        : canvas.values()[plane + y * shape.width() + x];
  }
}
