package dev.lanewise.layers.plan;

import dev.lanewise.core.conv.Convolution;
import dev.lanewise.core.conv.Padding;
import dev.lanewise.core.conv.Window;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Graph;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Relu6;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.cases.LayerCases;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.model.SqueezeExcite;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.shape.Flatten;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Small networks with branches: sums and concatenations of whatever values fit, residual blocks,
 * batch normalisation. They end in a flat result.
 */
final class RandomGraphs {

  private static final Initializer.HeNormal WEIGHTS = new Initializer.HeNormal(Initializer.Fan.IN);
  private static final Initializer.Normal BIASES = new Initializer.Normal(0.3);

  private final Random random;
  private final int most;
  private final Graph graph;
  private final List<Graph.Value> open = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();

  private RandomGraphs(Random random, int most) {
    this.random = random;
    this.most = most;
    Shape input = new Shape(1 + random.nextInt(3), 2 + random.nextInt(5), 2 + random.nextInt(5));
    graph = Graph.of(input);
    open.add(graph.input());
    shapes.add(input);
  }

  static Network of(Random random) {
    return of(random, 4);
  }

  /** With convolutions of up to {@code most} channels. */
  static Network of(Random random, int most) {
    return new RandomGraphs(random, most).build();
  }

  private Network build() {
    Conv2d first = conv(2 + random.nextInt(most - 1), 3);
    put(graph.input().then(first), first.outputShape(shapes.getFirst()));
    int layers = 2 + random.nextInt(9);
    for (int i = 0; i < layers; i++) {
      grow();
    }
    return graph.network(end(), random.nextLong());
  }

  private static Conv2d conv(int channels, int kernel) {
    return new Conv2d(
        channels,
        new Window(kernel, 1, 1),
        new Window(kernel, 1, 1),
        Padding.SAME,
        1,
        Convolution.Bias.CHANNEL,
        WEIGHTS,
        BIASES);
  }

  private void put(Graph.Value value, Shape shape) {
    open.add(value);
    shapes.add(shape);
  }

  /** Often the last value, so that chains and blocks come about; otherwise any but the input. */
  private int any() {
    return random.nextInt(3) > 0 ? open.size() - 1 : 1 + random.nextInt(open.size() - 1);
  }

  private void grow() {
    int at = any();
    Graph.Value x = open.get(at);
    Shape shape = shapes.get(at);
    switch (random.nextInt(10)) {
      case 0 -> {
        Conv2d conv = conv(1 + random.nextInt(most), random.nextBoolean() ? 3 : 1);
        put(x.then(conv), conv.outputShape(shape));
      }
      case 1 -> put(x.then(norm()), shape);
      case 2 -> put(x.then(activation(shape)), shape);
      case 3 -> put(x.then(norm()).then(activation(shape)), shape);
      case 4 -> {
        Layer pool = MaxPool2d.of(2);
        if (shape.height() > 3 && shape.width() > 3) {
          put(x.then(pool), pool.outputShape(shape));
        }
      }
      case 5 -> {
        int other = sibling(shape);
        put(open.get(other).plus(x), shape);
      }
      case 6 -> {
        int other = sibling(shape);
        put(
            x.concat(open.get(other)),
            new Shape(2 * shape.channels(), shape.height(), shape.width()));
      }
      case 7 -> put(SqueezeExcite.of(x, shape.channels(), 2), shape);
      case 8 -> put(open.get(sibling(shape)).times(x), shape);
      default -> {
        Conv2d conv = conv(shape.channels(), 3);
        Conv2d another = conv.withPadding(conv.padding());
        Graph.Value branch =
            x.then(conv).then(norm()).then(activation(shape)).then(another).then(norm());
        Graph.Value shortcut =
            random.nextBoolean() ? x : x.then(conv(shape.channels(), 1)).then(norm());
        Graph.Value sum = random.nextBoolean() ? branch.plus(shortcut) : shortcut.plus(branch);
        put(random.nextInt(4) > 0 ? sum.then(activation(shape)) : sum, shape);
      }
    }
  }

  /** A value of the same shape, perhaps the same value. */
  private int sibling(Shape shape) {
    List<Integer> same = new ArrayList<>();
    for (int i = 1; i < shapes.size(); i++) {
      if (shapes.get(i).equals(shape)) {
        same.add(i);
      }
    }
    return same.get(random.nextInt(same.size()));
  }

  private Layer norm() {
    return new BatchNorm(1e-2, 0.1, random.nextInt(3) > 0, random.nextInt(4) == 0);
  }

  private Layer activation(Shape shape) {
    return switch (random.nextInt(8)) {
      case 0 -> new Sigmoid();
      case 1 -> new Relu6();
      case 2 -> new Dropout(0.25);
      case 3, 4 ->
          LayerCases.any(random, LayerCases.activations()).draw(random, shape).orElseThrow();
      default -> new Relu();
    };
  }

  /**
   * Brings all values that nobody reads to one height and width, and puts a dense layer on them.
   */
  private Graph.Value end() {
    boolean[] read = new boolean[graph.layers().size() + 1];
    graph.layers().forEach(layer -> layer.from().forEach(value -> read[value] = true));
    List<Graph.Value> flat = new ArrayList<>();
    for (int i = 1; i < open.size(); i++) {
      if (!read[open.get(i).index()]) {
        flat.add(open.get(i).then(new Flatten()));
      }
    }
    Graph.Value all =
        flat.size() == 1
            ? flat.getFirst()
            : flat.getFirst().concat(flat.subList(1, flat.size()).toArray(Graph.Value[]::new));
    return all.then(new Dense(2 + random.nextInt(3), true, WEIGHTS, BIASES));
  }
}
