package dev.lanewise.layers.train;

/** Training stopped because the loss was infinite or not a number. */
public final class NonFiniteLossException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The step at which it was seen, from 1. */
  private final long step;

  /** The layer in which it began. */
  private final String layer;

  NonFiniteLossException(long step, int epoch, String layer, double loss) {
    super(
        "The loss must be finite. Received: %s at step %d (epoch %d); it began in %s. A smaller learning rate may help."
            .formatted(loss, step, epoch, layer));
    this.step = step;
    this.layer = layer;
  }

  /** The step at which it was seen, from 1. */
  public long step() {
    return step;
  }

  /** The first layer, in forward order, whose result was not finite; or "the loss". */
  public String layer() {
    return layer;
  }
}
