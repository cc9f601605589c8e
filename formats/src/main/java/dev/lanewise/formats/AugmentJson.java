package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Augmentation as JSON: one list. */
final class AugmentJson {

  static final Map<String, List<String>> CHANGES =
      Map.ofEntries(
          Map.entry("crop", List.of("padding", "border")),
          Map.entry("resized-crop", List.of("leastArea", "mostArea", "leastRatio", "mostRatio")),
          Map.entry("flip", List.of("probability")),
          Map.entry("flip-vertical", List.of("probability")),
          Map.entry("affine", List.of("degrees", "move", "leastScale", "mostScale", "shear")),
          Map.entry("jitter", List.of("brightness", "contrast", "saturation", "hue")),
          Map.entry("cutout", List.of("size")),
          Map.entry("erase", List.of("probability")),
          Map.entry("elastic", List.of("alpha", "sigma")),
          Map.entry("mixup", List.of("alpha")),
          Map.entry("cutmix", List.of("alpha")),
          Map.entry("balanced", List.of()));

  private AugmentJson() {}

  static AugmentRecipe read(Fields recipe, Spot spot) {
    AugmentRecipe augment = AugmentRecipe.NONE;
    JsonArray array = recipe.array("augment");
    for (int i = 0; i < array.size(); i++) {
      augment = add(augment, array.get(i), spot.at("augment[" + i + "]"));
    }
    return augment;
  }

  private static AugmentRecipe add(AugmentRecipe augment, JsonElement element, Spot spot) {
    Typed typed = Typed.of(element, spot, "augmentation", CHANGES);
    Fields fields = typed.fields(spot, CHANGES);
    return switch (typed.type()) {
      case "mixup" -> once(augment.mixup() == 0, typed, spot, augment, fields);
      case "cutmix" -> once(augment.cutmix() == 0, typed, spot, augment, fields);
      case "balanced" -> augment.withBalancedClasses();
      default -> {
        Change change = fields.make(() -> change(typed.type(), fields));
        List<Change> changes =
            Stream.concat(augment.changes().stream(), Stream.of(change)).toList();
        yield new AugmentRecipe(changes, augment.mixup(), augment.cutmix(), augment.balanced());
      }
    };
  }

  private static AugmentRecipe once(
      boolean first, Typed typed, Spot spot, AugmentRecipe augment, Fields fields) {
    if (!first) {
      throw spot.bad("%s may be given once. Received: twice".formatted(typed.type()));
    }
    double alpha = fields.number("alpha");
    return typed.type().equals("mixup") ? augment.withMixup(alpha) : augment.withCutmix(alpha);
  }

  private static Change change(String type, Fields fields) {
    return switch (type) {
      case "crop" ->
          new Crop(fields.whole("padding"), fields.choice("border", Border.class, Border.BLACK));
      case "resized-crop" ->
          new ResizedCrop(
              fields.number("leastArea", 0.08),
              fields.number("mostArea", 1),
              fields.number("leastRatio", 3.0 / 4),
              fields.number("mostRatio", 4.0 / 3));
      case "flip" -> new Flip(fields.number("probability", 0.5));
      case "flip-vertical" -> new FlipVertical(fields.number("probability", 0.5));
      case "affine" ->
          new Affine(
              fields.number("degrees", 0),
              fields.number("move", 0),
              fields.number("leastScale", 1),
              fields.number("mostScale", 1),
              fields.number("shear", 0));
      case "jitter" ->
          new Jitter(
              fields.number("brightness", 0),
              fields.number("contrast", 0),
              fields.number("saturation", 0),
              fields.number("hue", 0));
      case "cutout" -> new Cutout(fields.whole("size"));
      case "erase" -> new Erase(fields.number("probability", 0.5));
      case "elastic" -> new Elastic(fields.number("alpha", 50), fields.number("sigma", 5));
      default -> throw new IllegalStateException("No reader for: " + type);
    };
  }

  static JsonArray write(AugmentRecipe augment) {
    JsonArray array = new JsonArray();
    augment.changes().forEach(change -> array.add(Typed.shortest(write(change))));
    if (augment.mixup() != 0) {
      array.add(number(Typed.object("mixup"), "alpha", augment.mixup()));
    }
    if (augment.cutmix() != 0) {
      array.add(number(Typed.object("cutmix"), "alpha", augment.cutmix()));
    }
    if (augment.balanced()) {
      array.add("balanced");
    }
    return array;
  }

  private static JsonObject number(JsonObject object, String key, double value) {
    object.add(key, Json.number(value));
    return object;
  }

  private static JsonObject write(Change change) {
    JsonObject object;
    switch (change) {
      case Crop(int padding, Border border) -> {
        object = Typed.object("crop");
        object.addProperty("padding", padding);
        if (border != Border.BLACK) {
          object.addProperty("border", Fields.nameOf(border));
        }
      }
      case ResizedCrop crop -> {
        object = Typed.object("resized-crop");
        OptimizerJson.add(object, "leastArea", crop.leastArea(), 0.08);
        OptimizerJson.add(object, "mostArea", crop.mostArea(), 1);
        OptimizerJson.add(object, "leastRatio", crop.leastRatio(), 3.0 / 4);
        OptimizerJson.add(object, "mostRatio", crop.mostRatio(), 4.0 / 3);
      }
      case Flip(double probability) -> {
        object = Typed.object("flip");
        OptimizerJson.add(object, "probability", probability, 0.5);
      }
      case FlipVertical(double probability) -> {
        object = Typed.object("flip-vertical");
        OptimizerJson.add(object, "probability", probability, 0.5);
      }
      case Affine affine -> {
        object = Typed.object("affine");
        OptimizerJson.add(object, "degrees", affine.degrees(), 0);
        OptimizerJson.add(object, "move", affine.move(), 0);
        OptimizerJson.add(object, "leastScale", affine.leastScale(), 1);
        OptimizerJson.add(object, "mostScale", affine.mostScale(), 1);
        OptimizerJson.add(object, "shear", affine.shear(), 0);
      }
      case Jitter jitter -> {
        object = Typed.object("jitter");
        OptimizerJson.add(object, "brightness", jitter.brightness(), 0);
        OptimizerJson.add(object, "contrast", jitter.contrast(), 0);
        OptimizerJson.add(object, "saturation", jitter.saturation(), 0);
        OptimizerJson.add(object, "hue", jitter.hue(), 0);
      }
      case Cutout(int size) -> {
        object = Typed.object("cutout");
        object.addProperty("size", size);
      }
      case Erase(double probability) -> {
        object = Typed.object("erase");
        OptimizerJson.add(object, "probability", probability, 0.5);
      }
      case Elastic(double alpha, double sigma) -> {
        object = Typed.object("elastic");
        OptimizerJson.add(object, "alpha", alpha, 50);
        OptimizerJson.add(object, "sigma", sigma, 5);
      }
    }
    return object;
  }
}
