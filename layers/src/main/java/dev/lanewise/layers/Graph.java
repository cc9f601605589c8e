package dev.lanewise.layers;

import dev.lanewise.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds a network with branches, value by value, as one would draw it. A residual block:
 *
 * <pre>{@code
 * Graph graph = Graph.of(new Shape(16, 32, 32));
 * Graph.Value x = graph.input();
 * Graph.Value branch = x.then(conv1).then(norm1).then(new Relu()).then(conv2).then(norm2);
 * Network network = graph.network(branch.plus(x).then(new Relu()), seed);
 * }</pre>
 *
 * <p>Each use of a layer has parameters of its own: an object that has any is refused the second
 * time. Layers without parameters may be used again.
 */
public final class Graph {

  private final Shape input;
  private final List<Network.Named> layers = new ArrayList<>();

  private Graph(Shape input) {
    this.input = input;
  }

  /** Starts a network for images of the given shape. */
  public static Graph of(Shape input) {
    return new Graph(input);
  }

  /** The network's input. */
  public Value input() {
    return new Value(0);
  }

  /**
   * The result of a layer with several inputs, under a name made from its kind and number.
   *
   * @param layer the layer
   * @param inputs what it reads, in its order
   * @throws IllegalArgumentException if an input belongs to another graph
   */
  public Value join(Layer layer, Value... inputs) {
    return add(Optional.empty(), layer, List.of(inputs));
  }

  /** {@link #join(Layer, Value...)} under a name of its own. */
  public Value join(String name, Layer layer, Value... inputs) {
    return add(Optional.of(name), layer, List.of(inputs));
  }

  private Value add(Optional<String> name, Layer layer, List<Value> inputs) {
    List<Integer> from = new ArrayList<>();
    for (Value value : inputs) {
      if (value.graph() != this) {
        throw new IllegalArgumentException(
            "A layer's inputs must be values of its graph. Received: one of another graph");
      }
      from.add(value.index);
    }
    // Written as a list would have it: what reads the layer before it need not say so.
    boolean follows = from.equals(List.of(layers.size()));
    layers.add(new Network.Named(name, layer, follows ? List.of() : from));
    return new Value(layers.size());
  }

  /** The layers so far, in the order in which they were added. */
  public List<Network.Named> layers() {
    return List.copyOf(layers);
  }

  /**
   * Makes the network with initial values from a seed.
   *
   * @param output its result, which must be that of the layer added last
   * @param seed seed of the initial values
   * @throws IllegalArgumentException if another value is given, or as {@link Network#of}
   */
  public Network network(Value output, long seed) {
    if (output.graph() != this || output.index != layers.size()) {
      throw new IllegalArgumentException(
          "A network's output must be the result of the layer that was added last."
              + " Received: another value");
    }
    return Network.of(input, layers, seed);
  }

  /** A value of the graph: the input, or a layer's result. */
  public final class Value {

    private final int index;

    private Value(int index) {
      this.index = index;
    }

    /**
     * Its number: 0 is the input, {@code i} + 1 the result of the layer added as number {@code i}.
     */
    public int index() {
      return index;
    }

    private Graph graph() {
      return Graph.this;
    }

    /** The result of a layer that reads this value, under a name made from its kind and number. */
    public Value then(Layer layer) {
      return add(Optional.empty(), layer, List.of(this));
    }

    /** The result of a layer that reads this value, under a name of its own. */
    public Value then(String name, Layer layer) {
      return add(Optional.of(name), layer, List.of(this));
    }

    /** The sum of this value and another of the same shape. */
    public Value plus(Value other) {
      return add(Optional.empty(), new Add(), List.of(this, other));
    }

    /** This value times another of the same shape, or with one value for each channel. */
    public Value times(Value other) {
      return add(Optional.empty(), new Multiply(), List.of(this, other));
    }

    /** The channels of this value, then those of others of the same height and width. */
    public Value concat(Value... others) {
      List<Value> all = new ArrayList<>(List.of(this));
      all.addAll(List.of(others));
      return add(Optional.empty(), new Concat(), all);
    }
  }
}
