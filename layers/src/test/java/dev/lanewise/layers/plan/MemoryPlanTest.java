package dev.lanewise.layers.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.activation.Softmax;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.shape.Reshape;
import org.junit.jupiter.api.Test;

/** What shares a place with what; that the sharing is right is seen in NetworkPropertyTest. */
class MemoryPlanTest {

  private static final Shape INPUT = new Shape(2, 5, 7);

  private static Network network(Layer... layers) {
    Network.Builder builder = Network.builder(INPUT);
    for (Layer layer : layers) {
      builder.add(layer);
    }
    return builder.build(1);
  }

  private static MemoryPlan training(Layer... layers) {
    return MemoryPlan.of(network(layers), true);
  }

  private static MemoryPlan prediction(Layer... layers) {
    return MemoryPlan.of(network(layers), false);
  }

  private static boolean shared(MemoryPlan plan, int layer) {
    return plan.activation(layer).at() == plan.activation(layer + 1).at();
  }

  @Test
  void anActivationIsWrittenOverItsInput() {
    MemoryPlan plan = training(Conv2d.of(3, 3), new Relu(), new Flatten(), Dense.of(2));
    assertFalse(shared(plan, 0));
    assertTrue(shared(plan, 1), "the convolution's backward pass does not read its output");
    assertTrue(shared(plan, 2), "a view");
    assertFalse(shared(plan, 3));
    assertEquals(plan.gradient(1).at(), plan.gradient(2).at());
    assertEquals(plan.gradient(2).at(), plan.gradient(3).at());
    assertNotEquals(plan.gradient(3).at(), plan.gradient(4).at());
  }

  @Test
  void notOverWhatABackwardPassReads() {
    MemoryPlan plan = training(Conv2d.of(3, 3), new Sigmoid(), new Relu());
    assertTrue(shared(plan, 1));
    assertFalse(shared(plan, 2), "the sigmoid's backward pass reads its output");
    assertTrue(
        shared(prediction(Conv2d.of(3, 3), new Sigmoid(), new Relu()), 2), "in prediction nothing");
  }

  @Test
  void norThroughAView() {
    MemoryPlan plan =
        training(Conv2d.of(3, 3), new Sigmoid(), new Flatten(), new Relu(), Dense.of(2));
    assertTrue(shared(plan, 2));
    assertFalse(shared(plan, 3));
    plan = training(Conv2d.of(3, 3), new Softmax(), new Reshape(new Shape(5, 3, 3)), new Tanh());
    assertTrue(shared(plan, 2));
    assertFalse(shared(plan, 3));
    plan = training(Conv2d.of(3, 3), new Flatten(), new Relu(), Dense.of(2));
    assertTrue(shared(plan, 1));
    assertTrue(shared(plan, 2), "the convolution's output is read by nobody");
  }

  @Test
  void norThroughDropout() {
    MemoryPlan plan = training(Conv2d.of(3, 3), new Tanh(), new Dropout(0.5), new Relu());
    assertFalse(shared(plan, 2));
    assertTrue(shared(plan, 3), "nobody reads what dropout has written to its own place");
  }

  @Test
  void theInputIsNotWrittenOver() {
    assertFalse(shared(training(new Relu(), Conv2d.of(3, 3)), 0));
    assertFalse(shared(prediction(new Sigmoid(), Conv2d.of(3, 3)), 0));
  }

  @Test
  void aReshapeBeforePaddingIsACopy() {
    Layer padded = Conv2d.of(3, 3).withPadding(Padding.of(1));
    MemoryPlan plan = training(Conv2d.of(3, 3), new Reshape(new Shape(5, 3, 3)), padded);
    assertFalse(shared(plan, 1));
    assertEquals(new Halo(1, 1, 1, 1), plan.activation(2).lanes().halo());
    assertTrue(plan.activation(1).lanes().isDense());
    plan = training(Conv2d.of(3, 3), new Relu(), padded);
    assertTrue(shared(plan, 1), "an activation takes the next layer's halo");
    assertEquals(new Halo(1, 1, 1, 1), plan.activation(1).lanes().halo());
  }

  @Test
  void gradientsHaveTheHaloOfTheLayerBefore() {
    MemoryPlan plan =
        training(Conv2d.of(4, 1), Conv2d.of(3, 3), new Relu(), new Flatten(), Dense.of(2));
    Halo halo = new Halo(2, 2, 2, 2);
    assertEquals(halo, plan.gradient(2).lanes().halo());
    assertEquals(halo, plan.gradient(3).lanes().halo());
    assertEquals(plan.gradient(2).at(), plan.gradient(3).at());
    assertNotEquals(plan.gradient(3).at(), plan.gradient(4).at(), "so that flattening copies");
    assertTrue(plan.gradient(1).lanes().isDense(), "the input's gradient is not wanted");
  }

  @Test
  void onlyLayersBehindOnesThatLearnMakeGradients() {
    Network network = network(new Relu(), new Flatten(), Dense.of(3), new Tanh(), Dense.of(2));
    assertFalse(Wiring.learns(network, 0));
    assertFalse(Wiring.learns(network, 2));
    assertTrue(Wiring.learns(network, 3));
    assertTrue(Wiring.learns(network, 4));
    String text = MemoryPlan.of(network, true).toString();
    assertTrue(text.contains("dx3 ") && text.contains("dx4 ") && text.contains("dx5 "), text);
    assertFalse(text.contains("dx2 "), text);
  }

  @Test
  void predictionTakesLessThanTraining() {
    for (ModelSpec spec : Presets.all()) {
      Network network = spec.network(1);
      int training = MemoryPlan.of(network, true).size();
      int prediction = MemoryPlan.of(network, false).size();
      assertTrue(prediction < training, spec.name() + " " + prediction + " " + training);
    }
  }

  @Test
  void describesItself() {
    MemoryPlan plan =
        MemoryPlan.of(
            Network.builder(new Shape(1, 3, 3))
                .add(Conv2d.of(2, 3).withPadding(Padding.of(1)))
                .add(MaxPool2d.of(3))
                .add(Dense.of(2))
                .build(1),
            true);
    String[] lines = plan.toString().split("\n");
    assertEquals(
        "x0                   1x3x3                  halo 1,1,1,1   at           48         1,600"
            + " bytes",
        lines[0].strip());
    assertTrue(lines[4].startsWith("state of pool1"), plan.toString());
    assertEquals(
        "total %,d bytes a lane group of 16 images".formatted(4L * plan.size()),
        lines[lines.length - 1]);
  }
}
