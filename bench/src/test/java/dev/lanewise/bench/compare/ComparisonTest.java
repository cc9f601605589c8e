package dev.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.bench.Spread;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final String T2 = "train:T2:b128";
  private static final Comparison.Machine MACHINE =
      new Comparison.Machine("a processor", 2, "Linux", "a JVM", "512");

  static Figure figure(String subject, int threads, String engine, Unit unit, double... rounds) {
    String setting = engine.equals(Figure.LANEWISE) ? "default" : "NCHW";
    return new Figure(
        subject, threads, engine, setting, unit, Arrays.stream(rounds).boxed().toList());
  }

  static Comparison run(Figure... figures) {
    return new Comparison(
        "2026-11-22T05:00:00Z",
        MACHINE,
        Map.of("Lanewise", "Lanewise, SIMD 512"),
        List.of(new Comparison.Peak(1, 110, 120), new Comparison.Peak(2, 240, 230)),
        List.of(figures));
  }

  private static Comparison trained(double ours, double torch, double tensorFlow) {
    return run(
        figure(T2, 1, "Lanewise", Unit.IMAGES_PER_SECOND, ours, ours * 1.1, ours * 0.9),
        figure(T2, 1, "libtorch", Unit.IMAGES_PER_SECOND, torch, torch, torch),
        figure(T2, 1, "TensorFlow", Unit.IMAGES_PER_SECOND, tensorFlow, tensorFlow, tensorFlow));
  }

  @Test
  void theBestRivalIsTheFastestAndRatiosAreTakenRoundByRound() {
    Comparison run = trained(3000, 1000, 1500);
    assertEquals("TensorFlow", run.bestRival(T2, 1).orElseThrow().engine());
    Spread ratio = run.ratio(T2, 1).orElseThrow();
    assertEquals(2.0, ratio.median(), 1e-12);
    assertEquals(1.8, ratio.min(), 1e-12);
    assertEquals(2.2, ratio.max(), 1e-12);
    assertEquals(Optional.empty(), run.ratio(T2, 2));
  }

  @Test
  void lessTimeIsBetter() {
    Comparison run =
        run(
            figure(Subjects.FIRST_STEP, 2, "Lanewise", Unit.SECONDS, 0.5, 1),
            figure(Subjects.FIRST_STEP, 2, "libtorch", Unit.SECONDS, 1, 1),
            figure(Subjects.FIRST_STEP, 2, "TensorFlow", Unit.SECONDS, 2, 2));
    assertEquals("libtorch", run.bestRival(Subjects.FIRST_STEP, 2).orElseThrow().engine());
    assertEquals(new Spread(1.5, 1, 2), run.ratio(Subjects.FIRST_STEP, 2).orElseThrow());
  }

  @Test
  void jsonGivesTheSameRunBack() {
    Comparison run = trained(3000, 1000, 1500);
    assertEquals(run, Comparison.of(run.json()));
  }

  @Test
  void aLaterRunReplacesWhatItHasMeasured() {
    Figure step = figure(Subjects.FIRST_STEP, 2, "Lanewise", Unit.SECONDS, 1);
    Comparison both = trained(3000, 1000, 1500).with(run(step)).with(trained(4000, 1000, 1000));
    assertEquals(Optional.of(step), both.ours(Subjects.FIRST_STEP, 2));
    assertEquals(4, both.figures().size());
    assertEquals(4, both.ratio(T2, 1).orElseThrow().median(), 1e-12);
  }

  @Test
  void otherTextIsNoRun() {
    for (String text : List.of("", "[]", "{}", "{\"figures\": 1}")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> Comparison.of(text));
      assertTrue(e.getMessage().startsWith("The text must be that of a comparison."), text);
    }
  }

  @Test
  void runsAgreeWithinTwentyPercentWhateverTheirRates() {
    Comparison one = trained(3000, 1000, 1500);
    Agreement same = Agreement.of(one, trained(300, 150, 100));
    assertEquals(new Agreement(1, List.of()), same);
    assertEquals(List.of(), Agreement.of(one, trained(3550, 1000, 1500)).differences());
    assertEquals(
        List.of(T2 + ", 1 thread: 2.00 and 2.53, 27 % apart"),
        Agreement.of(one, trained(3800, 1000, 1500)).differences());
    assertEquals(
        List.of(T2 + ", 1 thread: 2.00 and 1.50, 33 % apart"),
        Agreement.of(one, trained(3000, 2000, 1500)).differences());
    assertEquals(0, Agreement.of(one, run()).compared());
  }

  private static Target target(Target.Measure measure, double must, double aim) {
    return new Target("a title", T2, 1, measure, must, aim);
  }

  @Test
  void verdictsKnowAimMustTieAndMiss() {
    Comparison run = trained(3000, 1000, 1500);
    assertEquals(
        new Target.Verdict(2, Target.Outcome.AIM),
        target(Target.Measure.ADVANTAGE, 1.5, 2).verdict(run));
    assertEquals(
        Target.Outcome.MUST, target(Target.Measure.ADVANTAGE, 2, 3).verdict(run).outcome());
    assertEquals(
        Target.Outcome.TIE, target(Target.Measure.ADVANTAGE, 2.3, 3).verdict(run).outcome());
    assertEquals(
        Target.Outcome.MISSED, target(Target.Measure.ADVANTAGE, 2.5, 3).verdict(run).outcome());
    assertEquals(
        Target.Outcome.UNKNOWN, target(Target.Measure.ADVANTAGE, 2, 3).verdict(run()).outcome());
  }

  @Test
  void aTargetMayBeAboutLibtorchAlone() {
    Target target = target(Target.Measure.ADVANTAGE_OVER_LIBTORCH, 2.5, 4);
    assertEquals(
        new Target.Verdict(3, Target.Outcome.MUST), target.verdict(trained(3000, 1000, 1500)));
    assertEquals("libtorch", target.rival(trained(3000, 1000, 1500)).orElseThrow().engine());
    Comparison without =
        run(
            figure(T2, 1, "Lanewise", Unit.IMAGES_PER_SECOND, 1),
            figure(T2, 1, "TensorFlow", Unit.IMAGES_PER_SECOND, 1));
    assertEquals(Target.Outcome.UNKNOWN, target.verdict(without).outcome());
  }

  @Test
  void aShareOfThePeakIsTheDirectSettingsOfTheBetterMeasurement() {
    Figure best = figure(T2, 1, "Lanewise", Unit.GFLOPS, 90, 90);
    Figure direct = new Figure(T2, 1, "Lanewise", Target.DIRECT, Unit.GFLOPS, List.of(60.0, 60.0));
    Target target = target(Target.Measure.SHARE_OF_PEAK, 0.7, 0.85);
    assertEquals(Target.Outcome.UNKNOWN, target.verdict(run(best)).outcome());
    assertEquals(new Target.Verdict(0.5, Target.Outcome.MISSED), target.verdict(run(best, direct)));
  }

  @Test
  void scalingIsTwoThreadsAgainstOne() {
    Comparison run =
        run(
            figure(T2, 1, "Lanewise", Unit.IMAGES_PER_SECOND, 1000),
            figure(T2, 2, "Lanewise", Unit.IMAGES_PER_SECOND, 1900));
    Target target = new Target("a title", T2, 2, Target.Measure.SCALING, 1.85, 1.95);
    assertEquals(new Target.Verdict(1.9, Target.Outcome.MUST), target.verdict(run));
  }

  @Test
  void aLimitIsTheMostThatIsAllowed() {
    Comparison run = run(figure(Subjects.MEMORY, 2, "Lanewise", Unit.MEBIBYTES, 600));
    assertEquals(Target.Outcome.AIM, limit(700, 600).verdict(run).outcome());
    assertEquals(Target.Outcome.MUST, limit(600, 500).verdict(run).outcome());
    assertEquals(Target.Outcome.TIE, limit(550, 500).verdict(run).outcome());
    assertEquals(Target.Outcome.MISSED, limit(499, 400).verdict(run).outcome());
  }

  private static Target limit(double must, double aim) {
    return new Target("a title", Subjects.MEMORY, 2, Target.Measure.LIMIT, must, aim);
  }

  @Test
  void everyTargetIsMeasuredByThePlan() {
    for (Target target : Target.all()) {
      boolean process = target.subject().startsWith("process:");
      String name = target.subject().replaceFirst("^" + Subjects.ALLOCATION, "");
      assertTrue(
          process
              || Plan.all().stream()
                  .anyMatch(
                      item ->
                          item.workload().name().equals(name)
                              && item.threads().contains(target.threads())),
          target::toString);
    }
  }

  @Test
  void theTableHasARowForATargetWithItsVerdict() {
    String table = Tables.markdown(trained(3000, 1000, 1500));
    assertTrue(
        table.contains(
            "| T2 mnist-convnet, training, batch 128 | 1 | 3,000 images/s (2,700 to 3,300) |"
                + " TensorFlow (NCHW) 1,500 images/s (1,500 to 1,500) | 2x (1.80x to 2.20x) | 2x |"
                + " 3.50x | met |"),
        table);
    assertTrue(table.contains("| `train:T2:b128` | 1 | 3,000 images/s (2,700 to 3,300) |"), table);
    assertTrue(table.contains("a processor, 2 processors, Linux; a JVM; SIMD 512."), table);
    assertTrue(table.contains("1 thread 110 at the start, 120 at the end"), table);
    assertFalse(table.contains("not measured"), table);
  }

  @Test
  void onePredictionIsGivenAsATime() {
    String name = new Workload.Predict(Net.T3, 1).name();
    String table =
        Tables.markdown(
            run(
                figure(name, 1, "Lanewise", Unit.IMAGES_PER_SECOND, 20_000),
                figure(name, 1, "ONNX Runtime", Unit.IMAGES_PER_SECOND, 40_000)));
    assertTrue(
        table.contains("| 50 us (50 to 50) | ONNX Runtime (NCHW) 25 us (25 to 25) |"), table);
    assertTrue(table.contains("| 0.50x (0.50x to 0.50x) | 0.67x | 1x | not met |"), table);
  }

  @Test
  void theProductsMeanIsGeometric() {
    Comparison run =
        run(
            figure("gemm:256x256x256:nn", 1, "Lanewise", Unit.GFLOPS, 50),
            figure("gemm:256x256x256:nn", 1, "MKL", Unit.GFLOPS, 100),
            figure("gemm:512x512x512:nn", 1, "Lanewise", Unit.GFLOPS, 200),
            figure("gemm:512x512x512:nn", 1, "oneDNN", Unit.GFLOPS, 100));
    assertEquals(1, Tables.geometricMeanOfProducts(run).orElseThrow(), 1e-12);
    String table = Tables.markdown(run);
    assertTrue(table.contains("| GEMM, geometric mean of the shapes' ratios | 1 |"), table);
    assertTrue(table.contains("x | 0.9x | 1.1x | met |"), table);
    assertTrue(Tables.geometricMeanOfProducts(run()).isEmpty());
  }

  @Test
  void aPageKeepsWhatIsAroundTheTable() {
    String page = "# Title\n" + Tables.BEGIN + "\nold\n" + Tables.END + "\nrest\n";
    String written = Tables.replace(page, trained(3000, 1000, 1500));
    assertTrue(written.startsWith("# Title\n" + Tables.BEGIN + "\n\na processor"), written);
    assertTrue(written.endsWith("\n\n" + Tables.END + "\nrest\n"), written);
    assertFalse(written.contains("old"), written);
    assertEquals(written, Tables.replace(written, trained(3000, 1000, 1500)));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Tables.replace("# Title\n", run()));
    assertTrue(e.getMessage().startsWith("The page must have the lines "), e.getMessage());
  }

  @Test
  void numbersHaveThreeDigitsOrAllOfThem() {
    assertEquals("12,346", Tables.number(12_345.6));
    assertEquals("123", Tables.number(123.4));
    assertEquals("12.3", Tables.number(12.34));
    assertEquals("1.23", Tables.number(1.234));
    assertEquals("0.012", Tables.number(0.0123));
    assertEquals("5", Tables.number(5));
    assertEquals("0", Tables.number(0));
  }
}
