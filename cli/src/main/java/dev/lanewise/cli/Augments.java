package dev.lanewise.cli;

import dev.lanewise.cli.NamedNumbers.Form;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code --augment}, and the transforms that carry out what a recipe says. */
final class Augments {

  private static final String OPTION = "--augment";

  private static final Map<String, Form> FORMS = forms();

  private Augments() {}

  private static Map<String, Form> forms() {
    Map<String, Form> forms = new LinkedHashMap<>();
    forms.put("crop", new Form("crop:PADDING", 1, 1));
    forms.put("crop-reflect", new Form("crop-reflect:PADDING", 1, 1));
    forms.put("resized-crop", new Form("resized-crop[:LEAST_AREA]", 0, 1));
    forms.put("flip", new Form("flip[:PROBABILITY]", 0, 1));
    forms.put("flip-vertical", new Form("flip-vertical[:PROBABILITY]", 0, 1));
    forms.put("rotate", new Form("rotate:DEGREES", 1, 1));
    forms.put("affine", new Form("affine:DEGREES[:MOVE[:SCALE[:SHEAR]]]", 1, 4));
    forms.put("jitter", new Form("jitter:BRIGHTNESS[:CONTRAST[:SATURATION[:HUE]]]", 1, 4));
    forms.put("cutout", new Form("cutout:SIZE", 1, 1));
    forms.put("erase", new Form("erase[:PROBABILITY]", 0, 1));
    forms.put("elastic", new Form("elastic[:ALPHA[:SIGMA]]", 0, 2));
    forms.put("mixup", new Form("mixup:ALPHA", 1, 1));
    forms.put("cutmix", new Form("cutmix:ALPHA", 1, 1));
    forms.put("balanced", new Form("balanced", 0, 0));
    forms.put("none", new Form("none", 0, 0));
    return forms;
  }

  /** What the words of {@code --augment} say. */
  static AugmentRecipe parse(List<String> words) {
    List<Change> changes = new ArrayList<>();
    AugmentRecipe rest = AugmentRecipe.NONE;
    for (String word : words) {
      NamedNumbers given = NamedNumbers.parse(OPTION, word, FORMS);
      switch (given.name()) {
        case "mixup" -> rest = rest.withMixup(given.number(0));
        case "cutmix" -> rest = rest.withCutmix(given.number(0));
        case "balanced" -> rest = rest.withBalancedClasses();
        case "none" -> {
          if (words.size() > 1) {
            throw CliException.usage("--augment none stands alone. Received: " + words);
          }
        }
        default -> changes.add(change(given));
      }
    }
    AugmentRecipe recipe = new AugmentRecipe(changes, rest.mixup(), rest.cutmix(), rest.balanced());
    try {
      augmentation(recipe);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, OPTION + ": " + e.getMessage(), e);
    }
    return recipe;
  }

  private static Change change(NamedNumbers given) {
    return switch (given.name()) {
      case "crop" -> new Crop(given.whole(0));
      case "crop-reflect" -> new Crop(given.whole(0), Border.REFLECT);
      case "resized-crop" -> new ResizedCrop(given.number(0, 0.08));
      case "flip" -> new Flip(given.number(0, 0.5));
      case "flip-vertical" -> new FlipVertical(given.number(0, 0.5));
      case "rotate" -> Affine.rotation(given.number(0));
      case "affine" -> {
        double scale = given.number(2, 0);
        yield new Affine(
            given.number(0), given.number(1, 0), 1 - scale, 1 + scale, given.number(3, 0));
      }
      case "jitter" ->
          new Jitter(given.number(0), given.number(1, 0), given.number(2, 0), given.number(3, 0));
      case "cutout" -> new Cutout(given.whole(0));
      case "erase" -> new Erase(given.number(0, 0.5));
      case "elastic" -> new Elastic(given.number(0, 50), given.number(1, 5));
      default -> throw new IllegalStateException("No change for: " + given.name());
    };
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
