package dev.lanewise.layers;

import dev.lanewise.core.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Layers one after another, with parameters. The network itself is only data: a {@link
 * BoundNetwork} runs it. Threads may read it at once; training writes its parameters.
 */
public final class Network {

  /**
   * A layer in its place.
   *
   * @param index position, from 0
   * @param name unique name
   * @param layer the layer
   * @param input shape that comes in
   * @param output shape that goes out
   */
  public record Node(int index, String name, Layer layer, Shape input, Shape output) {}

  /**
   * A layer with the name it is to have.
   *
   * @param name a name of letters, digits, {@code _}, {@code -} and dots between them; empty to
   *     have one made, such as {@code conv2} for the second convolution
   * @param layer the layer
   */
  public record Named(Optional<String> name, Layer layer) {}

  private final Shape input;
  private final List<Node> nodes;
  private final Parameters parameters;

  private Network(Shape input, List<Node> nodes, Parameters parameters) {
    this.input = input;
    this.nodes = List.copyOf(nodes);
    this.parameters = parameters;
  }

  /** Starts a network for images of the given shape. */
  public static Builder builder(Shape input) {
    return new Builder(input);
  }

  /**
   * A network of named layers.
   *
   * @param input shape of one image
   * @param layers the layers, first to last
   * @param seed seed of the initial values
   * @throws IllegalArgumentException as {@link #arrange}, or if there are too many parameters
   */
  public static Network of(Shape input, List<Named> layers, long seed) {
    List<Node> nodes = arrange(input, layers);
    Parameters parameters = Parameters.of(nodes);
    parameters.initialize(seed);
    return new Network(input, nodes, parameters);
  }

  /**
   * Gives layers their names and shapes, as {@link #of} does, but reserves no memory for values.
   *
   * @param input shape of one image
   * @param layers the layers, first to last
   * @throws IllegalArgumentException if a layer does not fit, or a name is doubly used; the message
   *     begins with the layer's name
   */
  public static List<Node> arrange(Shape input, List<Named> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("A network must have at least 1 layer. Received: none");
    }
    List<Node> nodes = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    Set<String> names = new HashSet<>();
    layers.forEach(named -> named.name().ifPresent(name -> checkName(name, names)));
    Shape shape = input;
    for (Named named : layers) {
      Layer layer = named.layer();
      String name = named.name().orElseGet(() -> freeName(layer.defaultName(), counts, names));
      Shape output;
      try {
        output = layer.outputShape(shape);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Layer %s (%s, input %s): %s".formatted(name, layer.kind(), shape, e.getMessage()), e);
      }
      nodes.add(new Node(nodes.size(), name, layer, shape, output));
      shape = output;
    }
    return nodes;
  }

  private static void checkName(String name, Set<String> names) {
    if (!name.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")) {
      throw new IllegalArgumentException(
          "A layer's name must be of letters, digits, '_', '-' and dots between them. Received: \"%s\""
              .formatted(name));
    }
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "Each layer's name must be used once. Received twice: " + name);
    }
  }

  private static String freeName(String base, Map<String, Integer> counts, Set<String> names) {
    String name;
    do {
      name = base + counts.merge(base, 1, Integer::sum);
    } while (!names.add(name));
    return name;
  }

  /** Shape of one input image. */
  public Shape input() {
    return input;
  }

  /** Shape of one image's result. */
  public Shape output() {
    return nodes.getLast().output();
  }

  /** The layers, first to last. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The parameters. */
  public Parameters parameters() {
    return parameters;
  }

  /** What the network consists of, as a table and in figures. */
  public Summary summary() {
    return Summary.of(this);
  }

  /** Collects layers. */
  public static final class Builder {

    private final Shape input;
    private final List<Named> layers = new ArrayList<>();

    private Builder(Shape input) {
      this.input = input;
    }

    /** Adds a layer under a name made from its kind and number. */
    public Builder add(Layer layer) {
      layers.add(new Named(Optional.empty(), layer));
      return this;
    }

    /** Adds a layer under a name of its own. */
    public Builder add(String name, Layer layer) {
      layers.add(new Named(Optional.of(name), layer));
      return this;
    }

    /**
     * Makes the network with initial values from a seed.
     *
     * @throws IllegalArgumentException as {@link Network#of}
     */
    public Network build(long seed) {
      return of(input, layers, seed);
    }
  }
}
