package dev.lanewise.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.lanewise.layers.metric.Confusion;
import dev.lanewise.layers.metric.Ranks;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.IntStream;

/** What {@code eval --metrics} shows. */
final class MetricTables {

  /** Of top-k. */
  private static final int MOST = 5;

  /** Classes whose confusion matrix fits a screen. */
  private static final int WIDEST = 20;

  private final float[][] results;
  private final int[] labels;
  private final List<String> plainNames;
  private final List<String> names;
  private final Confusion confusion;
  private final int k;

  /**
   * Measures.
   *
   * @param results {@code [samples][classes]}
   * @param labels the right classes
   * @param names a name for each class
   */
  MetricTables(float[][] results, int[] labels, List<String> names) {
    this.results = results;
    this.labels = labels;
    this.plainNames = names;
    this.names = names.stream().map(Printable::name).toList();
    confusion = Confusion.of(labels, Ranks.largest(results), names.size());
    k = Math.min(MOST, names.size());
  }

  /** Prints the tables. */
  void print(PrintWriter out) {
    out.println(
        Text.format(
            "top-%d accuracy %.4f, macro precision %.4f, recall %.4f, F1 %.4f, AUC %.4f",
            k,
            Ranks.topAccuracy(results, labels, k),
            confusion.macroPrecision(),
            confusion.macroRecall(),
            confusion.macroF1(),
            Ranks.macroAreaUnderCurve(results, labels)));
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    String row = "%-" + Math.max(5, width) + "s";
    out.println(
        Text.format(
            row + " %9s %9s %9s %9s %9s", "class", "precision", "recall", "F1", "AUC", "images"));
    for (int c = 0; c < names.size(); c++) {
      out.println(
          Text.format(
              row + " %9.4f %9.4f %9.4f %9.4f %9d",
              names.get(c),
              confusion.precision(c),
              confusion.recall(c),
              confusion.f1(c),
              Ranks.areaUnderCurve(results, labels, c),
              confusion.support(c)));
    }
    if (confusion.unanswered() > 0) {
      out.println("without an answer, since a result is not a number: " + confusion.unanswered());
    }
    if (names.size() <= WIDEST) {
      out.println("confusion (a row for each class, a column for each prediction):");
      for (int c = 0; c < names.size(); c++) {
        StringBuilder line = new StringBuilder(Text.format(row, names.get(c)));
        for (int p = 0; p < names.size(); p++) {
          line.append(Text.format(" %6d", confusion.count(c, p)));
        }
        out.println(line);
      }
    }
  }

  /** The same as an object. */
  JsonObject json() {
    return new JsonMembers()
        .put("k", k)
        .put("topKAccuracy", Ranks.topAccuracy(results, labels, k))
        .put("microF1", confusion.accuracy())
        .put("unanswered", confusion.unanswered())
        .put("macroPrecision", confusion.macroPrecision())
        .put("macroRecall", confusion.macroRecall())
        .put("macroF1", confusion.macroF1())
        .put("macroAuc", Ranks.macroAreaUnderCurve(results, labels))
        .put("classes", IntStream.range(0, names.size()).boxed().toList(), this::row)
        .put(
            "confusion",
            confusion.rows(),
            counts -> {
              JsonArray array = new JsonArray();
              counts.forEach(array::add);
              return array;
            })
        .build();
  }

  private JsonObject row(int c) {
    return new JsonMembers()
        .put("name", plainNames.get(c))
        .put("precision", confusion.precision(c))
        .put("recall", confusion.recall(c))
        .put("f1", confusion.f1(c))
        .put("auc", Ranks.areaUnderCurve(results, labels, c))
        .put("images", confusion.support(c))
        .build();
  }
}
