package dev.lanewise.layers;

import dev.lanewise.core.tensor.Shape;
import java.util.ArrayList;
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
   */
  public record Row(String name, String kind, Shape output, long parameters) {}

  static Summary of(Network network) {
    List<Row> rows = new ArrayList<>();
    for (Network.Node node : network.nodes()) {
      long count =
          node.layer().parameters(node.input()).stream().mapToLong(ParameterSpec::size).sum();
      rows.add(new Row(node.name(), node.layer().kind(), node.output(), count));
    }
    return new Summary(network.input(), rows);
  }

  /** Number of values that the network learns. */
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /** The table: layer, output shape, number of parameters; then the totals. */
  @Override
  public String toString() {
    List<String[]> cells = new ArrayList<>();
    cells.add(new String[] {"Layer (type)", "Output Shape", "Param #"});
    cells.add(new String[] {"input (Input)", shape(input), "0"});
    for (Row row : rows) {
      cells.add(
          new String[] {
            row.name() + " (" + row.kind() + ")", shape(row.output()), grouped(row.parameters())
          });
    }
    int[] widths = new int[3];
    for (String[] row : cells) {
      for (int i = 0; i < 3; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    String line = "-".repeat(widths[0] + widths[1] + widths[2] + 6);
    StringBuilder text = new StringBuilder(line).append('\n');
    for (int r = 0; r < cells.size(); r++) {
      String[] row = cells.get(r);
      text.append(
          "%s   %s   %s\n"
              .formatted(
                  pad(row[0], widths[0]),
                  pad(row[1], widths[1]),
                  " ".repeat(widths[2] - row[2].length()) + row[2]));
      if (r == 0) {
        text.append(line.replace('-', '=')).append('\n');
      }
    }
    return text.append(line)
        .append("\nTotal params: ")
        .append(size(parameters()))
        .append("\nTrainable params: ")
        .append(size(parameters()))
        .append("\nNon-trainable params: ")
        .append(size(0))
        .toString();
  }

  private static String shape(Shape shape) {
    return shape.isFlat()
        ? "(None, %d)".formatted(shape.channels())
        : "(None, %d, %d, %d)".formatted(shape.channels(), shape.height(), shape.width());
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
