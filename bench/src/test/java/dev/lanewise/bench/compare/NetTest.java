package dev.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.model.Presets;
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
