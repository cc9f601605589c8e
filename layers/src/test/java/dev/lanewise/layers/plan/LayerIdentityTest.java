package dev.lanewise.layers.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Graph;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.norm.BatchNorm;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** One object in two places looks as if the places shared its parameters. */
class LayerIdentityTest {

  private static final String REFUSAL =
      "Layer %s: A layer object that has parameters may be used once, since its places would not"
          + " share them; make another one. Received: the object of layer %s";

  private static void assertRefused(String second, String first, Executable call) {
    assertEquals(
        REFUSAL.formatted(second, first),
        assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void theSameLayerTwiceIsRefused() {
    Dense dense = Dense.of(4);
    assertRefused(
        "fc2",
        "fc1",
        () -> Network.builder(Shape.flat(4)).add(dense).add(new Relu()).add(dense).build(1));
    Graph graph = Graph.of(Shape.flat(4));
    Graph.Value x = graph.input();
    Graph.Value sum = x.then("left", dense).plus(x.then("right", dense));
    assertRefused("right", "left", () -> graph.network(sum, 1));
    Network.Named named = new Network.Named(Optional.empty(), dense);
    assertRefused("fc2", "fc1", () -> Network.of(Shape.flat(4), List.of(named, named), 1));
    assertRefused("fc2", "fc1", () -> Network.arrange(Shape.flat(4), List.of(named, named)));
  }

  /** Running statistics are as much a layer's own. */
  @Test
  void theSameNormalisationTwiceIsRefused() {
    BatchNorm norm = new BatchNorm();
    assertRefused(
        "bn2",
        "bn1",
        () ->
            Network.builder(new Shape(2, 3, 3)).add(norm).add(Conv2d.of(2, 1)).add(norm).build(1));
  }

  @Test
  void equalLayersAndLayersWithoutParametersMayRepeat() {
    Relu relu = new Relu();
    Network network =
        Network.builder(Shape.flat(4))
            .add(Dense.of(4))
            .add(relu)
            .add(Dense.of(4))
            .add(relu)
            .build(1);
    assertEquals(4, network.nodes().size());
    assertEquals(4, network.parameters().list().size());
  }
}
