package dev.lanewise.layers;

import dev.lanewise.core.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Layers, each of which reads the results of layers before it, with parameters. The network itself
 * is only data: {@code layers.plan} runs it. Threads may read it at once; training writes its
 * parameters and buffers.
 *
 * <p>Values are numbered: value 0 is the network's input, value {@code i + 1} the result of layer
 * {@code i}. The last layer's result is the network's.
 */
public final class Network {

  /**
   * A layer in its place.
   *
   * @param index position, from 0
   * @param name unique name
   * @param layer the layer
   * @param from the values it reads
   * @param inputs their shapes
   * @param output shape that goes out
   */
  public record Node(
      int index, String name, Layer layer, List<Integer> from, List<Shape> inputs, Shape output) {

    /** Shape that comes in; of a layer with several inputs, the first one's. */
    public Shape input() {
      return inputs.getFirst();
    }
  }

  /**
   * A layer with the name it is to have.
   *
   * @param name a name of letters, digits, {@code _}, {@code -} and dots between them; empty to
   *     have one made, such as {@code conv2} for the second convolution
   * @param layer the layer
   * @param from the values it reads, each of an earlier layer or 0 for the network's input; empty
   *     for the result of the layer before it
   */
  public record Named(Optional<String> name, Layer layer, List<Integer> from) {

    /** A layer that reads the result of the layer before it. */
    public Named(Optional<String> name, Layer layer) {
      this(name, layer, List.of());
    }
  }

  private final Shape input;
  private final List<Node> nodes;
  private final Parameters parameters;
  private final Parameters buffers;

  private Network(Shape input, List<Node> nodes, long seed) {
    this.input = input;
    this.nodes = List.copyOf(nodes);
    parameters = Parameters.of(nodes, Layer::parameters);
    buffers = Parameters.of(nodes, Layer::buffers);
    parameters.initialize(seed);
    buffers.initialize(seed);
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
    return new Network(input, arrange(input, layers), seed);
  }

  /**
   * Gives layers their names and shapes, as {@link #of} does, but reserves no memory for values.
   *
   * @param input shape of one image
   * @param layers the layers, first to last
   * @throws IllegalArgumentException if a layer does not fit, a name is doubly used, an object that
   *     has parameters is doubly used, a layer reads a value that is not made before it, or nobody
   *     reads a layer's result; the message begins with the layer's name
   */
  public static List<Node> arrange(Shape input, List<Named> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("A network must have at least 1 layer. Received: none");
    }
    List<Node> nodes = new ArrayList<>();
    List<String> names = names(layers);
    boolean[] read = new boolean[layers.size() + 1];
    Map<Layer, String> learning = new IdentityHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i).layer();
      List<Integer> from = layers.get(i).from().isEmpty() ? List.of(i) : layers.get(i).from();
      for (int value : from) {
        if (value < 0 || value > i) {
          throw new IllegalArgumentException(
              "Layer %s: A layer's inputs must be made before it. Received: the result of %s"
                  .formatted(names.get(i), value < 0 ? "no layer" : names.get(value - 1)));
        }
        read[value] = true;
      }
      List<Shape> inputs =
          from.stream().map(value -> value == 0 ? input : nodes.get(value - 1).output()).toList();
      Shape output;
      try {
        output = layer.outputShape(inputs);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Layer %s (%s, input %s): %s"
                .formatted(
                    names.get(i),
                    layer.kind(),
                    String.join(" and ", inputs.stream().map(Shape::toString).toList()),
                    e.getMessage()),
            e);
      }
      checkOwn(layer, inputs.getFirst(), names.get(i), learning);
      nodes.add(new Node(i, names.get(i), layer, List.copyOf(from), inputs, output));
    }
    for (int i = 0; i < layers.size() - 1; i++) {
      if (!read[i + 1]) {
        throw new IllegalArgumentException(
            "Layer %s: Every layer's result must be read by a layer, except the last one's."
                    .formatted(names.get(i))
                + " Received: a result that nobody reads");
      }
    }
    return nodes;
  }

  /** The same object twice looks as if it shared its values, and does not. */
  private static void checkOwn(Layer layer, Shape input, String name, Map<Layer, String> learning) {
    if (layer.parameters(input).isEmpty() && layer.buffers(input).isEmpty()) {
      return;
    }
    String other = learning.put(layer, name);
    if (other != null) {
      throw new IllegalArgumentException(
          "Layer %s: A layer object that has parameters may be used once, since its places would not"
                  .formatted(name)
              + " share them; make another one. Received: the object of layer "
              + other);
    }
  }

  /**
   * The names that layers have or get.
   *
   * @throws IllegalArgumentException if a name is doubly used or has other characters
   */
  public static List<String> names(List<Named> layers) {
    Map<String, Integer> counts = new HashMap<>();
    Set<String> used = new HashSet<>();
    layers.forEach(named -> named.name().ifPresent(name -> checkName(name, used)));
    return layers.stream()
        .map(
            named ->
                named.name().orElseGet(() -> freeName(named.layer().defaultName(), counts, used)))
        .toList();
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

  /** The parameters: what optimizers change. */
  public Parameters parameters() {
    return parameters;
  }

  /** What layers keep from step to step besides parameters, such as running statistics. */
  public Parameters buffers() {
    return buffers;
  }

  /** Whether every layer reads the result of the one before it, and nothing else. */
  public boolean isSequential() {
    return nodes.stream().allMatch(node -> node.from().equals(List.of(node.index())));
  }

  /** What the network consists of, as a table and in figures. */
  public Summary summary() {
    return Summary.of(this);
  }

  /** Collects layers that follow one another; for branches see {@link Graph}. */
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
