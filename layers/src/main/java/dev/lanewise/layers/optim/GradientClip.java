package dev.lanewise.layers.optim;

import dev.lanewise.core.math.Range;

/** How gradients are kept from being too large, before the optimizer sees them. */
public sealed interface GradientClip {

  /**
   * By the norm of all gradients together: they are multiplied by {@code min(1, most / (norm +
   * 1e-6))}, as by PyTorch's {@code clip_grad_norm_}.
   *
   * @param most the largest norm, positive
   * @param norm which norm
   */
  record ByNorm(double most, Norm norm) implements GradientClip {

    private static final double SMALL = 1e-6;

    /**
     * Checks the bound.
     *
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public ByNorm {
      Range.positive("largest norm", most);
    }

    /** By the Euclidean norm. */
    public ByNorm(double most) {
      this(most, Norm.EUCLIDEAN);
    }

    /** What gradients of a norm are multiplied by; not a number if the norm is not. */
    public double factor(double total) {
      return Math.min(1, most / (total + SMALL));
    }

    /** Multiplies gradients by a {@link #factor}. */
    public static void scale(float[] gradients, double factor, int from, int to) {
      if (factor != 1) {
        float scale = (float) factor;
        for (int i = from; i < to; i++) {
          gradients[i] *= scale;
        }
      }
    }
  }

  /**
   * Each for itself, to {@code -most .. most}, as by PyTorch's {@code clip_grad_value_}.
   *
   * @param most the largest absolute value, positive
   */
  record ByValue(double most) implements GradientClip {

    /**
     * Checks the bound.
     *
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public ByValue {
      Range.positive("largest gradient", most);
    }

    /** Clips gradients; what is not a number stays so. */
    public void apply(float[] gradients, int from, int to) {
      float upper = (float) most;
      float lower = -upper;
      for (int i = from; i < to; i++) {
        gradients[i] = Math.max(lower, Math.min(upper, gradients[i]));
      }
    }
  }
}
