package dev.lanewise.layers.loss;

import dev.lanewise.core.math.Range;
import org.jspecify.annotations.Nullable;

/**
 * The margin by which the right class should lead: {@code sum_{c != y} max(0, margin - x_y + x_c)^p
 * / C}, each image's part divided by its number of classes {@code C}, with gradient 0 at the kink.
 * PyTorch's {@code MultiMarginLoss}; its mean is {@link Reduction#MEAN}. The class of a target of
 * values is its largest value, the first of equal ones.
 *
 * @param margin what the right class should lead by
 * @param squared whether {@code p} is 2 instead of 1
 * @param reduction what the sum is divided by
 */
public record Hinge(double margin, boolean squared, Reduction reduction) implements Loss {

  /**
   * Checks the margin.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public Hinge {
    Range.finite("margin", margin);
  }

  /** The mean over images, with a margin of 1, not squared. */
  public Hinge() {
    this(1, false, Reduction.MEAN);
  }

  @Override
  public String name() {
    return "Hinge";
  }

  @Override
  public double normaliser(double images, int elements) {
    return reduction.normaliser(images, elements);
  }

  @Override
  public double image(
      Result result, Targets targets, @Nullable Result gradient, double scale, int lane) {
    int classes = result.elements();
    int right = right(targets, classes, lane);
    double lead = margin - result.value(right, lane);
    double total = 0;
    double pull = 0;
    for (int c = 0; c < classes; c++) {
      if (c == right) {
        continue;
      }
      double missing = lead + result.value(c, lane);
      // Not missing <= 0: what is not a number counts.
      boolean counts = !(missing <= 0);
      if (counts) {
        total += squared ? missing * missing : missing;
      }
      if (gradient != null) {
        double slope = counts ? squared ? 2 * missing : 1 : 0;
        pull += slope;
        gradient.set(c, lane, slope / classes * scale);
      }
    }
    if (gradient != null) {
      gradient.set(right, lane, -pull / classes * scale);
    }
    return total / classes;
  }

  private static int right(Targets targets, int classes, int lane) {
    if (targets.byClass()) {
      return targets.label(lane);
    }
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (targets.target(c, lane) > targets.target(best, lane)) {
        best = c;
      }
    }
    return best;
  }
}
