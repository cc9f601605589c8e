package dev.lanewise.layers.train;

/** Training stopped because the loss, or after the last step a parameter, was not finite. */
public final class NonFiniteLossException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The step at which it was seen, from 1. */
  private final long step;

  /** The layer in which it began. */
  private final String layer;

  private NonFiniteLossException(String message, long step, String layer) {
    super(message);
    this.step = step;
    this.layer = layer;
  }

  /** A step's loss is not finite. */
  static NonFiniteLossException ofLoss(long step, int epoch, String layer, double loss) {
    return new NonFiniteLossException(
        "The loss must be finite. Received: %s at step %s (epoch %s); it began in %s. A smaller learning rate may help."
            .formatted(loss, step, epoch, layer),
        step,
        layer);
  }

  /** A step's loss is not finite because a sample is not. */
  static NonFiniteLossException ofInput(long step, int epoch, int sample, double loss) {
    return new NonFiniteLossException(
        "The loss must be finite. Received: %s at step %s (epoch %s); it began in the input: sample %s has a value that is not finite."
            .formatted(loss, step, epoch, sample),
        step,
        "the input");
  }

  /** The last step has left a network whose loss on the same images is not finite. */
  static NonFiniteLossException ofLossAfter(long step, int epoch, String layer, double loss) {
    return new NonFiniteLossException(
        "The loss must be finite. Received: %s after step %s (epoch %s); it began in %s. A smaller learning rate may help."
            .formatted(loss, step, epoch, layer),
        step,
        layer);
  }

  /** The last step has left a parameter that is not finite, which no later step can notice. */
  static NonFiniteLossException ofParameter(long step, int epoch, String parameter, String layer) {
    return new NonFiniteLossException(
        "The parameters must be finite. Received: a value of %s that is not, after step %s (epoch %s); it began in %s. A smaller learning rate may help."
            .formatted(parameter, step, epoch, layer),
        step,
        layer);
  }

  /** The step at which it was seen, from 1. */
  public long step() {
    return step;
  }

  /**
   * The first layer, in forward order, whose result was not finite; or "the input"; or "the loss";
   * or, after the last step, the layer nearest to the loss that has a parameter that is not finite.
   */
  public String layer() {
    return layer;
  }
}
