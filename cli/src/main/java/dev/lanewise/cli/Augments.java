package dev.lanewise.cli;

import dev.lanewise.core.augment.Mixing;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.augment.Augmentation;
import dev.lanewise.data.augment.Augmented;
import dev.lanewise.data.augment.Sampling;
import dev.lanewise.formats.RecipeWords;
import dev.lanewise.layers.model.AugmentRecipe;
import java.util.List;
import java.util.Optional;

/** {@code --augment}, and the transforms that carry out what a recipe says. */
final class Augments {

  private static final String OPTION = "--augment";

  private Augments() {}

  /** What the words of {@code --augment} say. */
  static AugmentRecipe parse(List<String> words) {
    try {
      AugmentRecipe recipe = RecipeWords.augmentation(OPTION, words);
      check(recipe);
      return recipe;
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static void check(AugmentRecipe recipe) {
    try {
      augmentation(recipe);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(OPTION + ": " + e.getMessage(), e);
    }
  }

  /**
   * Training images as a recipe wants them seen.
   *
   * @throws CliException if they can't be changed like that
   */
  static Augmented apply(AugmentRecipe recipe, ImageSet training) {
    try {
      Augmentation augmentation = augmentation(recipe);
      return Augmented.of(
          training,
          recipe.balanced()
              ? augmentation.withSampling(Sampling.balanced(training))
              : augmentation);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, "Augmentation: " + e.getMessage(), e);
    }
  }

  private static Augmentation augmentation(AugmentRecipe recipe) {
    Augmentation changes =
        new Augmentation(
            recipe.changes(),
            Optional.empty(),
            Optional.empty());
    return recipe.mixup() == 0 && recipe.cutmix() == 0
        ? changes
        : changes.withMixing(new Mixing(recipe.mixup(), recipe.cutmix(), 1));
  }
}
