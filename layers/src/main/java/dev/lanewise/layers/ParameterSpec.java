package dev.lanewise.layers;

import java.util.List;

/**
 * A parameter that a layer has.
 *
 * @param name its name within the layer, {@code weight} or {@code bias}
 * @param shape its sizes, outermost first: OIHW, {@code [outputs, inputs]}
 * @param fanIn inputs that an output is made of, for initialisers
 * @param fanOut outputs that an input goes into, for initialisers; of a convolution {@code channels
 *     * taps} whatever the groups, as PyTorch counts
 * @param initializer how it begins
 */
public record ParameterSpec(
    String name, List<Integer> shape, int fanIn, int fanOut, Initializer initializer) {

  /** Number of values; the largest int if there are more. Allocates nothing. */
  public int size() {
    long size = 1;
    for (int i = 0; i < shape.size(); i++) {
      size = Math.min(Integer.MAX_VALUE, size * shape.get(i));
    }
    return (int) size;
  }
}
