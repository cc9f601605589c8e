package dev.lanewise.formats;

import dev.lanewise.core.augment.Transform;
import dev.lanewise.layers.model.AugmentRecipe;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The words that parts of a recipe are known by. */
public final class RecipeWords {

  /** Optimizers with their usual numbers; {@code momentum} and {@code nesterov} are SGD. */
  public static final Words<Optimizer> OPTIMIZERS = OptimizerJson.OPTIMIZERS.words();

  private static final Words<Object> SCHEDULES =
      new Words<>(
          Stream.<Word<?>>concat(
                  ScheduleJson.SCHEDULES.allWords(), UpdateJson.PLATEAU.words().stream())
              .toList());

  private static final Word<Object> NONE = new Word<>("none", numbers -> new None());

  private static final Words<Object> AUGMENTATIONS =
      new Words<>(
          Stream.<Word<?>>concat(AugmentJson.AUGMENTATIONS.allWords(), Stream.of(NONE)).toList());

  private record None() {}

  private RecipeWords() {}

  /** How each word for a schedule is written, for people; {@code plateau} among them. */
  public static List<String> schedules() {
    return SCHEDULES.shown();
  }

  /**
   * A schedule of a word: {@code step:30:0.1}.
   *
   * @param option what messages begin with
   * @param text the word and its numbers
   * @param length steps, or epochs, of a schedule that has an end
   * @param highest the learning rate, which is the highest of a one-cycle schedule
   * @return a {@link Schedule}, or a {@link Plateau} for {@code plateau}
   * @throws IllegalArgumentException as {@link Words#parse}
   */
  public static Object schedule(String option, String text, int length, double highest) {
    return SCHEDULES.parse(option, text, Map.of("length", (double) length, "highest", highest));
  }

  /**
   * How each word that changes single images is written, for people. Besides them there are {@code
   * mixup:ALPHA}, {@code cutmix:ALPHA}, {@code balanced} and {@code none}.
   */
  public static List<String> changes() {
    return AugmentJson.AUGMENTATIONS.words(Transform.class).shown();
  }

  /**
   * An augmentation of several words, in their order.
   *
   * @throws IllegalArgumentException as {@link Words#parse}, or if {@code none} has company
   */
  public static AugmentRecipe augmentation(String option, List<String> words) {
    List<Object> parts = new ArrayList<>();
    for (String word : words) {
      Object part = AUGMENTATIONS.parse(option, word);
      if (part instanceof None && words.size() > 1) {
        throw new IllegalArgumentException(option + " none stands alone. Received: " + words);
      }
      parts.add(part);
    }
    parts.removeIf(None.class::isInstance);
    return AugmentJson.recipe(parts);
  }
}
