package dev.lanewise.layers.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameters;
import dev.lanewise.layers.plan.Front;
import dev.lanewise.layers.plan.Harness;
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.Widths;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DenseTest {

  static List<Simd> widths() {
    return Widths.ALL;
  }

  private static Network network(int inputs, int outputs, boolean bias) {
    return Network.builder(Shape.flat(inputs))
        .add("front", new Front())
        .add("fc", Dense.of(outputs).withBias(bias))
        .build(1);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void golden(Simd simd) {
    for (Golden golden : Golden.group("linear", "", 8)) {
      boolean bias = golden.flag("bias");
      Network network = network(golden.integer("in"), golden.integer("out"), bias);
      Parameters parameters = network.parameters();
      parameters.set(parameters.named("fc.weight"), golden.floats("w"));
      if (bias) {
        parameters.set(parameters.named("fc.bias"), golden.floats("b"));
      }
      Harness harness = new Harness(network, true, simd);
      int images = golden.shape("x")[0];
      Harness.Passed passed = harness.train(golden.floats("x"), images, golden.floats("dy"));
      golden.assertWithinBound("y", passed.y());
      golden.assertWithinBound("dx", passed.dx());
      golden.assertWithinBound("dw", harness.of("fc.weight", passed.gradients()));
      if (bias) {
        golden.assertWithinBound("db", harness.of("fc.bias", passed.gradients()));
      }
    }
  }

  @Test
  void inputMustBeFlat() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Dense.of(3).outputShape(new Shape(2, 3, 1)));
    assertEquals(
        "Dense needs a flat input: put Flatten before it. Expected: n x 1 x 1. Received: 2x3x1",
        e.getMessage());
  }

  @Test
  void sizesAreChecked() {
    assertEquals(
        "Dense needs at least 1 output. Received: 0",
        assertThrows(IllegalArgumentException.class, () -> Dense.of(0)).getMessage());
    assertEquals(
        "Dense may have at most 536870912 weights (2^29). Received: 40000 outputs, 20000 inputs",
        assertThrows(
                IllegalArgumentException.class,
                () -> Dense.of(40000).outputShape(Shape.flat(20000)))
            .getMessage());
  }
}
