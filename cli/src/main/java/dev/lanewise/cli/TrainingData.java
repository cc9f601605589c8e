package dev.lanewise.cli;

import dev.lanewise.core.tensor.Samples;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.JoinedSamples;
import dev.lanewise.data.PixelScale;
import dev.lanewise.data.Split;
import dev.lanewise.data.recipe.RecipeData;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.ValidationSplit.Which;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Samples of a training.
 *
 * @param training to learn from, augmented
 * @param plain the same as they are
 * @param validation to watch
 * @param test to measure on
 * @param own whether they are the user's own
 */
record TrainingData(
    Samples training,
    ImageSet plain,
    Optional<Samples> validation,
    Optional<ImageSet> test,
    boolean own) {

  /**
   * Loads and prepares them as a recipe says.
   *
   * @throws CliException if that can't be done
   */
  static TrainingData load(
      DataOptions where, Session session, NamedData data, Recipe recipe, long seed) {
    DataRecipe wanted = recipe.data();
    Map<Split, ImageSet> sets = where.load(session, data, wanted.channel());
    ImageSet train = scaled(wanted, Models.of(sets, Split.TRAIN));
    PixelScale scale = train.scale();
    boolean own = data.isOwn();
    Optional<ImageSet> test =
        Optional.ofNullable(sets.get(Split.TEST)).map(images -> images.withScale(scale));
    if (wanted.testLimit().isPresent()) {
      int most = wanted.testLimit().getAsInt();
      test = test.map(images -> RecipeData.limited(images, most, limit(recipe, own), seed));
    }
    RecipeData.Divided divided = divide(train, recipe, seed, own);
    List<Samples> watched = new ArrayList<>();
    divided.aside().ifPresent(watched::add);
    data.own()
        .validation()
        .map(images -> RecipeData.channel(wanted.channel(), images).withScale(scale))
        .ifPresent(watched::add);
    ImageSet kept = divided.kept();
    return new TrainingData(
        Augments.apply(recipe.augment(), kept), kept, joined(watched), test, own);
  }

  private static Optional<Samples> joined(List<Samples> parts) {
    return switch (parts.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(parts.getFirst());
      default -> Optional.of(new JoinedSamples(parts));
    };
  }

  /**
   * Limits training images and sets some aside, as a recipe says.
   *
   * @param own whether they are the user's own, which may be sorted by class
   * @throws CliException if that can't be done
   */
  static RecipeData.Divided divide(ImageSet all, Recipe recipe, long seed, boolean own) {
    try {
      return RecipeData.divided(recipe, all, limit(recipe, own), seed);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Of the user's own images some of each class are left, unless they count in order. */
  static RecipeData.Limit limit(Recipe recipe, boolean own) {
    return own && recipe.validation().which() != Which.LAST
        ? RecipeData.Limit.OF_EACH_CLASS
        : RecipeData.Limit.FIRST;
  }

  /**
   * Names classes of the user's own images that have none in one of the parts, a line each part.
   */
  TrainingData warned(Session session) {
    if (!own) {
      return this;
    }
    List<String> names = plain.classNames();
    ClassGaps.warn(session, plain, Part.TRAINING, names);
    validation.ifPresent(it -> ClassGaps.warn(session, it, Part.VALIDATION, names));
    test.ifPresent(it -> ClassGaps.warn(session, it, Part.TEST, names));
    return this;
  }

  /**
   * The same with more images to watch: all such images make one set. Names classes without an
   * image.
   */
  TrainingData withValidation(
      DataOptions where, Session session, List<NamedData> more, OptionalInt channel) {
    if (more.isEmpty()) {
      return warned(session);
    }
    List<Samples> parts = new ArrayList<>();
    validation.ifPresent(parts::add);
    for (NamedData data : more) {
      parts.add(where.loadTest(session, data, channel).withScale(plain.scale()));
    }
    return new TrainingData(training, plain, Optional.of(new JoinedSamples(parts)), test, own)
        .warned(session);
  }

  private static ImageSet scaled(DataRecipe wanted, ImageSet training) {
    try {
      return RecipeData.scaled(wanted, training);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, String.valueOf(e.getMessage()), e);
    }
  }
}
