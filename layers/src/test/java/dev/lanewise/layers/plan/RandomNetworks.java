package dev.lanewise.layers.plan;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Softmax;
import dev.lanewise.layers.cases.CaseNetworks;
import dev.lanewise.layers.cases.LayerCase;
import dev.lanewise.layers.cases.LayerCases;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.shape.Reshape;
import java.util.Optional;
import java.util.Random;

/** Small networks of random layers that end in a flat result of at least two values. */
final class RandomNetworks {

  private static final int MOST_ELEMENTS = 160;

  private final Random random;
  private final Network.Builder builder;
  private Shape shape;

  private RandomNetworks(Random random) {
    this.random = random;
    shape = new Shape(1 + random.nextInt(3), 2 + random.nextInt(6), 2 + random.nextInt(6));
    builder = Network.builder(shape);
  }

  static Network of(Random random) {
    return new RandomNetworks(random).build();
  }

  private Network build() {
    int layers = 1 + random.nextInt(6);
    for (int i = 0; i < layers; i++) {
      add(LayerCases.any(random, LayerCases.inSequence()));
    }
    if (random.nextInt(4) == 0) {
      add(convolutionToOnePixel());
    } else {
      if (!shape.isFlat()) {
        add(random.nextBoolean() ? new Flatten() : new Reshape(Shape.flat(shape.elements())));
      }
      if (random.nextInt(3) == 0) {
        add(activation());
      }
      add(
          new Dense(
              2 + random.nextInt(4),
              random.nextInt(4) > 0,
              new Initializer.HeNormal(Initializer.Fan.IN),
              new Initializer.Normal(0.3)));
    }
    switch (random.nextInt(4)) {
      case 0 -> add(new Softmax());
      case 1 -> add(activation());
      default -> {}
    }
    Network network = builder.build(random.nextLong());
    CaseNetworks.randomizeConstants(network, random);
    return network;
  }

  private LayerCase<?> activation() {
    return LayerCases.any(random, LayerCases.activations());
  }

  /** Adds a layer of a type if one fits. */
  private void add(LayerCase<?> kind) {
    Optional<Layer> before = kind.before(shape);
    before.ifPresent(this::add);
    kind.draw(random, shape).ifPresent(this::add);
  }

  /** Adds a layer if its result is small enough. */
  private void add(Layer layer) {
    Shape output = layer.outputShape(shape);
    if (output.elements() <= MOST_ELEMENTS) {
      builder.add(layer);
      shape = output;
    }
  }

  private Layer convolutionToOnePixel() {
    return new Conv2d(
        3,
        new Window(shape.height(), 1 + random.nextInt(2), 1),
        new Window(shape.width(), 1 + random.nextInt(2), 1),
        Padding.VALID,
        1,
        Bias.values()[random.nextInt(Bias.values().length)],
        new Initializer.HeNormal(Initializer.Fan.IN),
        new Initializer.Normal(0.3));
  }
}
