package dev.lanewise.layers;

import dev.lanewise.core.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A network layer by layer, as Keras prints it.
 *
 * @param input shape of one image
 * @param rows a row a layer
 */
public record Summary(Shape input, List<Row> rows) {

  private static final List<String> UNITS = List.of("B", "KB", "MB", "GB");

  /**
   * One layer.
   *
   * @param name its name
   * @param kind its kind
   * @param output shape of one image's result
   * @param parameters number of values it learns
   * @param buffers number of values it keeps without learning them
   * @param inputs names of the layers it reads; {@code input} for the network's input
   */
  public record Row(
      String name, String kind, Shape output, long parameters, long buffers, List<String> inputs) {

    /** Copies the list. */
    public Row {
      inputs = List.copyOf(inputs);
    }

    long values() {
      return parameters + buffers;
    }
  }

  static Summary of(Network network) {
    List<Row> rows = new ArrayList<>();
    for (Network.Node node : network.nodes()) {
      List<String> inputs =
          node.from().stream()
              .map(value -> value == 0 ? "input" : network.nodes().get(value - 1).name())
              .toList();
      rows.add(
          new Row(
              node.name(),
              node.layer().kind(),
              node.output(),
              count(node.layer().parameters(node.input())),
              count(node.layer().buffers(node.input())),
              inputs));
    }
    return new Summary(network.input(), rows);
  }

  private static long count(List<ParameterSpec> specs) {
    return specs.stream().mapToLong(ParameterSpec::size).sum();
  }

  /** Whether every layer reads the one before it, so that there is no need to say what it reads. */
  private boolean isSequential() {
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).inputs().equals(List.of(i == 0 ? "input" : rows.get(i - 1).name()))) {
        return false;
      }
    }
    return true;
  }

  /** Number of values that the network keeps without learning them. */
  public long buffers() {
    return rows.stream().mapToLong(Row::buffers).sum();
  }

  /** Number of values that the network learns. */
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /**
   * The table: layer, output shape, number of values, and, if there are branches, what each layer
   * reads; then the totals.
   */
  @Override
  public String toString() {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("Layer (type)", "Output Shape", "Param #", "Connected to"));
    cells.add(List.of("input (Input)", shape(input), "0", ""));
    for (Row row : rows) {
      cells.add(
          List.of(
              row.name() + " (" + row.kind() + ")",
              shape(row.output()),
              grouped(row.values()),
              String.join(", ", row.inputs())));
    }
    int columns = isSequential() ? 3 : 4;
    int[] widths = new int[columns];
    for (List<String> row : cells) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    String line = "-".repeat(Arrays.stream(widths).sum() + 3 * (columns - 1));
    StringBuilder text = new StringBuilder(line).append('\n');
    for (int r = 0; r < cells.size(); r++) {
      List<String> row = cells.get(r);
      text.append(pad(row.get(0), widths[0]))
          .append("   ")
          .append(pad(row.get(1), widths[1]))
          .append("   ")
          .append(" ".repeat(widths[2] - row.get(2).length()))
          .append(row.get(2));
      if (columns == 4 && !row.get(3).isEmpty()) {
        text.append("   ").append(row.get(3));
      }
      text.append('\n');
      if (r == 0) {
        text.append(line.replace('-', '=')).append('\n');
      }
    }
    return text.append(line)
        .append("\nTotal params: ")
        .append(size(parameters() + buffers()))
        .append("\nTrainable params: ")
        .append(size(parameters()))
        .append("\nNon-trainable params: ")
        .append(size(buffers()))
        .toString();
  }

  private static String shape(Shape shape) {
    return shape.isFlat()
        ? "(None, %s)".formatted(shape.channels())
        : "(None, %s, %s, %s)".formatted(shape.channels(), shape.height(), shape.width());
  }

  private static String grouped(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  private static String size(long parameters) {
    double bytes = 4.0 * parameters;
    int unit = 0;
    for (; bytes >= 1024 && unit < UNITS.size() - 1; unit++) {
      bytes /= 1024;
    }
    return grouped(parameters) + String.format(Locale.ROOT, " (%.2f %s)", bytes, UNITS.get(unit));
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
