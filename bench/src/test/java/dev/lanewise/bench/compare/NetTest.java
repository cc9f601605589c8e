package dev.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.bench.NetFlops;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.model.ConvNets;
import dev.lanewise.layers.model.MobileNets;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.model.ResNets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetTest {

  @Test
  void parametersAreThoseOfThePapersAndExamples() {
    assertEquals(16 * 9 + 2704 * 10 + 10, Net.T1.parameters());
    assertEquals(34_826, Net.T2.parameters());
    assertEquals(61_706, Net.T3.parameters());
    int convolutions = 0;
    int[] channels = {3, 64, 64, 128, 128, 256, 256};
    for (int i = 1; i < channels.length; i++) {
      convolutions += channels[i] * (9 * channels[i - 1] + 1);
    }
    assertEquals(convolutions + 256 * (4096 + 1) + 10 * (256 + 1), Net.T4.parameters());
    // A scale and a shift for each channel instead of a bias.
    assertEquals(Net.T4.parameters() + 2 * (64 + 128 + 256), Net.T4BN.parameters());
    assertEquals(272_474, Net.T5.parameters());
    assertEquals(3_504_872 - 1281 * (1000 - 10), Net.MNV2.parameters());
  }

  @Test
  void largeNetworksAreThePresets() {
    same(ConvNets.vggSmall(10), Net.T4BN);
    same(Presets.vggSmallPlain(), Net.T4);
    same(ResNets.cifar(20, 10), Net.T5);
    same(MobileNets.v2(10), Net.MNV2);
  }

  private static void same(ModelSpec preset, Net net) {
    assertEquals(graph(preset), graph(net.spec()));
  }

  /** Kinds, shapes, edges and geometries; names and initial values are not compared. */
  private static List<String> graph(ModelSpec spec) {
    return spec.network(1).nodes().stream()
        .map(
            node ->
                "%s %s %s %s %s"
                    .formatted(
                        node.layer().kind(),
                        node.from(),
                        node.output(),
                        node.layer().parameters(node.input()).stream().map(p -> p.size()).toList(),
                        node.layer() instanceof Conv2d conv ? conv.geometry(node.input()) : ""))
        .toList();
  }

  @Test
  void multiplyAddsAreThoseOfThePapers() {
    // He et al.: 40.6 million, without the 1x1 shortcuts, which are 2 x 131,072.
    assertEquals(40_551_040 + 262_144, NetFlops.of(Net.T5.spec().network(1)).forward());
    assertEquals(mobileNetV2(), NetFlops.of(Net.MNV2.spec().network(1)).forward());
  }

  /** Multiply-adds layer by layer: expansion, nine taps a channel, projection. */
  private static long mobileNetV2() {
    long size = 32;
    long sum = 9 * 3 * 32 * size * size;
    long inputs = 32;
    int[][] stages = {
      {1, 16, 1, 1},
      {6, 24, 2, 1},
      {6, 32, 3, 2},
      {6, 64, 4, 2},
      {6, 96, 3, 1},
      {6, 160, 3, 2},
      {6, 320, 1, 1}
    };
    for (int[] stage : stages) {
      for (int i = 0; i < stage[2]; i++) {
        long wide = stage[0] * inputs;
        sum += stage[0] == 1 ? 0 : inputs * wide * size * size;
        size /= i == 0 ? stage[3] : 1;
        sum += (9 * wide + wide * stage[1]) * size * size;
        inputs = stage[1];
      }
    }
    return sum + 320 * 1280 * size * size + 1280 * 10;
  }

  @Test
  void layersAreThoseOfThePresets() {
    assertEquals(
        Presets.mnistConvnet().network(1).nodes().stream().map(n -> n.output()).toList(),
        Net.T2.spec().network(1).nodes().stream().map(n -> n.output()).toList());
    assertEquals(
        Presets.lenet5().network(1).nodes().stream().map(n -> n.output()).toList(),
        Net.T3.spec().network(1).nodes().stream().map(n -> n.output()).toList());
    assertEquals(
        Presets.scratchMax().network(1).nodes().stream().map(n -> n.output()).toList(),
        Net.T1.spec().network(1).nodes().stream().map(n -> n.output()).toList());
  }

  @Test
  void shapesGoFromTheInputToTheLogits() {
    List<Shape> shapes = Net.T4.shapes();
    assertEquals(Net.T4.parts().size() + 1, shapes.size());
    assertEquals(new Shape(3, 32, 32), shapes.getFirst());
    assertEquals(Shape.flat(10), shapes.getLast());
  }
}
