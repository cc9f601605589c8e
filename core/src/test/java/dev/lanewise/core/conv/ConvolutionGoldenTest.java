package dev.lanewise.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.ConvRun;
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.Widths;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions against PyTorch's in double. */
class ConvolutionGoldenTest {

  static List<Golden> cases() {
    return Golden.group("conv2d", "", 60);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithPyTorch(Golden golden) {
    ConvGeometry geometry = geometry(golden);
    int[] y = golden.shape("y");
    assertEquals(new Shape(y[1], y[2], y[3]), geometry.output());
    boolean biased = golden.has("b");
    ConvRun run =
        ConvRun.plain(geometry, biased ? Bias.CHANNEL : Bias.NONE, Convolution.Columns.VIRTUAL);
    float[] b = biased ? golden.floats("b") : new float[0];
    ConvRun.Operands operands =
        new ConvRun.Operands(
            golden.floats("x"),
            golden.floats("w"),
            b,
            golden.floats("dy"),
            new float[geometry.weights()],
            new float[b.length]);
    for (Simd simd : Widths.ALL) {
      ConvRun.Results results = run.run(operands, simd);
      golden.assertWithinBound("y", results.y());
      golden.assertWithinBound("dx", results.dx());
      golden.assertWithinBound("dw", results.dw());
      if (biased) {
        golden.assertWithinBound("db", results.db());
      }
    }
  }

  @Test
  void sameIsPyTorchsSame() {
    int same = 0;
    for (Golden golden : cases()) {
      JsonElement padding = golden.params().get("padding");
      if (padding.isJsonPrimitive()) {
        assertEquals("same", padding.getAsString());
        ConvGeometry explicit = geometry(golden);
        ConvGeometry byRule =
            ConvGeometry.of(
                explicit.input(),
                explicit.outChannels(),
                explicit.rows(),
                explicit.columns(),
                Padding.SAME,
                explicit.groups());
        assertEquals(explicit, byRule, golden.name());
        same++;
      }
    }
    assertEquals(6, same);
  }

  @Test
  void someBatchesSpanSeveralLaneGroups() {
    assertTrue(cases().stream().filter(c -> c.shape("x")[0] > 16).count() >= 3);
  }

  private static ConvGeometry geometry(Golden golden) {
    int[] x = golden.shape("x");
    int[] w = golden.shape("w");
    return new ConvGeometry(
        new Shape(x[1], x[2], x[3]),
        w[0],
        window(golden, w[2], 0),
        window(golden, w[3], 1),
        new Halo(pad(golden, 0), pad(golden, 2), pad(golden, 1), pad(golden, 3)),
        golden.integer("groups"));
  }

  private static Window window(Golden golden, int kernel, int axis) {
    return new Window(kernel, golden.integer("stride", axis), golden.integer("dilation", axis));
  }

  private static int pad(Golden golden, int side) {
    return golden.integer("pads_top_bottom_left_right", side);
  }
}
