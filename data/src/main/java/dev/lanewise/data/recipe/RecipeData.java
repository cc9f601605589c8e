package dev.lanewise.data.recipe;

import dev.lanewise.core.augment.Mixing;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.PixelScale;
import dev.lanewise.data.augment.Augmentation;
import dev.lanewise.data.augment.Augmented;
import dev.lanewise.data.augment.Sampling;
import dev.lanewise.layers.model.AugmentRecipe;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.Strata;
import dev.lanewise.layers.train.ValidationSplit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Images as a recipe has a training see them. The command line trains with these; with the same
 * recipe, images and seed a program trains the same network, bit by bit.
 *
 * <p>{@link #of} does all of it. The steps, in their order, are {@link #channel}, {@link #scaled},
 * {@link #divided} and {@link #augmented}.
 *
 * @param training to learn from, augmented
 * @param plain the same as they are, scaled
 * @param aside images that the recipe sets aside, to watch; empty if it sets none aside
 */
public record RecipeData(Samples training, ImageSet plain, Optional<Samples> aside) {

  /** Which images are left where a recipe limits their number. */
  public enum Limit {
    /** The first ones: published sets are mixed. */
    FIRST,
    /** Some of each class, by seed, so that each keeps its share: own sets are often sorted. */
    OF_EACH_CLASS
  }

  /**
   * Training images without their augmentation.
   *
   * @param kept to learn from
   * @param aside to watch; empty if none are set aside
   */
  public record Divided(ImageSet kept, Optional<ImageSet> aside) {}

  /**
   * All that a recipe says of training images.
   *
   * @param recipe the recipe; whose data set it names does not matter
   * @param images all training images; their scale does not matter
   * @param limit which of them the recipe's limit leaves
   * @param seed the training's seed
   * @throws IllegalArgumentException if the recipe does not fit the images: it picks a channel or
   *     has figures for channels that they lack, sets none or all aside, or has a change that is
   *     not for their size
   */
  public static RecipeData of(Recipe recipe, ImageSet images, Limit limit, long seed) {
    DataRecipe data = recipe.data();
    Divided divided = divided(recipe, scaled(data, channel(data.channel(), images)), limit, seed);
    return new RecipeData(
        augmented(recipe.augment(), divided.kept()),
        divided.kept(),
        divided.aside().map(watched -> watched));
  }

  /** Other images, to watch or to test on, as those of the training: of its channels and scale. */
  public ImageSet alike(Recipe recipe, ImageSet images) {
    return channel(recipe.data().channel(), images).withScale(plain.scale());
  }

  /**
   * The channel that a recipe picks.
   *
   * @param channel its index; empty for all
   * @return the images themselves if all are wanted or they have but one
   * @throws IllegalArgumentException if they have more channels, but not this one
   */
  public static ImageSet channel(OptionalInt channel, ImageSet images) {
    return channel.isPresent() && images.shape().channels() > 1
        ? images.channel(channel.getAsInt())
        : images;
  }

  /**
   * Training images with a recipe's scale. A standardised set's is made from given figures or from
   * those of all these images, as floats, which is what files keep of it.
   *
   * @throws IllegalArgumentException if given figures do not fit the images' channels, or a channel
   *     has no deviation
   */
  public static ImageSet scaled(DataRecipe data, ImageSet training) {
    return training.withScale(
        switch (data.scaling()) {
          case UNIT -> PixelScale.unit();
          case CENTERED -> PixelScale.centered();
          case SIGNED -> PixelScale.signed();
          case STANDARDISED -> {
            PixelScale exact = data.given().map(RecipeData::given).orElseGet(() -> own(training));
            yield new PixelScale(rounded(exact.scale()), rounded(exact.shift()));
          }
        });
  }

  private static PixelScale given(DataRecipe.Figures figures) {
    return PixelScale.standardised(array(figures.mean()), array(figures.deviation()));
  }

  private static PixelScale own(ImageSet training) {
    ImageSet.Statistics statistics = training.statistics();
    return PixelScale.standardised(array(statistics.mean()), array(statistics.std()));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] rounded(double[] values) {
    return Arrays.stream(values).map(value -> (float) value).toArray();
  }

  /**
   * The scale of images for a saved model, exactly that of its training.
   *
   * @param data its recipe's data
   * @param factors what its file says of each channel; counts for standardised sets only, since the
   *     other scales are known exactly
   * @param shifts the same
   * @throws IllegalArgumentException if the two are not equally many
   */
  public static PixelScale scale(DataRecipe data, float[] factors, float[] shifts) {
    return switch (data.scaling()) {
      case UNIT -> PixelScale.unit();
      case CENTERED -> PixelScale.centered();
      case SIGNED -> PixelScale.signed();
      case STANDARDISED -> new PixelScale(doubles(factors), doubles(shifts));
    };
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  /** At most so many images; all of them if there are no more. */
  public static ImageSet limited(ImageSet images, int most, Limit limit, long seed) {
    if (most >= images.size()) {
      return images;
    }
    return switch (limit) {
      case FIRST -> images.limit(most);
      case OF_EACH_CLASS -> images.select(Strata.choose(images, most, seed));
    };
  }

  /**
   * Limits training images and sets some aside.
   *
   * @throws IllegalArgumentException if there are too few to set some aside
   */
  public static Divided divided(Recipe recipe, ImageSet all, Limit limit, long seed) {
    OptionalInt most = recipe.data().limit();
    ImageSet train = most.isPresent() ? limited(all, most.getAsInt(), limit, seed) : all;
    Recipe.Validation validation = recipe.validation();
    if (validation.fraction() == 0) {
      return new Divided(train, Optional.empty());
    }
    int[][] parts = ValidationSplit.divide(train, validation.fraction(), validation.which(), seed);
    return new Divided(train.select(parts[0]), Optional.of(train.select(parts[1])));
  }

  /**
   * Training images with a recipe's changes; the images themselves if it has none.
   *
   * @throws IllegalArgumentException if they cannot be changed like that
   */
  public static Samples augmented(AugmentRecipe recipe, ImageSet training) {
    if (recipe.equals(AugmentRecipe.NONE)) {
      return training;
    }
    Augmentation augmentation = augmentation(recipe);
    return Augmented.of(
        training,
        recipe.balanced() ? augmentation.withSampling(Sampling.balanced(training)) : augmentation);
  }

  /**
   * A recipe's changes and mixtures; balanced classes need images, see {@link #augmented}.
   *
   * @throws IllegalArgumentException if mixup or CutMix have a number out of range
   */
  public static Augmentation augmentation(AugmentRecipe recipe) {
    Augmentation changes = new Augmentation(recipe.changes(), Optional.empty(), Optional.empty());
    return recipe.mixup() == 0 && recipe.cutmix() == 0
        ? changes
        : changes.withMixing(new Mixing(recipe.mixup(), recipe.cutmix(), 1));
  }
}
