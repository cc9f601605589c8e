package dev.lanewise.layers.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Graph;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.Parameters;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.MeanSquaredError;
import dev.lanewise.layers.loss.Result;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.loss.Targets;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.optim.AdamW;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.pool.AvgPool2d;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.schedule.Constant;
import dev.lanewise.layers.schedule.CosineDecay;
import dev.lanewise.layers.schedule.Schedule;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.train.Evaluator;
import dev.lanewise.layers.train.TrainOptions;
import dev.lanewise.layers.train.Trainer;
import dev.lanewise.layers.train.UpdateOptions;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole trainings against PyTorch's in double precision; the bounds are the reference's. */
class NetGoldenTest {

  static List<Simd> widths() {
    return Widths.ALL;
  }

  @ParameterizedTest
  @MethodSource("widths")
  void atEachWidth(Simd simd) {
    for (Golden golden : Golden.group("net", "", 5)) {
      assertGolden(golden, simd, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void withWorkers(int workers) {
    Simd simd = Simd.choose(Optional.empty());
    for (Golden golden : Golden.group("net", "", 5)) {
      assertGolden(golden, simd, workers);
    }
  }

  private static Layer layer(JsonObject layer, Shape input) {
    int kernel = layer.has("kernel") ? layer.getAsJsonArray("kernel").get(0).getAsInt() : 0;
    return switch (layer.get("op").getAsString()) {
      case "conv2d" ->
          Conv2d.of(layer.get("out").getAsInt(), kernel)
              .withStride(layer.getAsJsonArray("stride").get(0).getAsInt())
              .withPadding(Padding.of(layer.getAsJsonArray("padding").get(0).getAsInt()))
              .withGroups(layer.get("groups").getAsInt())
              .withBias(layer.get("bias").getAsBoolean() ? Bias.CHANNEL : Bias.NONE);
      case "batchnorm2d" ->
          new BatchNorm(
              layer.get("eps").getAsDouble(), layer.get("momentum").getAsDouble(), true, false);
      case "global_avgpool" -> AvgPool2d.of(input.height());
      case "linear" -> Dense.of(layer.get("out").getAsInt());
      case "maxpool2d" -> MaxPool2d.of(kernel);
      case "relu" -> new Relu();
      case "sigmoid" -> new Sigmoid();
      case "flatten" -> new Flatten();
      default -> throw new IllegalStateException(layer.toString());
    };
  }

  /** A value and its shape. */
  private record Shaped(Graph.Value value, Shape shape) {}

  private static Shaped add(Shaped x, JsonArray layers) {
    Shaped current = x;
    for (JsonElement element : layers) {
      JsonObject json = element.getAsJsonObject();
      if (json.get("op").getAsString().equals("residual")) {
        Shaped body = add(current, json.getAsJsonArray("body"));
        Shaped shortcut = add(current, json.getAsJsonArray("shortcut"));
        current = new Shaped(body.value().plus(shortcut.value()), body.shape());
      } else {
        Layer layer = layer(json, current.shape());
        Graph.Value value =
            json.has("name")
                ? current.value().then(json.get("name").getAsString(), layer)
                : current.value().then(layer);
        current = new Shaped(value, layer.outputShape(current.shape()));
      }
    }
    return current;
  }

  private static Network network(Golden golden) {
    Shape input =
        new Shape(
            golden.integer("input", 0), golden.integer("input", 1), golden.integer("input", 2));
    Graph graph = Graph.of(input);
    Shaped end = add(new Shaped(graph.input(), input), golden.params().getAsJsonArray("layers"));
    Network network = graph.network(end.value(), 0);
    for (Parameter buffer : network.buffers().list()) {
      network.buffers().set(buffer, golden.floats("init." + buffer.name()));
    }
    Parameters parameters = network.parameters();
    for (Parameter parameter : parameters.list()) {
      parameters.set(parameter, golden.floats("init." + parameter.name()));
    }
    return network;
  }

  private static void assertGolden(Golden golden, Simd simd, int workers) {
    int batch = golden.integer("batch");
    int steps = golden.integer("steps");
    int classes = golden.integer("classes");
    Network network = network(golden);
    Loss loss =
        golden.name().startsWith("b_")
            ? new MeanSquaredError(MeanSquaredError.Form.MEAN_OF_ELEMENTS)
            : new SoftmaxCrossEntropy().withSmoothing(golden.name().startsWith("e_") ? 0.1 : 0);
    double rate = golden.params().getAsJsonArray("lr").get(0).getAsDouble();
    Schedule schedule = golden.name().startsWith("e_") ? new CosineDecay(steps, 0) : new Constant();
    float[] x = golden.floats("x");
    int[] labels = Arrays.stream(golden.longs("labels")).mapToInt(label -> (int) label).toArray();
    ArraySamples samples = new ArraySamples(network.input(), classes, x, labels);
    assertFirstPass(golden, network, loss, samples, simd);
    int[] order = new int[samples.size()];
    Arrays.setAll(order, i -> i);
    TrainOptions options =
        new TrainOptions(1, batch, 0, false, 0)
            .withUpdate(UpdateOptions.NONE.withSchedule(schedule, UpdateOptions.Per.STEP));
    double[] losses = golden.doubles("loss");
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      Trainer trainer =
          new Trainer(network, loss, optimizer(golden, rate), options, executor, simd);
      for (int step = 0; step < steps; step++) {
        assertEquals(
            golden.params().getAsJsonArray("lr").get(step).getAsDouble(),
            schedule.rate(rate, step),
            1e-15);
        double got = trainer.step(samples, order, step * batch, batch, 1);
        assertEquals(losses[step], got, 1e-5, golden + " loss of step " + step);
        if (step == 0) {
          assertBuffers(golden, network, "step0.");
        }
      }
      assertUpdate(golden, network);
      assertBuffers(golden, network, "final.");
      assertEvaluation(golden, network, loss, executor, simd);
    }
  }

  private static Optimizer optimizer(Golden golden, double rate) {
    JsonObject rule = golden.params().getAsJsonObject("optimizer");
    if (rule.get("op").getAsString().equals("AdamW")) {
      return AdamW.of(rate);
    }
    Sgd sgd = Sgd.momentum(rate, rule.get("momentum").getAsDouble());
    return golden.name().startsWith("e_") ? new Sgd(rate, 0.9, 0, true, 5e-4) : sgd;
  }

  private static void assertBuffers(Golden golden, Network network, String prefix) {
    for (Parameter buffer : network.buffers().list()) {
      Distance distance = new Distance();
      distance.add(network.buffers().copyOf(buffer), golden.doubles(prefix + buffer.name()), null);
      distance.assertBelow(3e-5, golden + " " + prefix + buffer.name());
    }
  }

  private static void assertFirstPass(
      Golden golden, Network network, Loss loss, ArraySamples samples, Simd simd) {
    int batch = golden.integer("batch");
    int elements = samples.classes();
    Harness harness = new Harness(network, true, simd);
    BoundNetwork bound = harness.bound();
    Targets targets = new Targets(elements);
    Harness.Passed passed =
        harness.train(
            samples.images(),
            batch,
            i -> 0,
            (pass, first, images) -> {
              targets.beginClasses(images);
              for (int lane = 0; lane < images; lane++) {
                targets.label(lane, samples.label(first + lane));
              }
              Result y =
                  new Result(
                      pass.memory(),
                      bound.output().at(),
                      bound.output().lanes().planeStride(),
                      elements);
              Result dy =
                  new Result(
                      pass.memory(),
                      bound.outputGradient().at(),
                      bound.outputGradient().lanes().planeStride(),
                      elements);
              loss.compute(y, targets, dy, 1 / loss.normaliser(batch, elements));
            });
    Distance output = new Distance();
    output.add(passed.y(), golden.doubles("step0.output"), null);
    output.assertBelow(5e-6, golden + " first output");
    Distance gradients = new Distance();
    for (Parameter parameter : network.parameters().list()) {
      gradients.add(
          harness.of(parameter.name(), passed.gradients()),
          golden.doubles("grad0." + parameter.name()),
          null);
    }
    gradients.assertBelow(5e-6, golden + " first gradients");
  }

  private static void assertUpdate(Golden golden, Network network) {
    Distance distance = new Distance();
    for (Parameter parameter : network.parameters().list()) {
      distance.add(
          network.parameters().copyOf(parameter),
          golden.doubles("final." + parameter.name()),
          golden.floats("init." + parameter.name()));
    }
    distance.assertBelow(3e-5, golden + " update");
  }

  private static void assertEvaluation(
      Golden golden, Network network, Loss loss, BatchExecutor executor, Simd simd) {
    float[] x = golden.floats("eval.x");
    long[] labels = golden.longs("eval.labels");
    int elements = network.output().elements();
    float[] y = new Harness(network, false, simd).predict(x, labels.length);
    Distance distance = new Distance();
    distance.add(y, golden.doubles("eval.output"), null);
    distance.assertBelow(1e-5, golden + " evaluation");
    ArraySamples samples =
        new ArraySamples(
            network.input(),
            elements,
            x,
            Arrays.stream(labels).mapToInt(label -> (int) label).toArray());
    Evaluator evaluator = new Evaluator(network, loss, executor, simd);
    assertEquals(
        golden.params().get("eval_accuracy").getAsDouble(),
        evaluator.evaluate(samples).accuracy(),
        1e-12);
    float[][] predictions = evaluator.predict(samples);
    for (int i = 0; i < predictions.length; i++) {
      double sum = 0;
      for (int e = 0; e < elements; e++) {
        sum += Math.exp(y[i * elements + e]);
      }
      for (int e = 0; e < elements; e++) {
        double result = y[i * elements + e];
        double expected = loss.onLogits() ? Math.exp(result) / sum : result;
        assertEquals(expected, predictions[i][e], 1e-6);
      }
    }
  }

  /** Relative distance, in the Euclidean norm. */
  private static final class Distance {
    private double error;
    private double norm;

    void add(float[] got, double[] reference, float @Nullable [] origin) {
      assertEquals(reference.length, got.length);
      for (int i = 0; i < got.length; i++) {
        double length = reference[i] - (origin == null ? 0 : origin[i]);
        error += (got[i] - reference[i]) * (got[i] - reference[i]);
        norm += length * length;
      }
    }

    void assertBelow(double bound, String what) {
      double relative = Math.sqrt(error / norm);
      assertTrue(relative <= bound, what + ": " + relative);
    }
  }
}
