package dev.lanewise.core.augment;

import dev.lanewise.core.tensor.Shape;

/**
 * Turns, moves, scales and shears an image about its centre: torchvision's {@code RandomAffine},
 * with its matrix {@code T(centre) T(move) R(angle) Shear(x, y) Scale T(-centre)}. Each amount is
 * uniform in its range; a move is rounded to whole pixels. Places outside the image have the fill's
 * value, also in the mean of bilinear interpolation.
 *
 * @param degrees angles from {@code -degrees} to {@code degrees}, 0 to 180
 * @param moveX columns, as a share of the width: from {@code -moveX} to {@code moveX}, 0 to 1
 * @param moveY rows, as a share of the height
 * @param leastScale least factor of size, above 0
 * @param mostScale greatest factor
 * @param shearX degrees of the shear along rows, from {@code -shearX} to {@code shearX}, below 90
 * @param shearY degrees of the shear along columns
 * @param interpolation what lies between pixels
 * @param fill what lies outside
 */
public record RandomAffine(
    double degrees,
    double moveX,
    double moveY,
    double leastScale,
    double mostScale,
    double shearX,
    double shearY,
    PixelLookup interpolation,
    Fill fill)
    implements Transform {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public RandomAffine {
    Ranges.requireIn("The angle of an affine transform", degrees, 0, 180);
    Ranges.requireIn("The move along rows of an affine transform", moveX, 0, 1);
    Ranges.requireIn("The move along columns of an affine transform", moveY, 0, 1);
    Ranges.requireIn("The least scale of an affine transform", leastScale, 1e-2, 1e2);
    Ranges.requireIn("The greatest scale of an affine transform", mostScale, 1e-2, 1e2);
    Ranges.requireOrder("The range of scales of an affine transform", leastScale, mostScale);
    Ranges.requireIn("The shear along rows of an affine transform", shearX, 0, 89);
    Ranges.requireIn("The shear along columns of an affine transform", shearY, 0, 89);
  }

  /** Changes nothing yet; bilinear, black outside. */
  public RandomAffine() {
    this(0, 0, 0, 1, 1, 0, 0, PixelLookup.BILINEAR, Fill.black());
  }

  /** Turns only, by {@code -degrees} to {@code degrees}: torchvision's {@code RandomRotation}. */
  public static RandomAffine rotation(double degrees) {
    return new RandomAffine().withDegrees(degrees);
  }

  /** The same with other angles. */
  public RandomAffine withDegrees(double most) {
    return new RandomAffine(
        most, moveX, moveY, leastScale, mostScale, shearX, shearY, interpolation, fill);
  }

  /** The same with other moves, as shares of width and height. */
  public RandomAffine withMove(double x, double y) {
    return new RandomAffine(
        degrees, x, y, leastScale, mostScale, shearX, shearY, interpolation, fill);
  }

  /** The same with other factors of size. */
  public RandomAffine withScale(double least, double most) {
    return new RandomAffine(
        degrees, moveX, moveY, least, most, shearX, shearY, interpolation, fill);
  }

  /** The same with other shears, in degrees. */
  public RandomAffine withShear(double x, double y) {
    return new RandomAffine(
        degrees, moveX, moveY, leastScale, mostScale, x, y, interpolation, fill);
  }

  /** The same with another interpolation. */
  public RandomAffine withInterpolation(PixelLookup other) {
    return new RandomAffine(
        degrees, moveX, moveY, leastScale, mostScale, shearX, shearY, other, fill);
  }

  /** The same with something else outside. */
  public RandomAffine withFill(Fill other) {
    return new RandomAffine(
        degrees, moveX, moveY, leastScale, mostScale, shearX, shearY, interpolation, other);
  }

  @Override
  public void apply(Canvas canvas, long key) {
    Shape shape = canvas.shape();
    double angle = Ranges.uniform(key, 0, -degrees, degrees);
    double x = moveX * shape.width();
    double y = moveY * shape.height();
    double right = Math.rint(Ranges.uniform(key, 1, -x, x));
    double down = Math.rint(Ranges.uniform(key, 2, -y, y));
    double scale = Ranges.uniform(key, 3, leastScale, mostScale);
    double sx = Ranges.uniform(key, 4, -shearX, shearX);
    double sy = Ranges.uniform(key, 5, -shearY, shearY);
    // Rotation times shear, [[a, b], [c, d]], whose determinant is 1.
    double tan = Angles.sin(sx) / Angles.cos(sx);
    double cos = Angles.cos(angle - sy) / Angles.cos(sy);
    double sin = Angles.sin(angle - sy) / Angles.cos(sy);
    double a = cos;
    double b = -cos * tan - Angles.sin(angle);
    double c = sin;
    double d = -sin * tan + Angles.cos(angle);
    double centreX = (shape.width() - 1) / 2.0;
    double centreY = (shape.height() - 1) / 2.0;
    int pixels = shape.pixels();
    float[] places = canvas.work(2 * pixels);
    for (int row = 0, i = 0; row < shape.height(); row++) {
      double v = row - centreY - down;
      for (int column = 0; column < shape.width(); column++, i++) {
        double u = column - centreX - right;
        places[i] = (float) ((d * u - b * v) / scale + centreX);
        places[pixels + i] = (float) ((a * v - c * u) / scale + centreY);
      }
    }
    Warp.apply(canvas, places, interpolation, fill);
  }
}
