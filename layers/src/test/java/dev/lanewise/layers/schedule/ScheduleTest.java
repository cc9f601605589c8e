package dev.lanewise.layers.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.testkit.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ScheduleTest {

  private static double number(JsonObject params, String key) {
    return params.get(key).getAsDouble();
  }

  private static int whole(JsonObject params, String key) {
    return params.get(key).getAsInt();
  }

  private static List<Integer> wholes(JsonObject params, String key) {
    return params.getAsJsonArray(key).asList().stream().map(JsonElement::getAsInt).toList();
  }

  private static Schedule schedule(JsonObject params) {
    return switch (params.get("op").getAsString()) {
      case "StepLR" -> new StepDecay(whole(params, "step_size"), number(params, "gamma"));
      case "MultiStepLR" ->
          new MultiStepDecay(wholes(params, "milestones"), number(params, "gamma"));
      case "ExponentialLR" -> new ExponentialDecay(number(params, "gamma"));
      case "PolynomialLR" ->
          new PolynomialDecay(whole(params, "total_iters"), number(params, "power"));
      case "CosineAnnealingLR" ->
          new CosineDecay(whole(params, "T_max"), number(params, "eta_min"));
      case "CosineAnnealingWarmRestarts" ->
          new CosineRestarts(
              whole(params, "T_0"), whole(params, "T_mult"), number(params, "eta_min"));
      case "LinearLR" ->
          new LinearWarmUp(
              whole(params, "total_iters"),
              number(params, "start_factor"),
              number(params, "end_factor"));
      case "OneCycleLR" ->
          new OneCycle(
              number(params, "max_lr"),
              whole(params, "total_steps"),
              number(params, "pct_start"),
              params.get("anneal_strategy").getAsString().equals("cos")
                  ? OneCycle.Shape.COSINE
                  : OneCycle.Shape.LINEAR,
              number(params, "div_factor"),
              number(params, "final_div_factor"),
              params.get("three_phase").getAsBoolean(),
              number(params, "base_momentum"),
              number(params, "max_momentum"));
      default -> throw new AssertionError("no schedule for " + params);
    };
  }

  @Test
  void goldenSchedules() {
    int plateaus = 0;
    for (Golden golden : Golden.group("lr_schedule", "", 21)) {
      JsonObject params = golden.params();
      if (params.get("op").getAsString().equals("ReduceLROnPlateau")) {
        plateaus++;
        assertPlateau(golden);
        continue;
      }
      Schedule schedule = schedule(params);
      double base = number(params, "base_lr");
      double[] rates = golden.doubles("lr");
      assertEquals(whole(params, "steps"), rates.length);
      for (int step = 0; step < rates.length; step++) {
        assertEquals(
            rates[step], schedule.rate(base, step), 1e-10 * base, golden + " step " + step);
      }
      if (golden.has("momentum")) {
        double[] momenta = golden.doubles("momentum");
        for (int step = 0; step < momenta.length; step++) {
          assertEquals(
              momenta[step], schedule.momentum(0.5, step), 1e-10, golden + " step " + step);
        }
      } else {
        assertEquals(0.5, schedule.momentum(0.5, 3), golden.name());
      }
    }
    assertEquals(3, plateaus);
  }

  private static void assertPlateau(Golden golden) {
    JsonObject params = golden.params();
    Plateau plateau =
        new Plateau(
            params.get("mode").getAsString().equals("min")
                ? Plateau.Goal.SMALL
                : Plateau.Goal.LARGE,
            number(params, "factor"),
            whole(params, "patience"),
            number(params, "threshold"),
            params.get("threshold_mode").getAsString().equals("rel"),
            whole(params, "cooldown"),
            number(params, "min_lr"),
            number(params, "eps"));
    double base = number(params, "base_lr");
    double[] rates = golden.doubles("lr");
    double[] metric = golden.doubles("metric");
    Plateau.State state = plateau.start(base);
    for (int epoch = 0; epoch < rates.length; epoch++) {
      assertEquals(rates[epoch], state.rate(), 1e-10 * base, golden + " epoch " + epoch);
      state = plateau.next(state, metric[epoch]);
    }
  }

  @Test
  void aFigureThatIsNotANumberIsBad() {
    Plateau plateau = new Plateau(Plateau.Goal.LARGE, 0.5, 1, 0, false, 0, 0, 0);
    Plateau.State state = plateau.next(plateau.start(1), 3);
    state = plateau.next(plateau.next(state, Double.NaN), Double.NaN);
    assertEquals(new Plateau.State(0.5, 3, 0, 0), state);
    assertEquals(
        new Plateau(Plateau.Goal.SMALL, 0.1, 10, 1e-4, true, 0, 0, 1e-8),
        Plateau.of(Plateau.Goal.SMALL));
  }

  @Test
  void aSequenceCountsFromWhereEachBegins() {
    Schedule sequence = Sequence.warmUp(4, 0.25, new CosineDecay(10));
    List<Double> rates = new ArrayList<>();
    for (int step = 0; step < 5; step++) {
      rates.add(sequence.rate(0.8, step));
    }
    double step = 0.8 * 0.75 / 4;
    for (int i = 0; i < 5; i++) {
      assertEquals(0.2 + i * step, rates.get(i), 1e-15);
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(new CosineDecay(10).rate(0.8, i), sequence.rate(0.8, 4 + i));
    }
    assertTrue(sequence.multiplies());
    Schedule three =
        new Sequence(
            List.of(new Constant(), OneCycle.of(0.3, 7), new StepDecay(2, 0.5)), List.of(3, 8));
    assertEquals(0.1, three.rate(0.1, 2));
    assertEquals(0.5, three.momentum(0.5, 2));
    assertEquals(0.3 / 25, three.rate(0.1, 3), 1e-15);
    assertEquals(0.95, three.momentum(0.5, 3), 1e-15);
    assertEquals(0.05, three.rate(0.1, 10));
    assertTrue(!three.multiplies());
  }

  @Test
  void aChainMultiplies() {
    Schedule chain = new Chain(List.of(new LinearWarmUp(5, 0.5), new ExponentialDecay(0.9)));
    for (int step = 0; step < 9; step++) {
      double expected = 0.3 * (0.5 + 0.5 * Math.min(step, 5) / 5) * Math.pow(0.9, step);
      assertEquals(expected, chain.rate(0.3, step), 1e-15, "step " + step);
    }
    assertEquals(0.7, new Chain(List.of()).rate(0.7, 3));
  }

  @Test
  void oneCycleStaysAtItsLastRate() {
    OneCycle cycle = OneCycle.of(0.5, 11);
    assertEquals(0.5 / 25 / 1e4, cycle.rate(9, 10), 1e-17);
    assertEquals(cycle.rate(9, 10), cycle.rate(9, 1000));
  }

  @Test
  void oneCycleWithPhasesOfNoLengthIsFinite() {
    for (boolean three : new boolean[] {false, true}) {
      for (double rising : new double[] {0, 0.1, 0.2, 0.5, 1}) {
        if (three && rising > 0.5) {
          continue;
        }
        OneCycle cycle =
            new OneCycle(1, 10, rising, OneCycle.Shape.LINEAR, 25, 1e4, three, 0.85, 0.95);
        IntStream.range(0, 12)
            .forEach(
                step -> {
                  double rate = cycle.rate(0.1, step);
                  assertTrue(rate > 0 && rate <= 1, cycle + " step " + step + ": " + rate);
                });
      }
    }
  }

  @Test
  void manyStepsLaterTheRateIsStillKnown() {
    assertEquals(0.1, new CosineRestarts(10, 1, 0).rate(0.1, 10_000_000_000L));
    assertEquals(0.1, new CosineDecay(50).rate(0.1, 100_000_000_000L));
    assertEquals(0, new StepDecay(10, 0.1).rate(0.1, 1L << 40));
    assertEquals(0, new PolynomialDecay(10, 0.9).rate(0.1, 1L << 40));
    double late = new CosineRestarts(1, 2, 0).rate(0.1, 1L << 40);
    assertTrue(late > 0 && late <= 0.1, "late " + late);
  }

  private static void assertMessage(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }

  @Test
  void optionsAreChecked() {
    assertMessage(
        "The number of steps between changes must be at least 1. Received: 0",
        () -> new StepDecay(0, 0.1));
    assertMessage(
        "The gamma must be positive and finite. Received: 0.0", () -> new StepDecay(3, 0));
    assertMessage(
        "The gamma must be positive and finite. Received: -1.0", () -> new ExponentialDecay(-1));
    assertMessage(
        "Milestones must be at least 1 and ascend. Received: [3, 2]",
        () -> new MultiStepDecay(List.of(3, 2), 0.1));
    assertMessage(
        "Milestones must be at least 1 and ascend. Received: [0]",
        () -> new MultiStepDecay(List.of(0), 0.1));
    assertMessage(
        "The number of steps must be at least 1. Received: 0", () -> new PolynomialDecay(0, 1));
    assertMessage(
        "The power must be positive and finite. Received: 0.0", () -> new PolynomialDecay(9, 0));
    assertMessage(
        "The number of steps must be at least 1. Received: -1", () -> new CosineDecay(-1));
    assertMessage(
        "The least rate must be at least 0 and finite. Received: -1.0",
        () -> new CosineDecay(5, -1));
    assertMessage(
        "The number of steps of the first period must be at least 1. Received: 0",
        () -> new CosineRestarts(0, 1, 0));
    assertMessage(
        "The factor of the periods must be at least 1. Received: 0",
        () -> new CosineRestarts(5, 0, 0));
    assertMessage(
        "The first factor must be positive and finite. Received: 0.0",
        () -> new LinearWarmUp(5, 0));
    assertMessage(
        "The first factor must be between 0 and 1. Received: 1.5", () -> new LinearWarmUp(5, 1.5));
    assertMessage(
        "The last factor must be between 0 and 1. Received: 2.0",
        () -> new LinearWarmUp(5, 0.5, 2));
  }

  @Test
  void optionsOfCyclesAndCombinationsAreChecked() {
    assertMessage(
        "The highest rate must be positive and finite. Received: 0.0", () -> OneCycle.of(0, 10));
    assertMessage("The number of steps must be at least 2. Received: 1", () -> OneCycle.of(0.1, 1));
    assertMessage(
        "The rising part must be between 0 and 1. Received: 1.5",
        () -> new OneCycle(1, 10, 1.5, OneCycle.Shape.LINEAR, 25, 1e4, false, 0.85, 0.95));
    assertMessage(
        "The rising part of three phases must be at most 0.5. Received: 0.75",
        () -> new OneCycle(1, 10, 0.75, OneCycle.Shape.LINEAR, 25, 1e4, true, 0.85, 0.95));
    assertMessage(
        "The low momentum must be at least 0 and less than 1. Received: 1.0",
        () -> new OneCycle(1, 10, 0.3, OneCycle.Shape.LINEAR, 25, 1e4, false, 1, 0.95));
    assertMessage(
        "There must be a milestone between one schedule and the next. Received: 2 schedules,"
            + " milestones []",
        () -> new Sequence(List.of(new Constant(), new Constant()), List.of()));
    assertMessage(
        "The milestones of a sequence must be at least 1 and each beyond the one before."
            + " Received: [4, 4]",
        () -> new Sequence(List.of(new Constant(), new Constant(), new Constant()), List.of(4, 4)));
    assertMessage(
        "A chain's schedules must multiply the rate: no one-cycle, no least rate. Received:"
            + " CosineDecay[steps=5, minimum=0.1]",
        () -> new Chain(List.of(new CosineDecay(5, 0.1))));
    assertMessage(
        "The factor must be above 0 and below 1. Received: 1.0",
        () -> new Plateau(Plateau.Goal.SMALL, 1, 10, 0, false, 0, 0, 0));
    assertMessage(
        "The patience must be at least 0. Received: -1",
        () -> new Plateau(Plateau.Goal.SMALL, 0.5, -1, 0, false, 0, 0, 0));
    assertMessage(
        "A relative threshold must be at least 0 and less than 1. Received: 1.0",
        () -> new Plateau(Plateau.Goal.SMALL, 0.5, 1, 1, true, 0, 0, 0));
  }
}
