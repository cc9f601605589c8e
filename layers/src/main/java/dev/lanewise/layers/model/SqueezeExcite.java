package dev.lanewise.layers.model;

import dev.lanewise.layers.Graph;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.pool.GlobalAvgPool2d;

/** Squeeze-and-excite blocks (Hu et al., 2018, arXiv 1709.01507). */
public final class SqueezeExcite {

  private SqueezeExcite() {}

  /**
   * A value with its channels weighed: global average, dense layer, ReLU, dense layer, sigmoid, and
   * the product.
   *
   * @param x the value
   * @param channels its channels
   * @param hidden outputs of the first dense layer
   */
  public static Graph.Value of(Graph.Value x, int channels, int hidden) {
    return x.times(
        x.then(new GlobalAvgPool2d())
            .then(Dense.of(hidden))
            .then(new Relu())
            .then(Dense.of(channels))
            .then(new Sigmoid()));
  }
}
