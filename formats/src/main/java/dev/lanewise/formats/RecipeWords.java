package dev.lanewise.formats;

import dev.lanewise.core.augment.Transform;
import dev.lanewise.layers.model.AugmentRecipe;
import dev.lanewise.layers.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The words that parts of a recipe are known by. */
public final class RecipeWords {

  /** Optimizers with their usual numbers; {@code momentum} and {@code nesterov} are SGD. */
  public static final Words<Optimizer> OPTIMIZERS = OptimizerJson.OPTIMIZERS.words();

  /**
   * Schedules, and {@code plateau}, which makes a {@link dev.lanewise.layers.schedule.Plateau}.
   * Known must be {@code length} and {@code highest}, the learning rate.
   */
  public static final Words<Object> SCHEDULES =
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
