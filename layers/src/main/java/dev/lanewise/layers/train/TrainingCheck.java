package dev.lanewise.layers.train;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.norm.SingleValueException;
import dev.lanewise.layers.optim.GroupedOptimizer;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.plan.BoundNetwork;

/** What a training needs of a network, before there are samples. */
public final class TrainingCheck {

  private TrainingCheck() {}

  /**
   * Checks what {@link Trainer} and its first step would refuse, whatever the samples are, in the
   * same words; no memory is reserved.
   *
   * @param network the network
   * @param loss the loss
   * @param optimizer the optimizer
   * @param update groups of parameters among it
   * @param batch images of a batch
   * @throws IllegalArgumentException if the network's output is not flat, it has no parameters or
   *     does not fit memory, the loss has weights for another number of classes, or a parameter
   *     group is empty
   * @throws SingleValueException if batches are of one image, and a batch normalisation would have
   *     one value a channel
   */
  public static void check(
      Network network, Loss loss, Optimizer optimizer, UpdateOptions update, int batch) {
    check(network, loss);
    if (batch == 1) {
      SingleValueException.check(network, 1, 1);
    }
    new GroupedOptimizer(optimizer, update.groups(), network.parameters());
    BoundNetwork.check(network, true);
  }

  /** The part that measuring needs, too. */
  static void check(Network network, Loss loss) {
    checkFlat(network);
    loss.check(network.output().elements());
  }

  /**
   * Checks the form of a network's result.
   *
   * @throws IllegalArgumentException if it is not flat
   */
  static void checkFlat(Network network) {
    if (!network.output().isFlat()) {
      throw new IllegalArgumentException(
          "A network's last layer must give a flat result, n x 1 x 1. Received: "
              + network.output());
    }
  }
}
