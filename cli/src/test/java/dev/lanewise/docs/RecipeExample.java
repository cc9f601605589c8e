package dev.lanewise.docs;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.PixelScale;
import dev.lanewise.data.recipe.RecipeData;
import dev.lanewise.formats.Pixels;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.Evaluator;
import dev.lanewise.layers.train.TrainListener;
import dev.lanewise.layers.train.Trainer;

/** A model's recipe carried out in Java. */
public final class RecipeExample {

  private RecipeExample() {}

  /** Trains a model by its recipe. */
  public static Network train(ModelSpec model, ImageSet images, long seed, Simd simd) {
    // training.md, a recipe: begin
    Recipe recipe = model.recipe();
    RecipeData data = RecipeData.of(recipe, images, RecipeData.Limit.FIRST, seed);
    Network network = model.network(seed);
    try (BatchExecutor executor = new BatchExecutor(2)) {
      new Trainer(
              network, model.loss(), recipe.optimizer(), recipe.trainOptions(seed), executor, simd)
          .train(data.training(), data.aside(), new TrainListener() {});
    }
    // training.md, a recipe: end
    return network;
  }

  /** Measures a saved model on images. */
  public static Evaluation measure(SavedModel saved, ImageSet images, Simd simd) {
    // training.md, a saved model: begin
    Pixels pixels = saved.provenance().pixels();
    PixelScale scale =
        RecipeData.scale(saved.spec().recipe().data(), pixels.scales(), pixels.shifts());
    try (BatchExecutor executor = new BatchExecutor(2)) {
      return new Evaluator(saved.network(), saved.spec().loss(), executor, simd)
          .evaluate(images.withScale(scale));
    }
    // training.md, a saved model: end
  }
}
