package dev.lanewise.cli;

import dev.lanewise.formats.RecipeWords;
import dev.lanewise.layers.schedule.Constant;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.schedule.Schedule;
import dev.lanewise.layers.schedule.Sequence;
import dev.lanewise.layers.train.UpdateOptions;

/** {@code --schedule} and {@code --warmup}. Lengths are epochs, the rate changes every step. */
final class Schedules {

  private static final String OPTION = "--schedule";

  private static final double WARM_UP_START = 0.1;

  private Schedules() {}

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
    // Whatever is wrong with the word comes before what is wrong with the warm-up.
    Object main = parse(text, Math.max(1, epochs - warmUp), rate);
    if (warmUp >= epochs) {
      throw CliException.usage(
          "--warmup must be less than the number of epochs, %s. Received: %s"
              .formatted(epochs, warmUp));
    }
    if (warmUp > 0 && text.startsWith("one-cycle")) {
      throw CliException.usage(
          "--warmup is for other schedules: one-cycle begins with a warm-up. Received: one-cycle");
    }
    Schedule schedule = main instanceof Schedule given ? given : new Constant();
    UpdateOptions scheduled =
        update
            .withoutPlateau()
            .withSchedule(
                warmUp == 0 ? schedule : Sequence.warmUp(warmUp, WARM_UP_START, schedule),
                UpdateOptions.Per.EPOCH_SMOOTHLY);
    return main instanceof Plateau plateau
        ? scheduled.withPlateau(watching(goal, plateau))
        : scheduled;
  }

  private static Plateau watching(Plateau.Goal goal, Plateau plateau) {
    return new Plateau(
        goal,
        plateau.factor(),
        plateau.patience(),
        plateau.threshold(),
        plateau.relative(),
        plateau.cooldown(),
        plateau.minimum(),
        plateau.epsilon());
  }

  private static Object parse(String text, int epochs, double rate) {
    try {
      return RecipeWords.schedule(OPTION, text, epochs, rate);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
