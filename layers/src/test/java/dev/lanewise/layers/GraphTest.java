package dev.lanewise.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.shape.Flatten;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public class GraphTest {

  private static final Shape SHAPE = new Shape(4, 6, 5);

  private static Conv2d conv(int channels) {
    return Conv2d.of(channels, 3).withPadding(Padding.SAME);
  }

  /** A residual block. */
  public static Network block() {
    Graph graph = Graph.of(SHAPE);
    Graph.Value x = graph.input().then("stem", conv(4)).then(new Relu());
    Graph.Value branch =
        x.then(conv(4)).then(new BatchNorm()).then(new Relu()).then(conv(4)).then(new BatchNorm());
    Graph.Value sum = branch.plus(x).then(new Relu());
    return graph.network(sum.then(new Flatten()).then(Dense.of(3)), 1);
  }

  private static String error(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }

  @Test
  void readsLikeThePicture() {
    Network network = block();
    assertEquals(
        List.of(
            "stem",
            "relu1",
            "conv1",
            "bn1",
            "relu2",
            "conv2",
            "bn2",
            "add1",
            "relu3",
            "flatten1",
            "fc1"),
        network.nodes().stream().map(Network.Node::name).toList());
    assertEquals(List.of(7, 2), network.nodes().get(7).from());
    assertFalse(network.isSequential());
    assertEquals(4, network.buffers().list().size());
    assertEquals("bn1.running_mean", network.buffers().list().getFirst().name());
  }

  @Test
  void valuesMustBelongToTheGraph() {
    Graph graph = Graph.of(SHAPE);
    Graph.Value other = Graph.of(SHAPE).input();
    assertEquals(
        "A layer's inputs must be values of its graph. Received: one of another graph",
        error(() -> graph.input().plus(other)));
    Graph.Value early = graph.input().then(conv(4));
    early.then(new Relu());
    assertEquals(
        "A network's output must be the result of the layer that was added last."
            + " Received: another value",
        error(() -> graph.network(early, 1)));
  }

  @Test
  void everyResultIsRead() {
    Graph graph = Graph.of(SHAPE);
    Graph.Value early = graph.input().then("trunk", conv(4));
    early.then("lost", conv(2));
    Graph.Value end = early.then("end", new Flatten());
    assertEquals(
        "Layer lost: Every layer's result must be read by a layer, except the last one's. Received:"
            + " a result that nobody reads",
        error(() -> graph.network(end, 1)));
  }

  @Test
  void inputsComeBeforeTheirReaders() {
    List<Network.Named> layers =
        List.of(
            new Network.Named(Optional.of("first"), new Add(), List.of(0, 2)),
            new Network.Named(Optional.of("second"), new Relu(), List.of(1)));
    assertEquals(
        "Layer first: A layer's inputs must be made before it. Received: the result of second",
        error(() -> Network.of(SHAPE, layers, 1)));
  }

  @Test
  void shapesMustMeet() {
    Graph graph = Graph.of(SHAPE);
    Graph.Value a = graph.input().then("a", conv(4));
    Graph.Value b = graph.input().then("b", conv(3));
    Graph.Value sum = a.plus(b);
    assertEquals(
        "Layer add1 (Add, input 4x6x5 and 3x6x5): Add needs at least two inputs, all of the same"
            + " shape. Received: 4x6x5 and 3x6x5",
        error(() -> graph.network(sum, 1)));
    Graph other = Graph.of(SHAPE);
    Graph.Value small = other.input().then(MaxPool2d.of(2));
    Graph.Value joined = other.input().concat(small);
    assertEquals(
        "Layer concat1 (Concat, input 4x6x5 and 4x3x2): Concat needs at least two inputs, all of"
            + " the same height and width. Received: 4x6x5 and 4x3x2",
        error(() -> other.network(joined, 1)));
    Graph third = Graph.of(SHAPE);
    Graph.Value wrong = third.join(new Relu(), third.input(), third.input());
    assertEquals(
        "Layer relu1 (Relu, input 4x6x5 and 4x6x5): Relu reads one value. Received: 2",
        error(() -> third.network(wrong, 1)));
  }
}
