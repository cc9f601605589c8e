package dev.lanewise.data;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;

/**
 * A data set that needs neither files nor a network: 28 x 28 grey images of the ten digits, light
 * on dark, drawn from strokes in random pose, size, slant, thickness and contrast, bent by an
 * elastic distortion, with noise. Image {@code i} depends on the seed, the split and {@code i}
 * only, and has the same bytes on every machine. Every ten images in a row, counted from 0, hold
 * each digit once.
 */
public final class Digits {

  /** Training images unless another number is asked for. */
  public static final int TRAIN_SIZE = 10_000;

  /** Test images unless another number is asked for. */
  public static final int TEST_SIZE = 2_000;

  /** Shape of an image. */
  public static final Shape SHAPE = new Shape(1, DigitPainter.SIZE, DigitPainter.SIZE);

  private static final int CLASSES = 10;

  private Digits() {}

  /** The default number of images of a split, drawn with seed 0. */
  public static ImageSet generate(Split split) {
    return generate(0, split == Split.TRAIN ? TRAIN_SIZE : TEST_SIZE, split);
  }

  /**
   * Draws images.
   *
   * @param seed decides what they look like
   * @param count how many
   * @param split training and test images of one seed have nothing in common
   * @throws IllegalArgumentException if the count is negative or the images exceed one array
   */
  public static ImageSet generate(long seed, int count, Split split) {
    int most = Integer.MAX_VALUE / SHAPE.elements();
    if (count < 0 || count > most) {
      throw new IllegalArgumentException(
          "The number of digits must be 0 to %s. Received: %s".formatted(most, count));
    }
    long key = CounterRandom.key(seed, split.ordinal());
    byte[] pixels = new byte[count * SHAPE.elements()];
    int[] labels = new int[count];
    int[] ten = new int[CLASSES];
    DigitPainter painter = new DigitPainter();
    for (int i = 0; i < count; i++) {
      if (i % CLASSES == 0) {
        for (int d = 0; d < CLASSES; d++) {
          ten[d] = d;
        }
        // Streams of blocks are numbered below zero, those of images from zero.
        CounterRandom.shuffle(ten, CounterRandom.key(key, -1 - i / CLASSES));
      }
      labels[i] = ten[i % CLASSES];
      painter.paint(labels[i], CounterRandom.key(key, i), pixels, i * SHAPE.elements());
    }
    return ImageSet.of("digits", SHAPE, pixels, labels, ClassNames.DIGITS);
  }
}
