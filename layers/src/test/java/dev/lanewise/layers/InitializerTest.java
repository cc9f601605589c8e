package dev.lanewise.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.testkit.Golden;
import org.junit.jupiter.api.Test;

class InitializerTest {

  private static Initializer initializer(String op) {
    return switch (op) {
      case "kaiming_uniform_a_sqrt5", "bias_default" -> new Initializer.TorchDefault();
      case "kaiming_uniform_relu" -> new Initializer.HeUniform(Initializer.Fan.IN);
      case "kaiming_normal_relu_fan_in" -> new Initializer.HeNormal(Initializer.Fan.IN);
      case "kaiming_normal_relu_fan_out" -> new Initializer.HeNormal(Initializer.Fan.OUT);
      case "xavier_uniform" -> new Initializer.XavierUniform();
      case "xavier_normal" -> new Initializer.XavierNormal();
      default -> throw new IllegalStateException(op);
    };
  }

  private static Network network(JsonArray shape, Initializer initializer) {
    int outputs = shape.get(0).getAsInt();
    int inputs = shape.get(1).getAsInt();
    if (shape.size() == 2) {
      return Network.builder(Shape.flat(inputs))
          .add("layer", Dense.of(outputs).withInit(initializer, initializer))
          .build(5);
    }
    int rows = shape.get(2).getAsInt();
    int columns = shape.get(3).getAsInt();
    return Network.builder(new Shape(inputs, rows + 1, columns + 2))
        .add(
            "layer",
            Conv2d.of(outputs, 1)
                .withWindows(new Window(rows, 1, 1), new Window(columns, 1, 1))
                .withInit(initializer, initializer))
        .build(5);
  }

  @Test
  void golden() {
    for (Golden golden : Golden.group("init", "", 8)) {
      String op = golden.params().get("op").getAsString();
      if (op.equals("trunc_normal")) {
        assertTruncated(golden);
        continue;
      }
      for (JsonElement element : golden.params().getAsJsonArray("cases")) {
        JsonObject row = element.getAsJsonObject();
        Network network = network(row.getAsJsonArray("shape"), initializer(op));
        String name = op.equals("bias_default") ? "layer.bias" : "layer.weight";
        Parameter parameter = network.parameters().named(name);
        assertEquals(row.get("fan_in").getAsInt(), parameter.spec().fanIn());
        assertEquals(row.get("fan_out").getAsInt(), parameter.spec().fanOut());
        assertStatistics(op + " " + row, row, network.parameters().copyOf(parameter));
      }
    }
  }

  private static void assertTruncated(Golden golden) {
    for (JsonElement element : golden.params().getAsJsonArray("cases")) {
      JsonObject row = element.getAsJsonObject();
      double low = row.get("a").getAsDouble();
      double high = row.get("b").getAsDouble();
      Initializer initializer =
          new Initializer.TruncatedNormal(
              row.get("mean_arg").getAsDouble(), row.get("std_arg").getAsDouble(), low, high);
      Network network =
          Network.builder(Shape.flat(300))
              .add("layer", Dense.of(200).withInit(initializer, initializer))
              .build(5);
      float[] values = network.parameters().copyOf(network.parameters().named("layer.weight"));
      // A cut normal's kurtosis is below that of a whole one.
      row.addProperty("kurtosis", 3.0);
      assertStatistics("trunc_normal " + row, row, values);
      for (float value : values) {
        assertTrue(value >= low && value <= high, row + " " + value);
      }
    }
  }

  @Test
  void boundsOfATruncatedNormalAreChecked() {
    assertEquals(
        "A truncated normal needs a deviation above 0, and bounds around its mean that are at least"
            + " a tenth of the deviation apart. Received: mean 0.0, deviation 1.0, bounds 0.5 and"
            + " 2.0",
        assertThrows(
                IllegalArgumentException.class, () -> new Initializer.TruncatedNormal(0, 1, 0.5, 2))
            .getMessage());
  }

  private static void assertStatistics(String what, JsonObject row, float[] values) {
    double std = row.get("std").getAsDouble();
    double kurtosis = row.get("kurtosis").getAsDouble();
    int n = values.length;
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    double got = Math.sqrt(squares / n);
    assertTrue(Math.abs(got / std - 1) < 4 * Math.sqrt((kurtosis - 1) / (4 * n)), what + got);
    assertTrue(Math.abs(sum / n) < 4 * std / Math.sqrt(n), what + " mean " + sum / n);
    if (row.has("bound")) {
      assertTrue(largest <= row.get("bound").getAsDouble() * (1 + 1e-7), what + largest);
    }
  }

  @Test
  void constantsAndSeeds() {
    Dense dense = Dense.of(3).withInit(new Initializer.Constant(2.5), new Initializer.Zeros());
    Network network = Network.builder(Shape.flat(2)).add(dense).build(1);
    Parameters parameters = network.parameters();
    float[] weight = parameters.copyOf(parameters.named("fc1.weight"));
    assertArrayEquals(new float[] {2.5f, 2.5f, 2.5f, 2.5f, 2.5f, 2.5f}, weight);
    assertArrayEquals(new float[3], parameters.copyOf(parameters.named("fc1.bias")));
    Dense normal = Dense.of(3).withInit(new Initializer.Normal(0.5), new Initializer.Uniform(0.25));
    float[] first = Network.builder(Shape.flat(2)).add(normal).build(1).parameters().values();
    float[] again = Network.builder(Shape.flat(2)).add(normal).build(1).parameters().values();
    float[] other = Network.builder(Shape.flat(2)).add(normal).build(2).parameters().values();
    assertArrayEquals(first, again);
    for (int i : new int[] {0, 5, 16, 18}) {
      assertTrue(first[i] != other[i] && first[i] != 0, "value " + i);
    }
    assertEquals(0f, first[6], "a gap");
  }
}
