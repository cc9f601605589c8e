package dev.lanewise.data;

import dev.lanewise.core.math.CounterRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Draws one digit at a time into bytes. Only sums, products, quotients and square roots of doubles
 * and {@code StrictMath} are used, so that every machine draws the same bytes.
 */
final class DigitPainter {

  static final int SIZE = 28;

  /** Pixels between two knots of the elastic distortion; 5 x 5 knots cover the image. */
  private static final int KNOT_GAP = 7;

  private static final int KNOTS = SIZE / KNOT_GAP + 1;
  private static final double WIDTH_TO_HEIGHT = 0.66;

  private final double[] distance = new double[SIZE * SIZE];
  private final double[] knots = new double[2 * KNOTS * KNOTS];
  private final double[] moved = new double[2];
  private long key;
  private long next;

  /**
   * Draws a digit.
   *
   * @param digit 0 to 9
   * @param sampleKey decides everything else
   * @param image destination, 28 x 28 bytes from {@code at}
   * @param at where the image starts
   */
  void paint(int digit, long sampleKey, byte[] image, int at) {
    key = sampleKey;
    next = 0;
    Arrays.fill(distance, SIZE);
    List<double[]> strokes = DigitStrokes.strokes(digit, below(DigitStrokes.manners(digit)));
    double[] pose = pose();
    double bend = between(0.3, 1.6);
    for (int i = 0; i < knots.length; i++) {
      knots[i] = bend * between(-1, 1);
    }
    double radius = between(0.85, 1.8);
    double taper = between(-0.3, 0.3);
    for (double[] stroke : strokes) {
      trace(stroke, pose, radius, taper);
    }
    shade(image, at);
  }

  /** A random affine map from the strokes' box to pixels: x = p0 u + p1 v + p2, y likewise. */
  private double[] pose() {
    double height = between(15, 21);
    double width = height * WIDTH_TO_HEIGHT * between(0.8, 1.25);
    double slant = between(-0.15, 0.4);
    double angle = between(-0.26, 0.26);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double reach = Math.min(2.5, (SIZE - 4 - height) / 2);
    double side = 2.7;
    double centreX = (SIZE - 1) / 2.0 + between(-side, side);
    double centreY = (SIZE - 1) / 2.0 + between(-reach, reach);
    double xu = cos * width;
    double xv = -(cos * slant + sin) * height;
    double yu = sin * width;
    double yv = (cos - sin * slant) * height;
    return new double[] {xu, xv, centreX - (xu + xv) / 2, yu, yv, centreY - (yu + yv) / 2};
  }

  /** Lowers each pixel's distance to the edge of the ink to what one stroke gives. */
  private void trace(double[] stroke, double[] pose, double radius, double taper) {
    int points = stroke.length / 2;
    double fromX = 0;
    double fromY = 0;
    for (int i = 0; i < points; i++) {
      double u = stroke[2 * i];
      double v = stroke[2 * i + 1];
      move(pose[0] * u + pose[1] * v + pose[2], pose[3] * u + pose[4] * v + pose[5]);
      if (i > 0) {
        double along = (double) i / points - 0.5;
        segment(fromX, fromY, moved[0], moved[1], radius * (1 + taper * along));
      }
      fromX = moved[0];
      fromY = moved[1];
    }
  }

  /** The elastic distortion: knots that moved at random, blended smoothly between four of them. */
  private void move(double x, double y) {
    double gx = Math.clamp(x / KNOT_GAP, 0, KNOTS - 1.001);
    double gy = Math.clamp(y / KNOT_GAP, 0, KNOTS - 1.001);
    int kx = (int) gx;
    int ky = (int) gy;
    double wx = ease(gx - kx);
    double wy = ease(gy - ky);
    int k = 2 * (ky * KNOTS + kx);
    for (int axis = 0; axis < 2; axis++, k++) {
      double upper = knots[k] + wx * (knots[k + 2] - knots[k]);
      int below = k + 2 * KNOTS;
      double lower = knots[below] + wx * (knots[below + 2] - knots[below]);
      moved[axis] = (axis == 0 ? x : y) + upper + wy * (lower - upper);
    }
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }

  private void segment(double ax, double ay, double bx, double by, double radius) {
    double reach = radius + 1.5;
    int left = Math.max(0, (int) (Math.min(ax, bx) - reach));
    int right = Math.min(SIZE - 1, (int) (Math.max(ax, bx) + reach + 1));
    int top = Math.max(0, (int) (Math.min(ay, by) - reach));
    int bottom = Math.min(SIZE - 1, (int) (Math.max(ay, by) + reach + 1));
    double dx = bx - ax;
    double dy = by - ay;
    double scale = 1 / (dx * dx + dy * dy + 1e-12);
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double t = Math.clamp(((x - ax) * dx + (y - ay) * dy) * scale, 0.0, 1.0);
        double ex = x - ax - t * dx;
        double ey = y - ay - t * dy;
        double edge = Math.sqrt(ex * ex + ey * ey) - radius;
        int i = y * SIZE + x;
        if (edge < distance[i]) {
          distance[i] = edge;
        }
      }
    }
  }

  /** Turns distances into ink on paper, with noise. */
  private void shade(byte[] image, int at) {
    double soft = between(0.5, 1.1);
    double paper = between(0, 0.1);
    double ink = between(0.7, 1) - paper;
    double noise = between(0.02, 0.08);
    for (int i = 0; i < distance.length; i++) {
      double cover = ease(Math.clamp(0.5 - distance[i] / (2 * soft), 0.0, 1.0));
      double value = paper + ink * cover + noise * bell();
      image[at + i] = (byte) (int) (255 * Math.clamp(value, 0.0, 1.0) + 0.5);
    }
  }

  private int below(int bound) {
    return CounterRandom.below(key, next++, bound);
  }

  private double between(double low, double high) {
    return low + (high - low) * CounterRandom.uniform(key, next++);
  }

  /** Nearly normal, of mean 0 and deviation 1: the sum of four 16-bit uniform numbers. */
  private double bell() {
    long bits = CounterRandom.bits(key, next++);
    long sum =
        (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48 & 0xffff);
    // Four uniform numbers have deviation sqrt(4 / 12) = 1 / 1.7320508.
    return (sum * 0x1p-16 - 2) * 1.7320508;
  }
}
