package dev.lanewise.core.augment;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;

/**
 * Makes one image, and one target, of two. Mixup (Zhang et al., 2017) takes {@code share * image +
 * (1 - share) * other}, CutMix (Yun et al., 2019) puts a rectangle of the other image in place of
 * the same one of the first. The share is from Beta(alpha, alpha), for each image its own; of
 * CutMix it is then what is left of the first image's area. The other image is drawn from the whole
 * set, and changed by the same transforms with choices of its own. PyTorch's and timm's take one
 * share a batch, and the other image from the batch.
 *
 * @param mixupAlpha alpha of mixup, 0 for no mixup
 * @param cutmixAlpha alpha of CutMix, 0 for no CutMix; with both, each is as likely
 * @param probability how often an image is mixed, 0 to 1
 */
public record Mixing(double mixupAlpha, double cutmixAlpha, double probability) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range or both alphas are 0
   */
  public Mixing {
    requireAlpha("mixup", mixupAlpha);
    requireAlpha("CutMix", cutmixAlpha);
    Ranges.requireIn("The probability of mixing", probability, 0, 1);
    if (mixupAlpha == 0 && cutmixAlpha == 0) {
      throw new IllegalArgumentException(
          "Of mixup and CutMix at least one must have an alpha above 0. Received: 0 and 0");
    }
  }

  private static void requireAlpha(String what, double alpha) {
    if (alpha != 0) {
      Ranges.requireIn("The alpha of " + what, alpha, 1e-3, 1e3);
    }
  }

  /** Mixup of every image; 0.2 is usual, the paper's CIFAR-10 has 1. */
  public static Mixing mixup(double alpha) {
    return new Mixing(alpha, 0, 1);
  }

  /** CutMix of every image; the paper has 1. */
  public static Mixing cutmix(double alpha) {
    return new Mixing(0, alpha, 1);
  }

  /** The same for another share of the images. */
  public Mixing withProbability(double newProbability) {
    return new Mixing(mixupAlpha, cutmixAlpha, newProbability);
  }

  /** Whether an image is mixed. */
  public boolean applies(long key) {
    return CounterRandom.uniform(key, 0) < probability;
  }

  /**
   * Mixes another image into one.
   *
   * @return the share that the first image keeps
   */
  public float mix(Canvas image, Canvas other, long key) {
    boolean cut = mixupAlpha == 0 || cutmixAlpha > 0 && CounterRandom.uniform(key, 1) < 0.5;
    double share = Beta.draw(CounterRandom.key(key, 0), cut ? cutmixAlpha : mixupAlpha);
    if (cut) {
      return cut(image, other, share, key);
    }
    float[] values = image.values();
    float[] others = other.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (share * values[i] + (1 - share) * others[i]);
    }
    return (float) share;
  }

  private static float cut(Canvas image, Canvas other, double share, long key) {
    Shape shape = image.shape();
    double half = 0.5 * Math.sqrt(1 - share);
    int halfHeight = (int) (half * shape.height());
    int halfWidth = (int) (half * shape.width());
    int y = CounterRandom.below(key, 2, shape.height());
    int x = CounterRandom.below(key, 3, shape.width());
    int top = Math.max(0, y - halfHeight);
    int left = Math.max(0, x - halfWidth);
    int bottom = Math.min(shape.height(), y + halfHeight);
    int right = Math.min(shape.width(), x + halfWidth);
    Rectangles.copy(other, image, top, left, bottom, right);
    return (float) (1 - (double) (bottom - top) * (right - left) / shape.pixels());
  }
}
