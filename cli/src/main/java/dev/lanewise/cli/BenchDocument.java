package dev.lanewise.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.lanewise.bench.Section;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a measuring command has written, as far as it can be compared.
 *
 * @param setting what the figures depend on: members of the document and of its machine
 * @param figures figures by what they are about, in the document's order
 */
record BenchDocument(Map<String, String> setting, Map<String, Figure> figures) {

  /**
   * A figure.
   *
   * @param value the figure, above 0
   * @param unit what it counts
   * @param isTime whether less is better
   */
  record Figure(double value, String unit, boolean isTime) {}

  /** A figure of a section's rows: which member it is, and which members say what it is about. */
  private record Column(
      List<String> about, String suffix, String member, String unit, boolean isTime) {

    static Column rate(String member, String unit, String... about) {
      return new Column(List.of(about), "", member, unit, false);
    }

    static Column time(String suffix, String member, String... about) {
      return new Column(List.of(about), suffix, member, "us", true);
    }
  }

  private static List<Column> columns(Section section) {
    return switch (section) {
      case PEAK -> List.of(Column.rate("gflops", "GFLOP/s", "threads"));
      case BANDWIDTH ->
          List.of(Column.rate("gigabytesPerSecond", "GB/s", "level", "operation", "threads"));
      case KERNEL, GEMM -> List.of(Column.rate("gflops", "GFLOP/s", "shape", "threads"));
      case CONV -> List.of(Column.rate("gflops", "GFLOP/s", "shape", "pass", "threads"));
      case POOL, ELEMENTWISE, LOSS, OPTIMIZER ->
          List.of(Column.rate("gigabytesPerSecond", "GB/s", "shape", "operation", "threads"));
      case TRAIN ->
          List.of(Column.rate("samplesPerSecond", "images/s", "model", "batch", "threads"));
      case LAYERS ->
          List.of(
              Column.time(" forward", "forwardMicros", "layer"),
              Column.time(" backward", "backwardMicros", "layer"));
      case PREDICT -> List.of(Column.time("", "microsMedian", "model", "batch", "threads"));
    };
  }

  /**
   * Reads a document.
   *
   * @param session what relative paths are relative to
   * @param name the file
   * @throws CliException if it is missing, can't be read or is no such document
   */
  static BenchDocument read(Session session, Path name) {
    Path file = session.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new CliException(ExitCode.NO_INPUT, "Measurements not found: " + name);
    }
    try {
      return of(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
    } catch (MalformedInputException
        | JsonParseException
        | IllegalStateException
        | NumberFormatException
        | UnsupportedOperationException
        | ClassCastException e) {
      throw new CliException(
          ExitCode.DATA,
          ("%s must be what a lanewise bench command has written with --out or --json. Received:"
                  + " something else")
              .formatted(name),
          e);
    } catch (IOException e) {
      throw new CliException(ExitCode.IO, String.valueOf(e.getMessage()), e);
    }
  }

  private static BenchDocument of(JsonObject document) {
    if (!member(document, "format").getAsString().equals(BenchOptions.FORMAT)) {
      throw new JsonParseException("The format must be " + BenchOptions.FORMAT);
    }
    Map<String, String> setting = new LinkedHashMap<>();
    for (String member : List.of("version", "commit", "simd", "seconds")) {
      setting(setting, member, document);
    }
    JsonObject machine = member(document, "machine").getAsJsonObject();
    machine.keySet().forEach(member -> setting(setting, member, machine));
    Map<String, Figure> figures = new LinkedHashMap<>();
    for (Section section : Section.values()) {
      JsonArray rows = document.getAsJsonArray(section.rows());
      if (rows != null) {
        rows.forEach(row -> figures(figures, section, row.getAsJsonObject()));
      }
    }
    if (document.has("samplesPerSecond")) {
      figures(figures, Section.TRAIN, document);
    }
    return new BenchDocument(setting, figures);
  }

  private static JsonElement member(JsonObject object, String name) {
    JsonElement value = object.get(name);
    if (value == null) {
      throw new JsonParseException("Each of these objects must have the member " + name);
    }
    return value;
  }

  private static void setting(Map<String, String> setting, String member, JsonObject object) {
    JsonElement value = object.get(member);
    if (value != null && !value.isJsonNull()) {
      setting.put(member, value.isJsonPrimitive() ? value.getAsString() : value.toString());
    }
  }

  private static void figures(Map<String, Figure> figures, Section section, JsonObject row) {
    for (Column column : columns(section)) {
      String about =
          column.about().stream()
              .map(
                  member ->
                      (member.equals("threads") ? "t" : "") + member(row, member).getAsString())
              .collect(Collectors.joining(", "));
      double value = member(row, column.member()).getAsDouble();
      if (value > 0 && Double.isFinite(value)) {
        figures.put(
            section + " " + about + column.suffix(),
            new Figure(value, column.unit(), column.isTime()));
      }
    }
  }
}
