package dev.lanewise.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bench compare}. */
@Command(
    name = "compare",
    description = {
      "Puts two measurements side by side: machines, JDKs, options, versions. The files are what"
          + " --out or --json of the other bench commands has written. A ratio above 1 says that"
          + " the second is faster; the geometric mean is that of all ratios.",
      ""
    },
    sortOptions = false)
final class BenchCompareCommand extends BaseCommand {

  @Parameters(index = "0", paramLabel = "FIRST.json", description = "Measurements.")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "SECOND.json", description = "Other measurements.")
  private Path second = Path.of("");

  BenchCompareCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    BenchDocument a = BenchDocument.read(session(), first);
    BenchDocument b = BenchDocument.read(session(), second);
    if (Collections.disjoint(a.figures().keySet(), b.figures().keySet())) {
      throw new CliException(
          ExitCode.DATA,
          "The files must have a figure in common. Received: %s with %s, %s with %s figures"
              .formatted(first, a.figures().size(), second, b.figures().size()));
    }
    JsonArray settings = settings(a.setting(), b.setting());
    JsonArray rows = new JsonArray();
    double logarithms = 0;
    line("%-54s %10s %10s %-8s %6s", "", "first", "second", "", "ratio");
    for (Map.Entry<String, BenchDocument.Figure> entry : a.figures().entrySet()) {
      BenchDocument.Figure one = entry.getValue();
      BenchDocument.Figure other = b.figures().get(entry.getKey());
      if (other == null) {
        continue;
      }
      double ratio = one.isTime() ? one.value() / other.value() : other.value() / one.value();
      logarithms += Math.log(ratio);
      line(
          "%-54s %10.1f %10.1f %-8s %6.2f",
          Printable.name(entry.getKey()), one.value(), other.value(), one.unit(), ratio);
      rows.add(
          new JsonMembers()
              .put("what", entry.getKey())
              .put("unit", one.unit())
              .put("first", one.value())
              .put("second", other.value())
              .put("ratio", ratio)
              .build());
    }
    double mean = Math.exp(logarithms / rows.size());
    line("%-54s %10s %10s %-8s %6.2f", "geometric mean", "", "", "", mean);
    result(
        new JsonMembers()
            .put("different", settings)
            .put("figures", rows)
            .put("geometricMean", mean)
            .build());
    return ExitCode.OK;
  }

  /** Prints what is different about the two, and gives it as objects. */
  private JsonArray settings(Map<String, String> a, Map<String, String> b) {
    JsonArray different = new JsonArray();
    SequencedSet<String> members = new LinkedHashSet<>(a.keySet());
    members.addAll(b.keySet());
    for (String member : members) {
      String one = a.getOrDefault(member, "");
      String other = b.getOrDefault(member, "");
      if (!one.equals(other)) {
        line("%s", Printable.name(member));
        line("  first   %s", Printable.name(one));
        line("  second  %s", Printable.name(other));
        JsonObject row =
            new JsonMembers().put("what", member).put("first", one).put("second", other).build();
        different.add(row);
      }
    }
    return different;
  }

  private void line(String format, Object... values) {
    text().println(Text.format(format, values).stripTrailing());
  }
}
