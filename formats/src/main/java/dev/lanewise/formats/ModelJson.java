package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Recipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Model files: a {@link ModelSpec} as JSON that people write. A file can say everything that a
 * preset says; reading what was written gives an equal description. Every field is in {@code
 * docs/model-files.md}.
 */
public final class ModelJson {

  private static final List<String> KEYS =
      List.of("name", "description", "input", "layers", "loss", "recipe");

  private ModelJson() {}

  /**
   * Reads a model file, with {@link FormatLimits#defaults}.
   *
   * @throws FormatException if it is not UTF-8, not JSON, or not a model whose layers fit one
   *     another; the message names line and column, or the layer and the field
   * @throws IOException if it cannot be read
   */
  public static ModelSpec read(Path file) throws IOException {
    return read(file, FormatLimits.defaults());
  }

  /**
   * Reads a model file.
   *
   * @param file the file
   * @param limits how long it may be, and how many layers it may have
   * @throws FormatException as {@link #read(Path)}
   * @throws IOException if it cannot be read
   */
  public static ModelSpec read(Path file, FormatLimits limits) throws IOException {
    return parse(Inputs.text(file, limits.modelBytes()), file.toString(), limits);
  }

  /** Reads a text, with {@link FormatLimits#defaults}; otherwise as the other. */
  public static ModelSpec parse(String text, String where) {
    return parse(text, where, FormatLimits.defaults());
  }

  /**
   * Reads a text.
   *
   * @param text the JSON
   * @param where what messages begin with
   * @param limits how long it may be, and how many layers it may have
   * @throws FormatException as {@link #read(Path)}
   */
  public static ModelSpec parse(String text, String where, FormatLimits limits) {
    if (text.length() > limits.modelBytes()) {
      throw new FormatException(
          "%s: a model's text may have at most %s characters. Received: %s"
              .formatted(where, limits.modelBytes(), text.length()));
    }
    Spot spot = new Spot(where, "");
    Fields fields = Fields.of(Json.parse(text, where), spot, KEYS);
    Shape input = fields.make(() -> Geometry.SHAPE.read().apply(fields, "input"));
    JsonArray array = fields.array("layers");
    if (array.size() > limits.layers()) {
      throw spot.bad(
          "a model may have at most %s layers. Received: %s"
              .formatted(limits.layers(), array.size()));
    }
    List<Named> layers =
        GraphJson.read(
            array,
            fields.list("layers", index -> LayerJson.read(array.get(index), spot, index)),
            spot);
    Loss loss =
        fields
            .find("loss")
            .map(element -> LossJson.LOSSES.read(element, spot.at("loss")))
            .orElseGet(SoftmaxCrossEntropy::new);
    Recipe recipe =
        fields
            .find("recipe")
            .map(element -> RecipeJson.read(element, spot.at("recipe")))
            .orElse(RecipeJson.USUAL);
    ModelSpec spec =
        new ModelSpec(
            fields.text("name", "model"),
            fields.text("description", ""),
            input,
            layers,
            loss,
            recipe);
    fields.make(() -> Network.arrange(input, layers));
    return spec;
  }

  /**
   * The JSON of a model, a layer a line; what has its default is left out, but for required fields,
   * the numbers of activations and learning rates, which are always there.
   *
   * @throws IllegalArgumentException if a layer, loss or optimizer is not one of the project's, or
   *     a number is not finite
   */
  public static String text(ModelSpec spec) {
    return Json.print(tree(spec));
  }

  /**
   * Writes a model file as a whole, as {@link AtomicFile} does.
   *
   * @throws IllegalArgumentException as {@link #text}
   * @throws IOException if it cannot be written
   */
  public static void write(ModelSpec spec, Path file) throws IOException {
    AtomicFile.write(file, text(spec).getBytes(StandardCharsets.UTF_8));
  }

  private static JsonElement tree(ModelSpec spec) {
    JsonObject object = new JsonObject();
    object.addProperty("name", spec.name());
    if (!spec.description().isEmpty()) {
      object.addProperty("description", spec.description());
    }
    object.add("input", Geometry.SHAPE.write().apply(spec.input()));
    JsonArray layers = new JsonArray();
    List<String> names = Network.names(spec.layers());
    for (int i = 0; i < names.size(); i++) {
      JsonObject layer = LayerJson.write(spec.layers().get(i));
      GraphJson.write(spec.layers().get(i), i, names, layer);
      layers.add(layer);
    }
    object.add("layers", layers);
    object.add("loss", LossJson.LOSSES.write(spec.loss()));
    object.add("recipe", RecipeJson.write(spec.recipe()));
    return object;
  }
}
