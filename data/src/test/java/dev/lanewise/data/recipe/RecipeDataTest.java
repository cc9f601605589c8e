package dev.lanewise.data.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.augment.RandomHorizontalFlip;
import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.PixelScale;
import dev.lanewise.data.augment.Augmented;
import dev.lanewise.data.recipe.RecipeData.Limit;
import dev.lanewise.layers.model.AugmentRecipe;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.train.ValidationSplit.Which;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RecipeDataTest {

  private static final Shape SHAPE = new Shape(3, 4, 5);
  private static final int SIZE = 40;

  /** Sorted by class: the first half is of class a. */
  private static ImageSet images() {
    byte[] pixels = new byte[SIZE * SHAPE.elements()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) CounterRandom.bits(3, i);
    }
    int[] labels = new int[SIZE];
    Arrays.fill(labels, SIZE / 2, SIZE, 1);
    return ImageSet.of("set", SHAPE, pixels, labels, List.of("a", "b"));
  }

  private static DataRecipe data(OptionalInt limit, OptionalInt channel, Scaling scaling) {
    return new DataRecipe("any", limit, OptionalInt.empty(), channel, scaling);
  }

  private static Recipe recipe(DataRecipe data) {
    return Recipe.of(data, Sgd.of(0.1), 1, 8);
  }

  private static Recipe plain() {
    return recipe(data(OptionalInt.empty(), OptionalInt.empty(), Scaling.UNIT));
  }

  @Test
  void withoutMoreTheImagesAreScaledOnly() {
    RecipeData all = RecipeData.of(plain(), images(), Limit.FIRST, 1);
    assertSame(all.plain(), all.training());
    assertEquals(SIZE, all.plain().size());
    assertEquals(PixelScale.unit(), all.plain().scale());
    assertEquals(Optional.empty(), all.aside());
  }

  @Test
  void aLimitLeavesTheFirstOrSomeOfEachClass() {
    Recipe recipe = recipe(data(OptionalInt.of(10), OptionalInt.empty(), Scaling.SIGNED));
    assertArrayEquals(
        new int[] {10, 0}, RecipeData.of(recipe, images(), Limit.FIRST, 1).plain().classCounts());
    assertArrayEquals(
        new int[] {5, 5},
        RecipeData.of(recipe, images(), Limit.OF_EACH_CLASS, 1).plain().classCounts());
  }

  @Test
  void validationImagesAreSetAsideAndSeenAlike() {
    Recipe recipe = plain().withValidation(new Recipe.Validation(0.25, Which.STRATIFIED));
    RecipeData data = RecipeData.of(recipe, images(), Limit.FIRST, 1);
    assertArrayEquals(new int[] {15, 15}, data.plain().classCounts());
    assertEquals(10, data.aside().orElseThrow().size());
    assertThrows(
        IllegalArgumentException.class,
        () -> RecipeData.of(recipe, images().limit(1), Limit.FIRST, 1));
  }

  @Test
  void aChannelIsPickedFromColoursOnly() {
    Recipe recipe = recipe(data(OptionalInt.empty(), OptionalInt.of(2), Scaling.STANDARDISED));
    RecipeData data = RecipeData.of(recipe, images(), Limit.FIRST, 1);
    assertEquals(new Shape(1, 4, 5), data.plain().shape());
    ImageSet grey = images().channel(0);
    assertSame(grey, RecipeData.channel(OptionalInt.of(2), grey));
    ImageSet test = data.alike(recipe, images());
    assertEquals(data.plain().shape(), test.shape());
    assertEquals(data.plain().scale(), test.scale());
    assertEquals(
        "A channel of set must be 0 to 2. Received: 3",
        assertThrows(
                IllegalArgumentException.class,
                () -> RecipeData.channel(OptionalInt.of(3), images()))
            .getMessage());
  }

  @Test
  void aStandardisedScaleIsWhatAFileKeeps() {
    DataRecipe data = data(OptionalInt.empty(), OptionalInt.empty(), Scaling.STANDARDISED);
    PixelScale scale = RecipeData.scaled(data, images()).scale();
    float[] factors = floats(scale.scale());
    float[] shifts = floats(scale.shift());
    assertEquals(scale, RecipeData.scale(data, factors, shifts));
    DataRecipe unit = data(OptionalInt.empty(), OptionalInt.empty(), Scaling.UNIT);
    assertEquals(PixelScale.unit(), RecipeData.scale(unit, factors, shifts));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Test
  void changesAreThoseOfTheRecipe() {
    Recipe recipe =
        plain()
            .withAugment(
                AugmentRecipe.of(new RandomHorizontalFlip()).withMixup(0.2).withBalancedClasses());
    Augmented training =
        assertInstanceOf(
            Augmented.class, RecipeData.of(recipe, images(), Limit.FIRST, 1).training());
    assertEquals(List.of(new RandomHorizontalFlip()), training.augmentation().transforms());
    assertEquals(0.2, training.augmentation().mixing().orElseThrow().mixupAlpha());
    assertEquals(SIZE, training.augmentation().sampling().orElseThrow().size());
    assertThrows(
        IllegalArgumentException.class,
        () -> RecipeData.augmentation(AugmentRecipe.NONE.withCutmix(-1)));
  }
}
