package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Network.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which layers a layer reads: field {@code inputs}, names of layers, or {@value #INPUT} for the
 * network's own input. Without it, a layer reads the one before it.
 */
final class GraphJson {

  static final String KEY = "inputs";

  /** Stands for the network's input. */
  static final String INPUT = "input";

  private GraphJson() {}

  /**
   * Layers with what they read.
   *
   * @param array the list of layers, as JSON
   * @param layers the same layers, each as if it read the one before it
   * @param file where the list is
   */
  static List<Named> read(JsonArray array, List<Named> layers, Spot file) {
    List<String> names;
    try {
      names = Network.names(layers);
    } catch (IllegalArgumentException e) {
      throw file.bad(e);
    }
    Map<String, Integer> indices = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      indices.put(names.get(i), i);
    }
    List<Named> result = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      JsonElement given = array.get(i) instanceof JsonObject object ? object.get(KEY) : null;
      Named named = layers.get(i);
      Spot spot = file.at("layers[%s] (%s)".formatted(i, names.get(i)));
      result.add(
          given == null
              ? named
              : new Named(named.name(), named.layer(), values(given, i, names, indices, spot)));
    }
    return result;
  }

  private static List<Integer> values(
      JsonElement given, int layer, List<String> names, Map<String, Integer> indices, Spot spot) {
    List<JsonElement> elements =
        given.isJsonArray() ? given.getAsJsonArray().asList() : List.of(given);
    if (elements.isEmpty() || !elements.stream().allMatch(Fields::isText)) {
      throw spot.bad(
          "%s must be names of layers. Expected: a list of texts. Received: %s"
              .formatted(KEY, Fields.describe(given)));
    }
    List<Integer> values = new ArrayList<>();
    for (JsonElement element : elements) {
      String name = element.getAsString();
      int index = indices.getOrDefault(name, -1);
      if (index >= layer) {
        throw spot.bad(
            "%s must name layers that stand before this one: a network has no cycles. Received: %s"
                .formatted(KEY, Json.quote(name)));
      }
      if (index < 0 && !name.equals(INPUT)) {
        List<String> known = new ArrayList<>(List.of(INPUT));
        known.addAll(names.subList(0, layer));
        throw spot.bad(
            "%s must name layers of the network. Received: %s. %s"
                .formatted(KEY, Json.quote(name), Suggestions.hint(name, known)));
      }
      values.add(index + 1);
    }
    return values;
  }

  /**
   * Adds what a layer reads, unless it is the layer before it alone.
   *
   * @param index the layer's index
   * @param names names of all layers
   */
  static void write(Named named, int index, List<String> names, JsonObject object) {
    if (named.from().isEmpty() || named.from().equals(List.of(index))) {
      return;
    }
    JsonArray inputs = new JsonArray();
    for (int value : named.from()) {
      inputs.add(value == 0 ? INPUT : names.get(value - 1));
    }
    object.add(KEY, inputs);
  }
}
