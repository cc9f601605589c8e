package dev.lanewise.formats;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.core.conv.ConvAlgorithm;
import dev.lanewise.layers.loss.CategoricalCrossEntropy;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.MeanSquaredError;
import dev.lanewise.layers.loss.Reduction;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.train.ValidationSplit;
import java.util.List;
import java.util.Map;

/** Recipes, and the losses and optimizers they go with, as JSON. */
final class RecipeJson {

  /** What a model file that says nothing of its training gets. */
  static final Recipe USUAL =
      Recipe.of(DataRecipe.all("digits", Scaling.UNIT), Adam.of(1e-3), 5, 64);

  static final Map<String, List<String>> LOSSES =
      Map.of(
          "softmax-cross-entropy", List.of("reduction"),
          "categorical-cross-entropy", List.of("reduction"),
          "mean-squared-error", List.of("form"));

  static final Map<String, List<String>> OPTIMIZERS =
      Map.of(
          "sgd", List.of("learningRate", "momentum", "dampening", "nesterov", "weightDecay"),
          "adam", List.of("learningRate", "beta1", "beta2", "epsilon", "weightDecay", "amsgrad"));

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

  static Loss loss(JsonElement element, Spot spot) {
    Typed typed = Typed.of(element, spot, "loss", LOSSES);
    Fields fields = typed.fields(spot, LOSSES);
    return switch (typed.type()) {
      case "softmax-cross-entropy" ->
          new SoftmaxCrossEntropy(fields.choice("reduction", Reduction.class, Reduction.MEAN));
      case "categorical-cross-entropy" ->
          new CategoricalCrossEntropy(fields.choice("reduction", Reduction.class, Reduction.MEAN));
      case "mean-squared-error" ->
          new MeanSquaredError(
              fields.choice(
                  "form", MeanSquaredError.Form.class, MeanSquaredError.Form.MEAN_OF_ELEMENTS));
      default -> throw new IllegalStateException("No reader for: " + typed.type());
    };
  }

  static JsonElement write(Loss loss) {
    return switch (loss) {
      case SoftmaxCrossEntropy(Reduction reduction) -> reduced("softmax-cross-entropy", reduction);
      case CategoricalCrossEntropy(Reduction reduction) ->
          reduced("categorical-cross-entropy", reduction);
      case MeanSquaredError(MeanSquaredError.Form form) -> {
        JsonObject object = Typed.object("mean-squared-error");
        if (form != MeanSquaredError.Form.MEAN_OF_ELEMENTS) {
          object.addProperty("form", Fields.nameOf(form));
        }
        yield Typed.shortest(object);
      }
      case Loss other ->
          throw new IllegalArgumentException(
              "Only the project's own losses can be written. Received: " + other.name());
    };
  }

  private static JsonElement reduced(String type, Reduction reduction) {
    JsonObject object = Typed.object(type);
    if (reduction != Reduction.MEAN) {
      object.addProperty("reduction", Fields.nameOf(reduction));
    }
    return Typed.shortest(object);
  }

  static Recipe read(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, KEYS);
    return new Recipe(
        fields.find("data").map(e -> data(e, spot.at("data"))).orElse(USUAL.data()),
        fields
            .find("optimizer")
            .map(e -> optimizer(e, spot.at("optimizer")))
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

  private static Optimizer optimizer(JsonElement element, Spot spot) {
    Typed typed = Typed.of(element, spot, "optimizer", OPTIMIZERS);
    Fields fields = typed.fields(spot, OPTIMIZERS);
    Adam adam = Adam.of(1e-3);
    return fields.make(
        () ->
            switch (typed.type()) {
              case "sgd" ->
                  new Sgd(
                      fields.number("learningRate"),
                      fields.number("momentum", 0),
                      fields.number("dampening", 0),
                      fields.flag("nesterov", false),
                      fields.number("weightDecay", 0));
              case "adam" ->
                  new Adam(
                      fields.number("learningRate", adam.learningRate()),
                      fields.number("beta1", adam.beta1()),
                      fields.number("beta2", adam.beta2()),
                      fields.number("epsilon", adam.epsilon()),
                      fields.number("weightDecay", adam.weightDecay()),
                      fields.flag("amsgrad", adam.amsgrad()));
              default -> throw new IllegalStateException("No reader for: " + typed.type());
            });
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
    object.add("optimizer", write(recipe.optimizer()));
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

  private static JsonObject write(Optimizer optimizer) {
    switch (optimizer) {
      case Sgd sgd -> {
        JsonObject object = Typed.object("sgd");
        object.add("learningRate", Json.number(sgd.learningRate()));
        add(object, "momentum", sgd.momentum(), 0);
        add(object, "dampening", sgd.dampening(), 0);
        if (sgd.nesterov()) {
          object.addProperty("nesterov", true);
        }
        add(object, "weightDecay", sgd.weightDecay(), 0);
        return object;
      }
      case Adam adam -> {
        Adam usual = Adam.of(1e-3);
        JsonObject object = Typed.object("adam");
        object.add("learningRate", Json.number(adam.learningRate()));
        add(object, "beta1", adam.beta1(), usual.beta1());
        add(object, "beta2", adam.beta2(), usual.beta2());
        add(object, "epsilon", adam.epsilon(), usual.epsilon());
        add(object, "weightDecay", adam.weightDecay(), usual.weightDecay());
        if (adam.amsgrad()) {
          object.addProperty("amsgrad", true);
        }
        return object;
      }
      default ->
          throw new IllegalArgumentException(
              "Only the project's own optimizers can be written. Received: " + optimizer.name());
    }
  }

  private static void add(JsonObject object, String key, double value, double usual) {
    if (Double.compare(value, usual) != 0) {
      object.add(key, Json.number(value));
    }
  }
}
