package dev.lanewise.cli;

import dev.lanewise.data.ImageSet;
import dev.lanewise.data.augment.Augmentation;
import dev.lanewise.data.augment.Augmented;
import dev.lanewise.data.augment.ColorJitter;
import dev.lanewise.data.augment.Fill;
import dev.lanewise.data.augment.Interpolation;
import dev.lanewise.data.augment.Mixing;
import dev.lanewise.data.augment.PaddingMode;
import dev.lanewise.data.augment.RandomAffine;
import dev.lanewise.data.augment.RandomCrop;
import dev.lanewise.data.augment.RandomElastic;
import dev.lanewise.data.augment.RandomErasing;
import dev.lanewise.data.augment.RandomHorizontalFlip;
import dev.lanewise.data.augment.RandomResizedCrop;
import dev.lanewise.data.augment.RandomVerticalFlip;
import dev.lanewise.data.augment.Sampling;
import dev.lanewise.data.augment.Transform;
import dev.lanewise.formats.RecipeWords;
import dev.lanewise.layers.model.AugmentRecipe;
import dev.lanewise.layers.model.AugmentRecipe.Affine;
import dev.lanewise.layers.model.AugmentRecipe.Border;
import dev.lanewise.layers.model.AugmentRecipe.Change;
import dev.lanewise.layers.model.AugmentRecipe.Crop;
import dev.lanewise.layers.model.AugmentRecipe.Cutout;
import dev.lanewise.layers.model.AugmentRecipe.Elastic;
import dev.lanewise.layers.model.AugmentRecipe.Erase;
import dev.lanewise.layers.model.AugmentRecipe.Flip;
import dev.lanewise.layers.model.AugmentRecipe.FlipVertical;
import dev.lanewise.layers.model.AugmentRecipe.Jitter;
import dev.lanewise.layers.model.AugmentRecipe.ResizedCrop;
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
            recipe.changes().stream().map(Augments::transform).toList(),
            Optional.empty(),
            Optional.empty());
    return recipe.mixup() == 0 && recipe.cutmix() == 0
        ? changes
        : changes.withMixing(new Mixing(recipe.mixup(), recipe.cutmix(), 1));
  }

  private static Transform transform(Change change) {
    return switch (change) {
      case Crop(int padding, Border border) -> crop(padding, border);
      case ResizedCrop cut ->
          new RandomResizedCrop(cut.leastArea(), cut.mostArea(), cut.leastRatio(), cut.mostRatio());
      case Flip(double probability) -> new RandomHorizontalFlip(probability);
      case FlipVertical(double probability) -> new RandomVerticalFlip(probability);
      case Affine affine ->
          new RandomAffine(
              affine.degrees(),
              affine.move(),
              affine.move(),
              affine.leastScale(),
              affine.mostScale(),
              affine.shear(),
              0,
              Interpolation.BILINEAR,
              Fill.black());
      case Jitter jitter ->
          new ColorJitter(
              jitter.brightness(), jitter.contrast(), jitter.saturation(), jitter.hue());
      case Cutout(int size) -> new dev.lanewise.data.augment.Cutout(size);
      case Erase(double probability) -> new RandomErasing().withProbability(probability);
      case Elastic(double alpha, double sigma) -> new RandomElastic(alpha, sigma, Fill.black());
    };
  }

  private static RandomCrop crop(int padding, Border border) {
    RandomCrop plain = RandomCrop.of(padding);
    return switch (border) {
      case BLACK -> plain;
      case MEAN -> plain.withFill(Fill.zero());
      case EDGE -> plain.withMode(PaddingMode.EDGE);
      case REFLECT -> plain.withMode(PaddingMode.REFLECT);
    };
  }
}
