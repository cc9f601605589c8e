package dev.lanewise.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.core.conv.Padding;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.MeanSquaredError;
import dev.lanewise.layers.loss.Result;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.loss.Targets;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.train.Evaluator;
import dev.lanewise.layers.train.TrainOptions;
import dev.lanewise.layers.train.Trainer;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    for (Golden golden : Golden.group("net", "", 3)) {
      assertGolden(golden, simd, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void withWorkers(int workers) {
    Simd simd = Simd.choose(Optional.empty());
    for (Golden golden : Golden.group("net", "", 3)) {
      assertGolden(golden, simd, workers);
    }
  }

  private static Layer layer(JsonObject layer) {
    int kernel = layer.has("kernel") ? layer.getAsJsonArray("kernel").get(0).getAsInt() : 0;
    return switch (layer.get("op").getAsString()) {
      case "conv2d" ->
          Conv2d.of(layer.get("out").getAsInt(), kernel)
              .withPadding(Padding.of(layer.getAsJsonArray("padding").get(0).getAsInt()));
      case "linear" -> Dense.of(layer.get("out").getAsInt());
      case "maxpool2d" -> MaxPool2d.of(kernel);
      case "relu" -> new Relu();
      case "sigmoid" -> new Sigmoid();
      case "flatten" -> new Flatten();
      default -> throw new IllegalStateException(layer.toString());
    };
  }

  private static Network network(Golden golden) {
    Network.Builder builder =
        Network.builder(
            new Shape(
                golden.integer("input", 0),
                golden.integer("input", 1),
                golden.integer("input", 2)));
    for (JsonElement element : golden.params().getAsJsonArray("layers")) {
      JsonObject layer = element.getAsJsonObject();
      if (layer.has("name")) {
        builder.add(layer.get("name").getAsString(), layer(layer));
      } else {
        builder.add(layer(layer));
      }
    }
    Network network = builder.build(0);
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
            : new SoftmaxCrossEntropy();
    JsonObject rule = golden.params().getAsJsonObject("optimizer");
    double rate = golden.params().getAsJsonArray("lr").get(0).getAsDouble();
    Sgd sgd = Sgd.momentum(rate, rule.get("momentum").getAsDouble());
    float[] x = golden.floats("x");
    int[] labels = Arrays.stream(golden.longs("labels")).mapToInt(label -> (int) label).toArray();
    ArraySamples samples = new ArraySamples(network.input(), classes, x, labels);
    assertFirstPass(golden, network, loss, samples, simd);
    int[] order = new int[samples.size()];
    Arrays.setAll(order, i -> i);
    TrainOptions options = new TrainOptions(1, batch, 0, false, 0);
    double[] losses = golden.doubles("loss");
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      Trainer trainer = new Trainer(network, loss, sgd, options, executor, simd);
      for (int step = 0; step < steps; step++) {
        assertEquals(rate, golden.params().getAsJsonArray("lr").get(step).getAsDouble());
        double got = trainer.step(samples, order, step * batch, batch, 1);
        assertEquals(losses[step], got, 1e-5, golden + " loss of step " + step);
      }
      assertUpdate(golden, network);
      assertEvaluation(golden, network, loss, executor, simd);
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
                      bound.outputAt(),
                      bound.outputLayout().planeStride(),
                      elements);
              Result dy =
                  new Result(
                      pass.memory(),
                      bound.outputGradientAt(),
                      bound.outputGradientLayout().planeStride(),
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

    void add(float[] got, double[] reference, float @org.jspecify.annotations.Nullable [] origin) {
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
