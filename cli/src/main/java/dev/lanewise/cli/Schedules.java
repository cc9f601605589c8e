package dev.lanewise.cli;

import dev.lanewise.cli.NamedNumbers.Form;
import dev.lanewise.layers.schedule.Constant;
import dev.lanewise.layers.schedule.CosineDecay;
import dev.lanewise.layers.schedule.CosineRestarts;
import dev.lanewise.layers.schedule.ExponentialDecay;
import dev.lanewise.layers.schedule.MultiStepDecay;
import dev.lanewise.layers.schedule.OneCycle;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.schedule.PolynomialDecay;
import dev.lanewise.layers.schedule.Schedule;
import dev.lanewise.layers.schedule.Sequence;
import dev.lanewise.layers.schedule.StepDecay;
import dev.lanewise.layers.train.UpdateOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** {@code --schedule} and {@code --warmup}. Lengths are epochs, the rate changes every step. */
final class Schedules {

  private static final String OPTION = "--schedule";

  private static final double WARM_UP_START = 0.1;

  private static final Map<String, Form> FORMS = forms();

  private Schedules() {}

  private static Map<String, Form> forms() {
    Map<String, Form> forms = new LinkedHashMap<>();
    forms.put("constant", new Form("constant", 0, 0));
    forms.put("cosine", new Form("cosine[:LEAST]", 0, 1));
    forms.put("one-cycle", new Form("one-cycle[:RISING]", 0, 1));
    forms.put("linear", new Form("linear", 0, 0));
    forms.put("polynomial", new Form("polynomial:POWER", 1, 1));
    forms.put("step", new Form("step:EVERY[:GAMMA]", 1, 2));
    forms.put("multi-step", new Form("multi-step:EPOCH[:EPOCH...]", 1, 100));
    forms.put("exponential", new Form("exponential:GAMMA", 1, 1));
    forms.put("cosine-restarts", new Form("cosine-restarts:FIRST[:FACTOR]", 1, 2));
    forms.put("plateau", new Form("plateau[:PATIENCE[:FACTOR]]", 0, 2));
    return forms;
  }

  /**
   * Puts a schedule in place of another.
   *
   * @param text what {@code --schedule} says
   * @param warmUp epochs of warm-up, 0 for none
   * @param update what has the other
   * @param epochs of the training
   * @param rate the learning rate, which is the highest of a one-cycle schedule
   * @param goal what a plateau watches
   */
  static UpdateOptions apply(
      String text, int warmUp, UpdateOptions update, int epochs, double rate, Plateau.Goal goal) {
    NamedNumbers given = NamedNumbers.parse(OPTION, text, FORMS);
    if (warmUp >= epochs) {
      throw CliException.usage(
          "--warmup must be less than the number of epochs, %s. Received: %s"
              .formatted(epochs, warmUp));
    }
    if (warmUp > 0 && given.name().equals("one-cycle")) {
      throw CliException.usage(
          "--warmup is for other schedules: one-cycle begins with a warm-up. Received: one-cycle");
    }
    try {
      Schedule main = main(given, epochs - warmUp, rate);
      Schedule whole = warmUp == 0 ? main : Sequence.warmUp(warmUp, WARM_UP_START, main);
      UpdateOptions scheduled =
          update.withoutPlateau().withSchedule(whole, UpdateOptions.Per.EPOCH_SMOOTHLY);
      return given.name().equals("plateau")
          ? scheduled.withPlateau(plateau(given, goal))
          : scheduled;
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, OPTION + ": " + e.getMessage(), e);
    }
  }

  private static Schedule main(NamedNumbers given, int epochs, double rate) {
    return switch (given.name()) {
      case "constant", "plateau" -> new Constant();
      case "cosine" -> new CosineDecay(epochs, given.number(0, 0));
      case "one-cycle" -> {
        OneCycle usual = OneCycle.of(rate, Math.max(2, epochs));
        yield new OneCycle(
            rate,
            usual.steps(),
            given.number(0, usual.rising()),
            usual.shape(),
            usual.divisor(),
            usual.finalDivisor(),
            false,
            usual.lowMomentum(),
            usual.highMomentum());
      }
      case "linear" -> new PolynomialDecay(epochs, 1);
      case "polynomial" -> new PolynomialDecay(epochs, given.number(0));
      case "step" -> new StepDecay(given.whole(0), given.number(1, 0.1));
      case "multi-step" ->
          new MultiStepDecay(
              IntStream.range(0, given.numbers().size()).mapToObj(given::whole).toList(), 0.1);
      case "exponential" -> new ExponentialDecay(given.number(0));
      case "cosine-restarts" -> new CosineRestarts(given.whole(0), given.whole(1, 1), 0);
      default -> throw new IllegalStateException("No schedule for: " + given.name());
    };
  }

  private static Plateau plateau(NamedNumbers given, Plateau.Goal goal) {
    Plateau usual = Plateau.of(goal);
    return new Plateau(
        goal,
        given.number(1, usual.factor()),
        given.whole(0, usual.patience()),
        usual.threshold(),
        usual.relative(),
        usual.cooldown(),
        usual.minimum(),
        usual.epsilon());
  }
}
