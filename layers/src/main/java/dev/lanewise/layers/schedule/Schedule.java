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

  /** Whether it multiplies the rate by something that does not depend on it. */
  default boolean multiplies() {
    return true;
  }
}
