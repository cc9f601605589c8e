package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.layers.model.AugmentRecipe;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.train.UpdateOptions;
import dev.lanewise.layers.train.ValidationSplit;
import java.util.List;
import java.util.Optional;

/** Recipes as JSON. */
final class RecipeJson {

  /** What a model file that says nothing of its training gets. */
  static final Recipe USUAL =
      Recipe.of(DataRecipe.all("digits", Scaling.UNIT), Adam.of(1e-3), 5, 64);

  private static final List<String> KEYS =
      List.of(
          "data",
          "augment",
          "optimizer",
          "update",
          "epochs",
          "batch",
          "shuffle",
          "validation",
          "stopping",
          "logEvery",
          "report",
          "conv");

  private static final List<String> DATA_KEYS =
      List.of("dataset", "limit", "testLimit", "channel", "scaling", "mean", "deviation");

  private RecipeJson() {}

  static Recipe read(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, KEYS);
    int epochs = atLeast(1, fields, "epochs", USUAL.epochs());
    return new Recipe(
        fields.find("data").map(e -> data(e, spot.at("data"))).orElse(USUAL.data()),
        fields.has("augment") ? AugmentJson.read(fields, spot) : USUAL.augment(),
        fields
            .find("optimizer")
            .map(e -> OptimizerJson.read(e, spot.at("optimizer")))
            .orElse(USUAL.optimizer()),
        fields
            .find("update")
            .map(e -> UpdateJson.read(e, spot.at("update"), epochs))
            .orElse(USUAL.update()),
        new Recipe.Course(
            epochs,
            atLeast(1, fields, "batch", USUAL.batch()),
            fields.flag("shuffle", USUAL.shuffle()),
            fields
                .find("validation")
                .map(e -> validation(e, spot.at("validation")))
                .orElse(USUAL.validation()),
            fields.find("stopping").map(e -> UpdateJson.stopping(e, spot.at("stopping")))),
        atLeast(0, fields, "logEvery", USUAL.logEvery()),
        fields.find("report").map(e -> report(e, spot.at("report"))).orElse(USUAL.report()),
        fields.choice("conv", ConvAlgorithm.class, USUAL.conv()));
  }

  private static int atLeast(int least, Fields fields, String key, int otherwise) {
    int value = fields.whole(key, otherwise);
    if (value < least) {
      throw fields.wrong(key, "at least " + least, fields.get(key));
    }
    return value;
  }

  private static DataRecipe data(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, DATA_KEYS);
    return fields.make(
        () ->
            new DataRecipe(
                fields.text("dataset", USUAL.data().dataset()),
                fields.optionalWhole("limit"),
                fields.optionalWhole("testLimit"),
                fields.optionalWhole("channel"),
                fields.choice("scaling", Scaling.class, USUAL.data().scaling()),
                fields.has("mean") || fields.has("deviation")
                    ? Optional.of(
                        new DataRecipe.Figures(fields.numbers("mean"), fields.numbers("deviation")))
                    : Optional.empty()));
  }

  private static Recipe.Validation validation(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, List.of("fraction", "which"));
    return fields.make(
        () ->
            new Recipe.Validation(
                fields.number("fraction"),
                fields.choice("which", ValidationSplit.Which.class, ValidationSplit.Which.LAST)));
  }

  private static Recipe.Report report(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, List.of("parameter", "predictions"));
    return new Recipe.Report(fields.text("parameter", ""), atLeast(0, fields, "predictions", 0));
  }

  static JsonObject write(Recipe recipe) {
    JsonObject object = new JsonObject();
    object.add("data", write(recipe.data()));
    if (!recipe.augment().equals(AugmentRecipe.NONE)) {
      object.add("augment", AugmentJson.write(recipe.augment()));
    }
    object.add("optimizer", OptimizerJson.write(recipe.optimizer()));
    if (!recipe.update().equals(UpdateOptions.NONE)) {
      object.add("update", UpdateJson.write(recipe.update()));
    }
    object.addProperty("epochs", recipe.epochs());
    object.addProperty("batch", recipe.batch());
    if (!recipe.shuffle()) {
      object.addProperty("shuffle", false);
    }
    if (!recipe.validation().equals(Recipe.Validation.NONE)) {
      JsonObject validation = new JsonObject();
      validation.add("fraction", Json.number(recipe.validation().fraction()));
      validation.addProperty("which", Fields.nameOf(recipe.validation().which()));
      object.add("validation", validation);
    }
    recipe
        .course()
        .stopping()
        .ifPresent(stopping -> object.add("stopping", UpdateJson.write(stopping)));
    if (recipe.logEvery() != 0) {
      object.addProperty("logEvery", recipe.logEvery());
    }
    if (!recipe.report().equals(Recipe.Report.NONE)) {
      JsonObject report = new JsonObject();
      if (!recipe.report().parameter().isEmpty()) {
        report.addProperty("parameter", recipe.report().parameter());
      }
      if (recipe.report().predictions() != 0) {
        report.addProperty("predictions", recipe.report().predictions());
      }
      object.add("report", report);
    }
    if (recipe.conv() != ConvAlgorithm.AUTO) {
      object.addProperty("conv", Fields.nameOf(recipe.conv()));
    }
    return object;
  }

  private static JsonObject write(DataRecipe data) {
    JsonObject object = new JsonObject();
    object.addProperty("dataset", data.dataset());
    data.limit().ifPresent(limit -> object.addProperty("limit", limit));
    data.testLimit().ifPresent(limit -> object.addProperty("testLimit", limit));
    data.channel().ifPresent(channel -> object.addProperty("channel", channel));
    object.addProperty("scaling", Fields.nameOf(data.scaling()));
    data.given()
        .ifPresent(
            figures -> {
              object.add("mean", numbers(figures.mean()));
              object.add("deviation", numbers(figures.deviation()));
            });
    return object;
  }

  private static JsonArray numbers(List<Double> values) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(Json.number(value)));
    return array;
  }
}
