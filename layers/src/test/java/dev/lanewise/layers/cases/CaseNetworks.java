package dev.lanewise.layers.cases;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Graph;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.shape.Upsample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Networks of the catalogue's layers. */
public final class CaseNetworks {

  /** Input of {@link #chain}; every layer of it gets an input of these extents, or flat ones. */
  public static final Shape INPUT = new Shape(6, 5, 4);

  private CaseNetworks() {}

  /**
   * A layer of a type between others that learn, with a small input of any shape and a flat result
   * of three values: a layer that joins reads two of them.
   */
  public static Network around(LayerCase<?> kind, Random random) {
    return around(kind, random, false);
  }

  /** Where there is a form whose lanes are channels. */
  public static Network withOneImageForm(LayerCase<?> kind, Random random) {
    return around(kind, random, true);
  }

  private static Network around(LayerCase<?> kind, Random random, boolean ofOneImage) {
    Shape shape = new Shape(1 + random.nextInt(3), 2 + random.nextInt(5), 2 + random.nextInt(5));
    Graph graph = Graph.of(shape);
    Conv2d first = Conv2d.of(1 + random.nextInt(6), 1);
    Graph.Value x = graph.input().then("first", first);
    shape = first.outputShape(shape);
    Optional<Layer> before = kind.before(shape);
    if (before.isPresent()) {
      x = x.then("before", before.get());
      shape = before.get().outputShape(shape);
    }
    Shape input = shape;
    Layer layer =
        LayerCases.draw(kind, random, input, it -> !ofOneImage || kind.hasOneImageForm(it, input));
    Graph.Value y =
        kind.is(LayerCase.Trait.JOINS)
            ? graph.join("layer", layer, x, x.then("other", Conv2d.of(shape.channels(), 1)))
            : x.then("layer", layer);
    Dense last =
        new Dense(
            3, true, new Initializer.HeNormal(Initializer.Fan.IN), new Initializer.Normal(0.3));
    Network network = graph.network(y.then(new Flatten()).then("last", last), random.nextLong());
    randomizeConstants(network, random);
    return network;
  }

  /** Other factors and slopes than a new network's, which are all the same. */
  public static void randomizeConstants(Network network, Random random) {
    for (Parameter parameter : network.parameters().list()) {
      if (parameter.spec().initializer() instanceof Initializer.Constant) {
        float[] factors = new float[parameter.size()];
        for (int i = 0; i < factors.length; i++) {
          factors[i] = 1 + 0.5f * (float) random.nextGaussian();
        }
        network.parameters().set(parameter, factors);
      }
    }
  }

  /**
   * A chain of a layer of every one of some types, each with an input of {@link #INPUT}'s extents
   * or what must come before it; the result has four values.
   *
   * @param cases types of one input
   * @param ofOneImage whether all must have a form whose lanes are channels
   */
  public static List<Named> chain(List<LayerCase<?>> cases, boolean ofOneImage) {
    Random random = new Random(7);
    List<Layer> layers = new ArrayList<>();
    Shape shape = INPUT;
    for (LayerCase<?> kind : cases) {
      if (!shape.equals(INPUT)) {
        layers.add(Conv2d.of(INPUT.channels(), 1));
        layers.add(Upsample.to(INPUT.height(), INPUT.width()));
      }
      Optional<Layer> before = kind.before(INPUT);
      before.ifPresent(layers::add);
      Shape input = before.map(it -> it.outputShape(INPUT)).orElse(INPUT);
      Layer layer =
          LayerCases.draw(
              kind, random, input, it -> !ofOneImage || kind.hasOneImageForm(it, input));
      layers.add(layer);
      shape = layer.outputShape(input);
    }
    layers.add(new Flatten());
    layers.add(Dense.of(4));
    return layers.stream().map(layer -> new Named(Optional.empty(), layer)).toList();
  }
}
