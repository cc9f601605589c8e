package dev.lanewise.layers.schedule;

/**
 * A learning rate that depends on how much has been done. What counts as a step, an optimizer's
 * step or an epoch, is for the caller to say.
 */
public sealed interface Schedule
    permits Constant,
        StepDecay,
        MultiStepDecay,
        ExponentialDecay,
        PolynomialDecay,
        CosineDecay,
        CosineRestarts,
        LinearWarmUp,
        OneCycle,
        Sequence,
        Chain {

  /**
   * The learning rate of a step. Nothing is allocated.
   *
   * @param base the optimizer's own learning rate
   * @param step steps done before this one, from 0
   */
  double rate(double base, long step);

  /**
   * The momentum of a step; all but {@link OneCycle} leave it alone.
   *
   * @param base the optimizer's own momentum
   * @param step steps done before this one, from 0
   */
  default double momentum(double base, long step) {
    return base;
  }

  /**
   * The same with lengths that are {@code factor} times as long: a schedule in epochs, times the
   * steps of an epoch, is one in steps. Lengths are rounded to whole steps, at least 1.
   *
   * @param factor positive
   */
  Schedule stretched(double factor);

  /**
   * A length times a factor, as {@link #stretched} rounds it.
   *
   * @throws IllegalArgumentException if it is beyond 2^31 - 1
   */
  static int stretch(int length, double factor) {
    double longer = Math.rint(length * factor);
    if (!(longer <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "A schedule may have at most 2147483647 steps. Received: %s times %s"
              .formatted(length, factor));
    }
    return (int) Math.max(1, longer);
  }

  /** Whether it multiplies the rate by something that does not depend on it. */
  default boolean multiplies() {
    return true;
  }
}
