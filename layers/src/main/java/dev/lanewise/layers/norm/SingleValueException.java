package dev.lanewise.layers.norm;

import dev.lanewise.layers.Network;

/** A batch in which a batch normalisation would have one value a channel: it has no variance. */
public final class SingleValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  /** Says what came. */
  SingleValueException(String received) {
    super(
        "Batch normalisation needs more than one value a channel in training. Received: "
            + received);
  }

  /**
   * Looks for it before a training begins.
   *
   * @param network the network
   * @param samples samples of an epoch
   * @param batch images that go through the network at once
   * @throws SingleValueException if the last batch of an epoch, or every batch, would be one image,
   *     and a layer that normalises over the batch has channels of one pixel
   */
  public static void check(Network network, int samples, int batch) {
    if ((samples - 1) % batch != 0) {
      return;
    }
    for (Network.Node node : network.nodes()) {
      if (node.layer() instanceof BatchNorm norm && !norm.frozen() && node.input().pixels() == 1) {
        throw new SingleValueException(
            "%s samples in batches of %s, so that layer %s, whose channels have 1 pixel, gets a batch"
                    .formatted(samples, batch, node.name())
                + " of 1 image; another batch size helps");
      }
    }
  }
}
