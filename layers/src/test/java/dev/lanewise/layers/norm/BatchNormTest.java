package dev.lanewise.layers.norm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameters;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.plan.Front;
import dev.lanewise.layers.plan.Harness;
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchNormTest {

  static List<Simd> widths() {
    return Widths.ALL;
  }

  private static Shape shape(int[] sizes) {
    // [step, image, channel, pixels...]
    return switch (sizes.length) {
      case 3 -> Shape.flat(sizes[2]);
      case 4 -> new Shape(sizes[2], 1, sizes[3]);
      default -> new Shape(sizes[2], sizes[3], sizes[4]);
    };
  }

  private static Network network(Golden golden, boolean frozen) {
    boolean affine = golden.flag("affine");
    Network network =
        Network.builder(shape(golden.shape("x")))
            .add("front", new Front())
            .add(
                "bn",
                new BatchNorm(
                    golden.params().get("eps").getAsDouble(),
                    golden.params().get("momentum").getAsDouble(),
                    affine,
                    frozen))
            .build(1);
    if (affine) {
      Parameters parameters = network.parameters();
      parameters.set(parameters.named("bn.weight"), golden.floats("gamma"));
      parameters.set(parameters.named("bn.bias"), golden.floats("beta"));
    }
    return network;
  }

  private static float[] part(float[] values, int parts, int index) {
    int n = values.length / parts;
    return Arrays.copyOfRange(values, index * n, (index + 1) * n);
  }

  private static float[] buffer(Network network, String name) {
    return network.buffers().copyOf(network.buffers().named("bn." + name));
  }

  private static void copy(float[] from, float[] to, int index) {
    System.arraycopy(from, 0, to, index * from.length, from.length);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void golden(Simd simd) {
    for (Golden golden : Golden.group("norm", "bn", 13)) {
      Network network = network(golden, false);
      Harness harness = new Harness(network, true, simd);
      int[] sizes = golden.shape("x");
      int channels = network.output().channels();
      float[] x = golden.floats("x");
      float[] dy = golden.floats("dy");
      float[] y = new float[x.length];
      float[] dx = new float[x.length];
      float[] weight = new float[sizes[0] * channels];
      float[] bias = new float[sizes[0] * channels];
      float[] means = new float[sizes[0] * channels];
      float[] variances = new float[sizes[0] * channels];
      for (int step = 0; step < sizes[0]; step++) {
        Harness.Passed passed =
            harness.train(part(x, sizes[0], step), sizes[1], part(dy, sizes[0], step));
        harness.bound().commit();
        copy(passed.y(), y, step);
        copy(passed.dx(), dx, step);
        copy(buffer(network, "running_mean"), means, step);
        copy(buffer(network, "running_var"), variances, step);
        if (golden.flag("affine")) {
          copy(harness.of("bn.weight", passed.gradients()), weight, step);
          copy(harness.of("bn.bias", passed.gradients()), bias, step);
        }
      }
      golden.assertWithinBound("y", y);
      golden.assertWithinBound("dx", dx);
      golden.assertWithinBound("running_mean", means);
      golden.assertWithinBound("running_var", variances);
      if (golden.flag("affine")) {
        golden.assertWithinBound("dgamma", weight);
        golden.assertWithinBound("dbeta", bias);
      }
      assertEvaluation(golden, network, simd);
    }
  }

  private static void assertEvaluation(Golden golden, Network trained, Simd simd) {
    Network network = network(golden, true);
    for (String name : List.of("running_mean", "running_var")) {
      network.buffers().set(network.buffers().named("bn." + name), buffer(trained, name));
    }
    float[] x = golden.floats("eval.x");
    int images = golden.shape("eval.x")[0];
    golden.assertWithinBound("eval.y", new Harness(network, false, simd).predict(x, images));
    Harness harness = new Harness(network, true, simd);
    Harness.Passed passed = harness.train(x, images, golden.floats("eval.dy"));
    golden.assertWithinBound("eval.y", passed.y());
    golden.assertWithinBound("eval.dx", passed.dx());
    if (golden.flag("affine")) {
      golden.assertWithinBound("eval.dgamma", harness.of("bn.weight", passed.gradients()));
      golden.assertWithinBound("eval.dbeta", harness.of("bn.bias", passed.gradients()));
    }
  }

  @Test
  void oneValueCannotBeNormalised() {
    Network network = Network.builder(Shape.flat(3)).add(Dense.of(4)).add(new BatchNorm()).build(1);
    Harness harness = new Harness(network, true, Widths.SCALAR);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> harness.train(new float[] {1, 2, 3}, 1, new float[4]));
    assertEquals(
        "Batch normalisation needs more than one value a channel in training. Received: a batch of"
            + " 1 image whose channels have 1 pixel",
        e.getMessage());
  }

  @Test
  void numbersAreChecked() {
    assertEquals(
        "BatchNorm needs an eps above 0. Received: 0.0",
        assertThrows(IllegalArgumentException.class, () -> new BatchNorm(0, 0.1, true, false))
            .getMessage());
    assertEquals(
        "BatchNorm needs a momentum of at least 0 and at most 1. Received: 1.5",
        assertThrows(IllegalArgumentException.class, () -> new BatchNorm(1e-5, 1.5, true, false))
            .getMessage());
  }
}
