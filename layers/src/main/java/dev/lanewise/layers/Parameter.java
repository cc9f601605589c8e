package dev.lanewise.layers;

/**
 * A parameter of a network.
 *
 * @param name its name, as in PyTorch's {@code state_dict}: {@code conv1.weight}
 * @param spec its sizes and initialiser
 * @param layer index of its layer
 * @param offset where its values start among the network's
 */
public record Parameter(String name, ParameterSpec spec, int layer, int offset) {

  /** Number of values. */
  public int size() {
    return spec.size();
  }
}
