package dev.lanewise.formats;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.core.conv.ConvAlgorithm;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.train.ValidationSplit;
import java.util.List;

/** Recipes as JSON. */
final class RecipeJson {

  /** What a model file that says nothing of its training gets. */
  static final Recipe USUAL =
      Recipe.of(DataRecipe.all("digits", Scaling.UNIT), Adam.of(1e-3), 5, 64);

  private static final List<String> KEYS =
      List.of(
          "data",
          "optimizer",
          "epochs",
          "batch",
          "shuffle",
          "validation",
          "logEvery",
          "report",
          "conv");

  private RecipeJson() {}

  static Recipe read(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, KEYS);
    return new Recipe(
        fields.find("data").map(e -> data(e, spot.at("data"))).orElse(USUAL.data()),
        fields
            .find("optimizer")
            .map(e -> OptimizerJson.read(e, spot.at("optimizer")))
            .orElse(USUAL.optimizer()),
        atLeast(1, fields, "epochs", USUAL.epochs()),
        atLeast(1, fields, "batch", USUAL.batch()),
        fields.flag("shuffle", USUAL.shuffle()),
        fields
            .find("validation")
            .map(e -> validation(e, spot.at("validation")))
            .orElse(USUAL.validation()),
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
    Fields fields =
        Fields.of(element, spot, List.of("dataset", "limit", "testLimit", "channel", "scaling"));
    return fields.make(
        () ->
            new DataRecipe(
                fields.text("dataset", USUAL.data().dataset()),
                fields.optionalWhole("limit"),
                fields.optionalWhole("testLimit"),
                fields.optionalWhole("channel"),
                fields.choice("scaling", Scaling.class, USUAL.data().scaling())));
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
    object.add("optimizer", OptimizerJson.write(recipe.optimizer()));
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
    return object;
  }
}
