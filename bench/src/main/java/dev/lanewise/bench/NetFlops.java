package dev.lanewise.bench;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.linear.Conv1d;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.ConvTranspose2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.linear.DepthwiseConv2d;

/**
 * Multiply-adds of a network's convolutions and dense layers for one image. Biases, activations,
 * pooling, the loss and the optimizer are not counted.
 *
 * @param forward of the forward pass
 * @param backwardWeights of the weights' gradients
 * @param backwardData of the inputs' gradients, where there is a layer with parameters before that
 *     wants them: the first such layer has none to compute
 */
public record NetFlops(long forward, long backwardWeights, long backwardData) {

  /** Counts a network's multiply-adds. */
  public static NetFlops of(Network network) {
    long forward = 0;
    long data = 0;
    boolean wanted = false;
    for (Network.Node node : network.nodes()) {
      long products = multiplyAdds(node);
      forward += products;
      if (wanted) {
        data += products;
      }
      wanted |= !node.layer().parameters(node.input()).isEmpty();
    }
    return new NetFlops(forward, forward, data);
  }

  /** Multiply-adds of one layer's forward pass for one image. */
  static long multiplyAdds(Network.Node node) {
    return switch (node.layer()) {
      case Conv2d conv -> conv.geometry(node.input()).multiplyAdds();
      case Conv1d conv -> conv.rows().geometry(node.input()).multiplyAdds();
      case DepthwiseConv2d conv -> conv.target(node.input()).geometry(node.input()).multiplyAdds();
      case ConvTranspose2d conv -> conv.geometry(node.input()).multiplyAdds();
      case Dense dense -> (long) node.input().elements() * dense.outputs();
      default -> 0;
    };
  }

  /** Multiply-adds of one image in a training step. */
  public long multiplyAdds() {
    return forward + backwardWeights + backwardData;
  }

  /** Floating-point operations of one image in a training step, a multiply-add counting as two. */
  public long flops() {
    return 2 * multiplyAdds();
  }
}
