package dev.lanewise.cli;

import dev.lanewise.core.tensor.Samples;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.recipe.RecipeData;
import dev.lanewise.formats.RecipeWords;
import dev.lanewise.layers.model.AugmentRecipe;
import java.util.List;

/** {@code --augment}, and what can be wrong with augmentations. */
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
      RecipeData.augmentation(recipe);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(OPTION + ": " + e.getMessage(), e);
    }
  }

  /**
   * Training images as a recipe wants them seen.
   *
   * @throws CliException if they can't be changed like that
   */
  static Samples apply(AugmentRecipe recipe, ImageSet training) {
    try {
      return RecipeData.augmented(recipe, training);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, "Augmentation: " + e.getMessage(), e);
    }
  }
}
