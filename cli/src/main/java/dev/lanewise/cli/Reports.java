package dev.lanewise.cli;

import dev.lanewise.core.tensor.Samples;
import dev.lanewise.data.ImageSet;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.Evaluator;
import java.util.List;
import java.util.Optional;

/** What a recipe wants to see besides the results: a parameter before and after, predictions. */
final class Reports {

  /** Kernels, or rows of a matrix, that are printed at most. */
  private static final int MOST = 16;

  private final Recipe.Report report;
  private final Network network;
  private final Optional<Parameter> parameter;
  private final Reporter reporter;

  Reports(Recipe.Report report, Network network, Reporter reporter) {
    this.report = report;
    this.network = network;
    this.reporter = reporter;
    try {
      parameter =
          report.parameter().isEmpty()
              ? Optional.empty()
              : Optional.of(network.parameters().named(report.parameter()));
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, "The model's report: " + e.getMessage(), e);
    }
  }

  /** Prints the parameter as it begins. */
  void before() {
    parameter.ifPresent(p -> print(p, "before training"));
  }

  /** Prints the parameter as it has become. */
  void after() {
    parameter.ifPresent(p -> print(p, "after training"));
  }

  private void print(Parameter p, String when) {
    reporter.line("%s %s:".formatted(p.name(), when));
    float[] values = network.parameters().copyOf(p);
    List<Integer> shape = p.spec().shape();
    boolean kernels = shape.size() == 4;
    int width = shape.getLast();
    int rows = kernels ? shape.get(2) : 1;
    int blocks = values.length / (width * rows);
    for (int b = 0; b < Math.min(MOST, blocks); b++) {
      if (kernels) {
        reporter.line("  output %s, input %s".formatted(b / shape.get(1), b % shape.get(1)));
      }
      for (int r = 0; r < rows; r++) {
        reporter.line(row(values, (b * rows + r) * width, width));
      }
    }
    if (blocks > MOST) {
      reporter.line("  and %s more".formatted(blocks - MOST));
    }
  }

  private static String row(float[] values, int from, int width) {
    StringBuilder text = new StringBuilder("   ");
    for (int i = from; i < from + Math.min(MOST, width); i++) {
      text.append(Text.format(" %8.4f", values[i]));
    }
    return width > MOST ? text.append(" ...").toString() : text.toString();
  }

  /** Prints what the network says about the first test images, and what they are. */
  void predictions(Evaluator evaluator, ImageSet test) {
    int count = Math.min(report.predictions(), test.size());
    if (count == 0) {
      return;
    }
    Samples first = test.limit(count);
    float[][] results = evaluator.predict(first);
    for (int i = 0; i < count; i++) {
      reporter.line(
          "pred: %s, true: %s"
              .formatted(
                  Printable.name(test.classNames().get(Ranking.of(results[i]).getFirst())),
                  Printable.name(test.classNames().get(test.label(i)))));
    }
  }
}
