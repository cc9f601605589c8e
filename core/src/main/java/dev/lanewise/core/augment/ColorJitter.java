package dev.lanewise.core.augment;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;

/**
 * Changes brightness, contrast, saturation and hue, in random order: torchvision's {@code
 * ColorJitter}. For each of the first three, a factor {@code f} is drawn from {@code max(0, 1 -
 * amount)} to {@code 1 + amount}, and a pixel becomes {@code f * pixel + (1 - f) * other} within
 * the range of values: {@code other} is black for brightness, the mean of the grey image for
 * contrast, the pixel's own grey for saturation. Grey is 0.2989 R + 0.587 G + 0.114 B; an image of
 * one channel is its own grey. The hue of the HSV hexcone (Smith 1978) is turned by a share of the
 * circle from {@code -hue} to {@code hue}; an image of one channel has none.
 *
 * @param brightness amount, 0 for none
 * @param contrast amount, 0 for none
 * @param saturation amount, 0 for none
 * @param hue amount, 0 for none to 0.5
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue)
    implements Transform {

  private static final double RED = 0.2989;
  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;

  /**
   * Checks the amounts.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public ColorJitter {
    Ranges.requireIn("The brightness of a colour jitter", brightness, 0, 100);
    Ranges.requireIn("The contrast of a colour jitter", contrast, 0, 100);
    Ranges.requireIn("The saturation of a colour jitter", saturation, 0, 100);
    Ranges.requireIn("The hue of a colour jitter", hue, 0, 0.5);
  }

  /** Leaves hue as it is. */
  public ColorJitter(double brightness, double contrast, double saturation) {
    this(brightness, contrast, saturation, 0);
  }

  @Override
  public void check(Shape shape) {
    if (shape.channels() != 1 && shape.channels() != 3) {
      throw new IllegalArgumentException(
          "A colour jitter needs images of 1 or 3 channels. Received: " + shape);
    }
  }

  @Override
  public void apply(Canvas canvas, long key) {
    int order = CounterRandom.below(key, 0, 6);
    int first = order / 2;
    int second = (first + 1 + order % 2) % 3;
    int turned = CounterRandom.below(key, 4, 4);
    turn(canvas, turned == 0, key);
    change(canvas, first, key);
    turn(canvas, turned == 1, key);
    change(canvas, second, key);
    turn(canvas, turned == 2, key);
    change(canvas, 3 - first - second, key);
    turn(canvas, turned == 3, key);
  }

  private void turn(Canvas canvas, boolean now, long key) {
    if (now && hue != 0 && canvas.shape().channels() == 3) {
      turn(canvas, 6 * Ranges.uniform(key, 5, -hue, hue));
    }
  }

  /** Turns the hue of all pixels by so many sixths of the circle. */
  private static void turn(Canvas canvas, double sixths) {
    float[] values = canvas.values();
    int pixels = canvas.shape().pixels();
    for (int i = 0; i < pixels; i++) {
      double red = values[i];
      double green = values[pixels + i];
      double blue = values[2 * pixels + i];
      double most = Math.max(red, Math.max(green, blue));
      double span = most - Math.min(red, Math.min(green, blue));
      if (span == 0) {
        continue;
      }
      double angle;
      if (most == red) {
        angle = (green - blue) / span;
      } else if (most == green) {
        angle = 2 + (blue - red) / span;
      } else {
        angle = 4 + (red - green) / span;
      }
      angle += sixths;
      values[i] = canvas.clamp(most - span * below(5 + angle));
      values[pixels + i] = canvas.clamp(most - span * below(3 + angle));
      values[2 * pixels + i] = canvas.clamp(most - span * below(1 + angle));
    }
  }

  /** How far a channel lies below the greatest, as a share of the span, by its angle in sixths. */
  private static double below(double angle) {
    double within = angle - 6 * Math.floor(angle / 6);
    return Math.max(0, Math.min(1, Math.min(within, 4 - within)));
  }

  private void change(Canvas canvas, int which, long key) {
    double amount = which == 0 ? brightness : which == 1 ? contrast : saturation;
    if (amount == 0) {
      return;
    }
    double factor = Ranges.uniform(key, 1 + which, Math.max(0, 1 - amount), 1 + amount);
    switch (which) {
      case 0 -> blend(canvas, factor, canvas.low());
      case 1 -> blend(canvas, factor, meanGrey(canvas));
      default -> saturate(canvas, factor);
    }
  }

  private static void blend(Canvas canvas, double factor, double other) {
    float[] values = canvas.values();
    double added = (1 - factor) * other;
    for (int i = 0; i < values.length; i++) {
      values[i] = canvas.clamp(factor * values[i] + added);
    }
  }

  private static double meanGrey(Canvas canvas) {
    int pixels = canvas.shape().pixels();
    double sum = 0;
    for (int i = 0; i < pixels; i++) {
      sum += grey(canvas, i);
    }
    return sum / pixels;
  }

  private static void saturate(Canvas canvas, double factor) {
    if (canvas.shape().channels() == 1) {
      return;
    }
    float[] values = canvas.values();
    int pixels = canvas.shape().pixels();
    for (int i = 0; i < pixels; i++) {
      double added = (1 - factor) * grey(canvas, i);
      for (int at = i; at < values.length; at += pixels) {
        values[at] = canvas.clamp(factor * values[at] + added);
      }
    }
  }

  private static double grey(Canvas canvas, int pixel) {
    float[] values = canvas.values();
    if (canvas.shape().channels() == 1) {
      return values[pixel];
    }
    int pixels = canvas.shape().pixels();
    // Above black: the weights don't sum to 1 exactly.
    return canvas.low()
        + RED * (values[pixel] - canvas.low())
        + GREEN * (values[pixels + pixel] - canvas.low())
        + BLUE * (values[2 * pixels + pixel] - canvas.low());
  }
}
