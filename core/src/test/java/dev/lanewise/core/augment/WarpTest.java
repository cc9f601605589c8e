package dev.lanewise.core.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarpTest {

  private static final List<Shape> SHAPES =
      List.of(new Shape(3, 7, 5), new Shape(1, 1, 1), new Shape(2, 1, 9), new Shape(1, 13, 8));

  private static double draw(long key, int index, double most) {
    return most * (2 * CounterRandom.uniform(key, index) - 1);
  }

  /** torchvision's matrix, multiplied out of its five factors, and inverted numerically. */
  private static double[] source(double[] draws, double u, double v) {
    double a = Math.toRadians(draws[0]);
    double sx = Math.toRadians(draws[4]);
    double sy = Math.toRadians(draws[5]);
    double[] turn = {Math.cos(a), -Math.sin(a), Math.sin(a), Math.cos(a)};
    double[] shearY = {1, 0, -Math.tan(sy), 1};
    double[] shearX = {1, -Math.tan(sx), 0, 1};
    double[] m = product(turn, product(shearY, shearX));
    double determinant = (m[0] * m[3] - m[1] * m[2]) * draws[3];
    double x = u - draws[1];
    double y = v - draws[2];
    return new double[] {(m[3] * x - m[1] * y) / determinant, (m[0] * y - m[2] * x) / determinant};
  }

  private static double[] product(double[] a, double[] b) {
    return new double[] {
      a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
      a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3]
    };
  }

  @Test
  void anAffineTransformIsItsMatrix() {
    RandomAffine affine =
        new RandomAffine()
            .withDegrees(40)
            .withMove(0.2, 0.3)
            .withScale(0.7, 1.6)
            .withShear(15, 10)
            .withFill(Fill.zero());
    for (Shape shape : SHAPES) {
      for (long key = 0; key < 20; key++) {
        Canvas canvas = Canvases.random(shape, key);
        float[] before = canvas.values().clone();
        affine.apply(canvas, key);
        double[] draws = {
          draw(key, 0, 40),
          Math.rint(draw(key, 1, 0.2 * shape.width())),
          Math.rint(draw(key, 2, 0.3 * shape.height())),
          0.7 + (1.6 - 0.7) * CounterRandom.uniform(key, 3),
          draw(key, 4, 15),
          draw(key, 5, 10)
        };
        double centreX = (shape.width() - 1) / 2.0;
        double centreY = (shape.height() - 1) / 2.0;
        for (int c = 0, i = 0; c < shape.channels(); c++) {
          for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++, i++) {
              double[] at = source(draws, x - centreX, y - centreY);
              double expected =
                  Canvases.bilinear(before, shape, c, at[1] + centreY, at[0] + centreX, 100);
              assertEquals(expected, canvas.values()[i], 0.01);
            }
          }
        }
      }
    }
  }

  @Test
  void anglesHaveTheirSines() {
    for (double degrees = -400; degrees < 400; degrees += 0.37) {
      assertEquals(Math.sin(Math.toRadians(degrees)), Angles.sin(degrees), 2e-15);
      assertEquals(Math.cos(Math.toRadians(degrees)), Angles.cos(degrees), 2e-15);
    }
    assertEquals(1, Angles.sin(90));
    assertEquals(0, Angles.cos(-90));
    assertEquals(-1, Angles.cos(180));
  }

  @Test
  void aQuarterTurnMovesPixelsExactly() {
    // The key is searched for, so that the angle is all but 90 degrees; bilinear is nearly exact.
    Shape shape = new Shape(1, 3, 3);
    RandomAffine turn = RandomAffine.rotation(180).withInterpolation(PixelLookup.NEAREST);
    long key = 0;
    while (Math.abs(draw(key, 0, 180) - 90) > 1) {
      key++;
    }
    Canvas canvas = Canvases.counting(shape);
    turn.apply(canvas, key);
    // Clockwise, as torchvision's affine has it.
    assertArrayEquals(new float[] {7, 4, 1, 8, 5, 2, 9, 6, 3}, canvas.values());
  }

  @Test
  void nothingIsChangedByNothing() {
    for (Shape shape : SHAPES) {
      for (PixelLookup interpolation : PixelLookup.values()) {
        Canvas canvas = Canvases.random(shape, 5);
        float[] before = canvas.values().clone();
        new RandomAffine().withInterpolation(interpolation).apply(canvas, 9);
        assertArrayEquals(before, canvas.values());
        new RandomElastic(0, 3, Fill.black()).apply(canvas, 9);
        assertArrayEquals(before, canvas.values());
      }
    }
  }

  @Test
  void aMoveIsWholePixels() {
    Shape shape = new Shape(1, 2, 5);
    RandomAffine move = new RandomAffine().withMove(0.4, 0);
    boolean[] seen = new boolean[5];
    for (long key = 0; key < 100; key++) {
      Canvas canvas = Canvases.counting(shape);
      move.apply(canvas, key);
      int right = (int) Math.rint(draw(key, 1, 2));
      seen[right + 2] = true;
      for (int x = 0; x < 5; x++) {
        assertEquals(x - right < 0 || x - right > 4 ? 0 : x - right + 1, canvas.values()[x]);
      }
    }
    assertArrayEquals(new boolean[] {true, true, true, true, true}, seen);
  }

  @Test
  void anElasticTransformIsSmoothedNoise() {
    double sigma = 1.3;
    double alpha = 30;
    int taps = 11;
    RandomElastic elastic = new RandomElastic(alpha, sigma, Fill.of(1));
    assertEquals(taps, (int) (8 * sigma + 1));
    for (Shape shape : SHAPES) {
      Canvas canvas = Canvases.random(shape, 3);
      float[] before = canvas.values().clone();
      elastic.apply(canvas, 17);
      for (int y = 0, p = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++, p++) {
          double u = x + alpha / 2 * smooth(shape, 0, y, x, sigma, taps);
          double v = y + alpha / 2 * smooth(shape, shape.pixels(), y, x, sigma, taps);
          for (int c = 0; c < shape.channels(); c++) {
            assertEquals(
                Canvases.bilinear(before, shape, c, v, u, 255),
                canvas.values()[c * shape.pixels() + p],
                0.02);
          }
        }
      }
    }
  }

  private static double smooth(Shape shape, int first, int y, int x, double sigma, int taps) {
    double sum = 0;
    double weights = 0;
    for (int j = -taps / 2; j <= taps / 2; j++) {
      for (int i = -taps / 2; i <= taps / 2; i++) {
        double weight = Math.exp(-(i * i + j * j) / (2 * sigma * sigma));
        int v = PaddingMode.REFLECT.source(y + j, shape.height());
        int u = PaddingMode.REFLECT.source(x + i, shape.width());
        double noise = 2 * CounterRandom.uniform(17, first + v * shape.width() + u) - 1;
        sum += weight * noise;
        weights += weight;
      }
    }
    return sum / weights;
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    RandomAffine none = new RandomAffine();
    assertEquals(
        "The angle of an affine transform must be between 0 and 180. Received: -3",
        assertThrows(IllegalArgumentException.class, () -> none.withDegrees(-3)).getMessage());
    assertEquals(
        "The range of scales of an affine transform must not end before it begins. Received: 2 to"
            + " 1",
        assertThrows(IllegalArgumentException.class, () -> none.withScale(2, 1)).getMessage());
    assertEquals(
        "The shear along rows of an affine transform must be between 0 and 89. Received: 90",
        assertThrows(IllegalArgumentException.class, () -> none.withShear(90, 0)).getMessage());
    String sigma =
        assertThrows(IllegalArgumentException.class, () -> new RandomElastic(1, 0, Fill.black()))
            .getMessage();
    assertEquals(
        "The sigma of an elastic transform must be between 0.1 and 64. Received: 0", sigma);
    assertTrue(new RandomElastic().toString().startsWith("RandomElastic[alpha=50.0, sigma=5.0"));
  }
}
