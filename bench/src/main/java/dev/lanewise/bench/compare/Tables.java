package dev.lanewise.bench.compare;

import dev.lanewise.bench.Spread;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run as the section of {@code docs/BENCHMARKS.md} between two marks. */
public final class Tables {

  /** What the section begins after. */
  public static final String BEGIN = "<!-- compare: begin, written by peers/compare -->";

  /** What the section ends before. */
  public static final String END = "<!-- compare: end -->";

  private final Comparison run;
  private final StringBuilder text = new StringBuilder();

  private Tables(Comparison run) {
    this.run = run;
  }

  /**
   * A page with the run's section in place of the old one.
   *
   * @throws IllegalArgumentException if the page does not have the two marks, in this order
   */
  public static String replace(String page, Comparison run) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "The page must have the lines %s and %s.".formatted(BEGIN, END));
    }
    return page.substring(0, begin + BEGIN.length())
        + "\n\n"
        + markdown(run)
        + "\n"
        + page.substring(end);
  }

  /** The section. */
  public static String markdown(Comparison run) {
    return new Tables(run).build();
  }

  private String build() {
    Comparison.Machine machine = run.machine();
    line(
        "%s, %d processors, %s; %s; SIMD %s. Run of %s.",
        machine.cpu(),
        machine.processors(),
        machine.system(),
        machine.jvm(),
        machine.simd(),
        run.made());
    line("Engines: %s.", String.join(", ", run.versions().values()));
    String peaks =
        run.peaks().stream()
            .map(
                peak ->
                    "%s thread%s %s at the start, %s at the end"
                        .formatted(
                            peak.threads(),
                            peak.threads() == 1 ? "" : "s",
                            number(peak.start()),
                            number(peak.end())))
            .collect(Collectors.joining("; "));
    line("FMA peak, GFLOP/s: %s.", peaks);
    line("");
    line("| target | threads | Lanewise | best rival | ratio | must | aim | verdict |");
    line("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (Target target : Target.all()) {
      row(target);
    }
    geometricMean();
    line("");
    engines("Training", "train:");
    engines("Prediction", "predict:");
    engines("Matrix products", "gemm:");
    engines("Convolutions", "conv:");
    engines("Processes", "process:");
    return text.toString();
  }

  private void row(Target target) {
    Target.Verdict verdict = target.verdict(run);
    if (verdict.outcome() == Target.Outcome.UNKNOWN) {
      return;
    }
    boolean limit = target.measure() == Target.Measure.LIMIT;
    boolean share = target.measure() == Target.Measure.SHARE_OF_PEAK;
    Optional<Figure> mine = target.figure(run);
    String rival =
        target
            .rival(run)
            .map(figure -> figure.engine() + " (" + figure.setting() + ") " + value(figure))
            .orElse("");
    String ratio =
        switch (target.measure()) {
          case ADVANTAGE, ADVANTAGE_OVER_LIBTORCH ->
              target.ratio(run).map(Tables::times).orElse("");
          case SHARE_OF_PEAK -> number(100 * verdict.value()) + " %";
          case SCALING -> number(verdict.value()) + "x";
          case LIMIT -> "";
        };
    String prefix = limit ? "at most " : "";
    String unit =
        switch (target.measure()) {
          case ADVANTAGE, ADVANTAGE_OVER_LIBTORCH, SCALING -> "x";
          case SHARE_OF_PEAK -> " %";
          case LIMIT -> mine.map(figure -> " " + figure.unit()).orElse("");
        };
    double scale = share ? 100 : 1;
    line(
        "| %s | %d | %s | %s | %s | %s | %s | %s |",
        target.title(),
        target.threads(),
        mine.map(Tables::value).orElse(""),
        rival,
        ratio,
        prefix + number(scale * target.must()) + unit,
        prefix + number(scale * target.aim()) + unit,
        verdict.outcome());
  }

  /** One row more: the products' geometric mean. */
  private void geometricMean() {
    OptionalDouble mean = geometricMeanOfProducts(run);
    if (mean.isPresent()) {
      double value = mean.getAsDouble();
      Target.Outcome outcome = Target.grade(value, 1.1, 0.9, 0.9 / Agreement.TIE);
      line(
          "| GEMM, geometric mean of the shapes' ratios | 1 | | | %sx | 0.9x | 1.1x | %s |",
          number(value), outcome);
    }
  }

  /** The geometric mean of Lanewise's ratios to the best library, product by product. */
  public static OptionalDouble geometricMeanOfProducts(Comparison run) {
    double[] logs =
        subjects(run, "gemm:")
            .flatMap(subject -> run.ratio(subject, 1).stream())
            .mapToDouble(ratio -> Math.log(ratio.median()))
            .toArray();
    return logs.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.exp(Arrays.stream(logs).average().orElseThrow()));
  }

  private static Stream<String> subjects(Comparison run, String prefix) {
    return run.figures().stream()
        .map(Figure::subject)
        .filter(subject -> subject.startsWith(prefix))
        .distinct();
  }

  /** A table of every engine's best setting. */
  private void engines(String title, String prefix) {
    List<Figure> figures =
        run.figures().stream().filter(figure -> figure.subject().startsWith(prefix)).toList();
    if (figures.isEmpty()) {
      return;
    }
    Set<String> engines = new LinkedHashSet<>();
    figures.forEach(figure -> engines.add(figure.engine()));
    line("%s: median (least to most) of each engine's best setting.", title);
    line("");
    line("| what | threads | %s |", String.join(" | ", engines));
    line("| --- | --- |%s", " --- |".repeat(engines.size()));
    for (String subject : subjects(run, prefix).toList()) {
      for (int threads :
          figures.stream()
              .filter(figure -> figure.subject().equals(subject))
              .mapToInt(Figure::threads)
              .distinct()
              .sorted()
              .toArray()) {
        String cells =
            engines.stream()
                .map(engine -> run.rival(subject, threads, engine).map(Tables::cell).orElse(""))
                .collect(Collectors.joining(" | "));
        line("| `%s` | %d | %s |", subject, threads, cells);
      }
    }
    line("");
  }

  private static String cell(Figure figure) {
    String setting = figure.setting().equals("default") ? "" : ", " + figure.setting();
    return value(figure) + setting;
  }

  /** A figure's median and range; the time of one image where that is what is of interest. */
  private static String value(Figure figure) {
    Spread spread = figure.spread();
    if (figure.subject().startsWith("predict:") && figure.subject().endsWith(":b1")) {
      return "%s us (%s to %s)"
          .formatted(
              number(1e6 / spread.median()),
              number(1e6 / spread.max()),
              number(1e6 / spread.min()));
    }
    return "%s %s (%s to %s)"
        .formatted(
            number(spread.median()), figure.unit(), number(spread.min()), number(spread.max()));
  }

  private static String times(Spread ratio) {
    return "%sx (%sx to %sx)"
        .formatted(number(ratio.median()), number(ratio.min()), number(ratio.max()));
  }

  /** Three digits, or all of a whole number. */
  static String number(double value) {
    double magnitude = Math.abs(value);
    if (magnitude >= 1000) {
      return text("%,.0f", value);
    }
    if (magnitude >= 100 || value == Math.rint(value)) {
      return text("%.0f", value);
    }
    return text(magnitude >= 10 ? "%.1f" : magnitude >= 0.1 ? "%.2f" : "%.3f", value);
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private void line(String format, Object... arguments) {
    text.append(text(format, arguments)).append('\n');
  }
}
