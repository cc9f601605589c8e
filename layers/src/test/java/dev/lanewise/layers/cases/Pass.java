package dev.lanewise.layers.cases;

import dev.lanewise.core.tensor.Shape;
import java.util.List;

/**
 * One image's way through one layer, in double precision.
 *
 * @param in shape of the input; the first one's of several
 * @param out shape of the result
 * @param inputs the values that the layer reads, {@code [C][H][W]} each
 * @param parameters the layer's, in its order
 * @param buffers the layer's, in its order
 * @param key of the image's random numbers in this layer
 * @param training whether layers of noise make noise
 * @param condition takes distances to kinks
 */
public record Pass(
    Shape in,
    Shape out,
    List<double[]> inputs,
    List<double[]> parameters,
    List<double[]> buffers,
    long key,
    boolean training,
    Condition condition) {

  /** The input; the first one of several. */
  public double[] x() {
    return inputs.getFirst();
  }

  /** A bias, the layer's second parameter; empty if it has none. */
  double[] bias() {
    return parameters.size() > 1 ? parameters.get(1) : new double[0];
  }
}
