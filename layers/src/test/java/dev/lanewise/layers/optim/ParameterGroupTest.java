package dev.lanewise.layers.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.Parameters;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.testkit.Bits;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParameterGroupTest {

  private static Network network() {
    return Presets.lenet5().network(3);
  }

  private static float[] gradients(int n) {
    Random random = new Random(11);
    float[] gradients = new float[n];
    for (int i = 0; i < n; i++) {
      gradients[i] = (float) random.nextGaussian();
    }
    return gradients;
  }

  /** Two steps in pieces that cut parameters. */
  private static float[] train(Optimizer optimizer, List<ParameterGroup> groups) {
    Parameters parameters = network().parameters();
    GroupedOptimizer grouped = new GroupedOptimizer(optimizer, groups, parameters);
    float[] values = parameters.values();
    float[][] slots = new float[optimizer.slots()][values.length];
    for (int step = 1; step <= 2; step++) {
      float[] gradients = gradients(values.length);
      for (int from = 0; from < values.length; from += 1009) {
        int to = Math.min(values.length, from + 1009);
        grouped.update(step, 0.125, optimizer.momentum(), values, gradients, slots, from, to);
      }
    }
    return values;
  }

  /** The same for one parameter, alone. */
  private static float[] alone(Optimizer optimizer, double rate, Parameter parameter) {
    float[] all = network().parameters().values();
    float[] values =
        Arrays.copyOfRange(all, parameter.offset(), parameter.offset() + parameter.size());
    float[][] slots = new float[optimizer.slots()][values.length];
    for (int step = 1; step <= 2; step++) {
      float[] gradients =
          Arrays.copyOfRange(
              gradients(all.length), parameter.offset(), parameter.offset() + parameter.size());
      optimizer.update(step, rate, values, gradients, slots, 0, values.length);
    }
    return values;
  }

  private static void assertSame(float[] expected, float[] values, Parameter parameter) {
    Bits.assertSame(
        expected,
        Arrays.copyOfRange(values, parameter.offset(), parameter.offset() + parameter.size()),
        parameter.name());
  }

  @Test
  void biasesAreSparedTheDecay() {
    AdamW optimizer = AdamW.of(0.01).withWeightDecay(0.25);
    float[] values = train(optimizer, ParameterGroup.decayOfWeightsOnly());
    for (Parameter parameter : network().parameters().list()) {
      boolean bias = parameter.name().endsWith(".bias");
      assertEquals(bias, parameter.spec().shape().size() == 1, parameter.name());
      Optimizer expected = bias ? optimizer.withWeightDecay(0) : optimizer;
      assertSame(alone(expected, 0.125, parameter), values, parameter);
    }
  }

  @Test
  void theFirstGroupThatContainsAParameterHasIt() {
    Sgd optimizer = new Sgd(0.1, 0.5, 0, false, 0.25);
    List<Parameter> list = network().parameters().list();
    String first = list.getFirst().name();
    String layer = first.substring(0, first.indexOf('.') + 1);
    float[] values =
        train(
            optimizer,
            List.of(
                ParameterGroup.frozen(first),
                new ParameterGroup(layer, ParameterGroup.Kind.ALL, 0.5, true),
                new ParameterGroup("", ParameterGroup.Kind.WEIGHTS, 2, false)));
    float[] start = network().parameters().values();
    for (Parameter parameter : list) {
      if (parameter.name().equals(first)) {
        assertSame(network().parameters().copyOf(parameter), values, parameter);
      } else if (parameter.name().startsWith(layer)) {
        assertSame(alone(optimizer, 0.0625, parameter), values, parameter);
      } else if (parameter.spec().shape().size() > 1) {
        assertSame(alone(optimizer.withWeightDecay(0), 0.25, parameter), values, parameter);
      } else {
        assertSame(alone(optimizer, 0.125, parameter), values, parameter);
      }
    }
    assertEquals(start.length, values.length);
  }

  @Test
  void gapsStayZeroWhateverTheirGradient() {
    // Without an epsilon, 0 / 0 would be left there.
    float[] values = train(new Adam(0.1, 0.9, 0.99, 0, 0, false), List.of());
    boolean[] used = new boolean[values.length];
    for (Parameter parameter : network().parameters().list()) {
      Arrays.fill(used, parameter.offset(), parameter.offset() + parameter.size(), true);
    }
    int gaps = 0;
    for (int i = 0; i < values.length; i++) {
      if (!used[i]) {
        gaps++;
        assertEquals(0f, values[i], "value " + i);
      }
    }
    assertTrue(gaps > 16, "gaps " + gaps);
  }

  @Test
  void groupsAreChecked() {
    assertEquals(
        "The factor of the learning rate must be at least 0 and finite. Received: -1.0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ParameterGroup("", ParameterGroup.Kind.ALL, -1, true))
            .getMessage());
    List<String> names = network().parameters().list().stream().map(Parameter::name).toList();
    assertEquals(
        "A parameter group must contain a parameter. Expected one of "
            + names
            + ". Received: ParameterGroup[prefix=head., kind=ALL, rateFactor=0.0, decay=false]",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new GroupedOptimizer(
                        Sgd.of(0.1),
                        List.of(ParameterGroup.frozen("head.")),
                        network().parameters()))
            .getMessage());
  }

  @Test
  void theAverageFollowsTheParameters() {
    WeightAverage average = new WeightAverage(0.75, 3);
    float[] values = {1, 2, 3};
    average.update(1, values, 0, 2);
    average.update(1, values, 2, 3);
    assertArrayEquals(new float[] {1, 2, 3}, average.values());
    values = new float[] {5, 2, -1};
    average.update(2, values, 0, 3);
    assertArrayEquals(new float[] {2, 2, 2}, average.values());
    average.swap(values);
    assertArrayEquals(new float[] {2, 2, 2}, values);
    assertArrayEquals(new float[] {5, 2, -1}, average.values());
    assertEquals(
        "The decay of the weights' average must be at least 0 and less than 1. Received: 1.0",
        assertThrows(IllegalArgumentException.class, () -> new WeightAverage(1, 3)).getMessage());
  }
}
