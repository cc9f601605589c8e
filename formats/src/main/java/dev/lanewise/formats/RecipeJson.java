package dev.lanewise.formats;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.DataRecipe.Figures;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.train.UpdateOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Recipes as JSON. */
final class RecipeJson {

  /** What a model file that says nothing of its training gets. */
  static final Recipe USUAL =
      Recipe.of(DataRecipe.all("digits", Scaling.UNIT), Adam.of(1e-3), 5, 64);

  static final Row<DataRecipe> DATA =
      Row.of("", DataRecipe.class, DataForm.of(USUAL.data()), DataForm::of, DataForm::recipe)
          .written("dataset", "scaling")
          .asked("mean", "deviation")
          .as("mean", figures())
          .as("deviation", figures());

  static final Row<Recipe.Validation> VALIDATION =
      Row.of("", Recipe.Validation.NONE).required("fraction").written("which");

  static final Row<Recipe.Report> REPORT =
      Row.of("", Recipe.Report.NONE).as("predictions", Codec.atLeast(0));

  static final Row<Recipe> RECIPE =
      Row.of("", USUAL)
          .written("data", "optimizer", "epochs", "batch")
          .as("update", Codec.of(UpdateJson.UPDATE).readBy(RecipeJson::update))
          .as("epochs", Codec.atLeast(1))
          .as("batch", Codec.atLeast(1))
          .as("logEvery", Codec.atLeast(0));

  /** Figures are two keys, which come together. */
  record DataForm(
      String dataset,
      OptionalInt limit,
      OptionalInt testLimit,
      OptionalInt channel,
      Scaling scaling,
      Optional<List<Double>> mean,
      Optional<List<Double>> deviation) {

    static DataForm of(DataRecipe data) {
      return new DataForm(
          data.dataset(),
          data.limit(),
          data.testLimit(),
          data.channel(),
          data.scaling(),
          data.given().map(Figures::mean),
          data.given().map(Figures::deviation));
    }

    DataRecipe recipe() {
      return new DataRecipe(
          dataset,
          limit,
          testLimit,
          channel,
          scaling,
          mean.map(means -> new Figures(means, deviation.orElseThrow())));
    }
  }

  private RecipeJson() {}

  private static Codec<Optional<List<Double>>> figures() {
    Codec<List<Double>> numbers = Codec.list(Codec.NUMBER);
    return new Codec<>(
        (fields, key) ->
            fields.has("mean") || fields.has("deviation")
                ? Optional.of(numbers.read().apply(fields, key))
                : Optional.empty(),
        figures -> numbers.write().apply(figures.orElseThrow()));
  }

  /** A schedule's length is the training's unless something else is said. */
  private static UpdateOptions update(Fields fields, String key) {
    int epochs = fields.has("epochs") ? fields.whole("epochs") : USUAL.epochs();
    return UpdateJson.UPDATE.read(fields.get(key), fields.spot().at(key), epochs);
  }

  static Recipe read(JsonElement element, Spot spot) {
    return RECIPE.read(element, spot);
  }

  static JsonObject write(Recipe recipe) {
    return RECIPE.write(recipe);
  }
}
