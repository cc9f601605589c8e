package dev.lanewise.cli;

import dev.lanewise.core.tensor.Samples;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.JoinedSamples;
import dev.lanewise.data.PixelScale;
import dev.lanewise.data.Split;
import dev.lanewise.layers.model.AugmentRecipe;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.ValidationSplit;
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
 */
record TrainingData(
    Samples training, ImageSet plain, Optional<Samples> validation, Optional<ImageSet> test) {

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
    Optional<ImageSet> test =
        Optional.ofNullable(sets.get(Split.TEST)).map(images -> images.withScale(scale));
    if (wanted.limit().isPresent()) {
      train = train.limit(Math.min(train.size(), wanted.limit().getAsInt()));
    }
    if (wanted.testLimit().isPresent()) {
      int most = wanted.testLimit().getAsInt();
      test = test.map(images -> images.limit(Math.min(images.size(), most)));
    }
    Recipe.Validation validation = recipe.validation();
    if (validation.fraction() == 0) {
      Optional<Samples> watched = data.own().validation().map(images -> images.withScale(scale));
      return new TrainingData(augmented(train, recipe), train, watched, test);
    }
    try {
      int[][] parts =
          ValidationSplit.divide(train, validation.fraction(), validation.which(), seed);
      ImageSet kept = train.select(parts[0]);
      return new TrainingData(
          augmented(kept, recipe), kept, Optional.of(train.select(parts[1])), test);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** The same with more images to watch: all such images make one set. */
  TrainingData withValidation(
      DataOptions where, Session session, List<NamedData> more, OptionalInt channel) {
    if (more.isEmpty()) {
      return this;
    }
    List<Samples> parts = new ArrayList<>();
    validation.ifPresent(parts::add);
    for (NamedData data : more) {
      parts.add(where.loadTest(session, data, channel).withScale(plain.scale()));
    }
    return new TrainingData(training, plain, Optional.of(new JoinedSamples(parts)), test);
  }

  private static ImageSet scaled(DataRecipe wanted, ImageSet training) {
    try {
      return Scalings.apply(wanted, training);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, String.valueOf(e.getMessage()), e);
    }
  }

  private static Samples augmented(ImageSet training, Recipe recipe) {
    return recipe.augment().equals(AugmentRecipe.NONE)
        ? training
        : Augments.apply(recipe.augment(), training);
  }
}
