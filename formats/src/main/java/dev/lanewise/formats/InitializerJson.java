package dev.lanewise.formats;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Initializer.Fan;
import java.util.List;
import java.util.Map;

/** Initialisers as JSON. */
final class InitializerJson {

  static final Map<String, List<String>> KEYS =
      Map.of(
          "torch", List.of(),
          "zeros", List.of(),
          "constant", List.of("value"),
          "normal", List.of("deviation"),
          "truncated-normal", List.of("mean", "deviation", "low", "high"),
          "uniform", List.of("bound"),
          "he-normal", List.of("fan"),
          "he-uniform", List.of("fan"),
          "xavier-normal", List.of(),
          "xavier-uniform", List.of());

  private InitializerJson() {}

  static Initializer read(JsonElement element, Spot spot) {
    Typed typed = Typed.of(element, spot, "initializer", KEYS);
    Fields fields = typed.fields(spot, KEYS);
    return switch (typed.type()) {
      case "torch" -> new Initializer.TorchDefault();
      case "zeros" -> new Initializer.Zeros();
      case "constant" -> new Initializer.Constant(fields.number("value"));
      case "normal" -> new Initializer.Normal(fields.number("deviation"));
      case "truncated-normal" ->
          fields.make(
              () ->
                  new Initializer.TruncatedNormal(
                      fields.number("mean", 0),
                      fields.number("deviation"),
                      fields.number("low"),
                      fields.number("high")));
      case "uniform" -> new Initializer.Uniform(fields.number("bound"));
      case "he-normal" -> new Initializer.HeNormal(fields.choice("fan", Fan.class, Fan.IN));
      case "he-uniform" -> new Initializer.HeUniform(fields.choice("fan", Fan.class, Fan.IN));
      case "xavier-normal" -> new Initializer.XavierNormal();
      case "xavier-uniform" -> new Initializer.XavierUniform();
      default -> throw new IllegalStateException("No reader for: " + typed.type());
    };
  }

  static JsonElement write(Initializer initializer) {
    JsonObject object =
        switch (initializer) {
          case Initializer.TorchDefault() -> Typed.object("torch");
          case Initializer.Zeros() -> Typed.object("zeros");
          case Initializer.Constant(double value) -> with("constant", "value", value);
          case Initializer.Normal(double deviation) -> with("normal", "deviation", deviation);
          case Initializer.TruncatedNormal normal -> truncated(normal);
          case Initializer.Uniform(double bound) -> with("uniform", "bound", bound);
          case Initializer.HeNormal(Fan fan) -> with("he-normal", fan);
          case Initializer.HeUniform(Fan fan) -> with("he-uniform", fan);
          case Initializer.XavierNormal() -> Typed.object("xavier-normal");
          case Initializer.XavierUniform() -> Typed.object("xavier-uniform");
        };
    return Typed.shortest(object);
  }

  private static JsonObject with(String type, String key, double value) {
    JsonObject object = Typed.object(type);
    object.add(key, Json.number(value));
    return object;
  }

  private static JsonObject truncated(Initializer.TruncatedNormal normal) {
    JsonObject object = with("truncated-normal", "deviation", normal.deviation());
    if (normal.mean() != 0) {
      object.add("mean", Json.number(normal.mean()));
    }
    object.add("low", Json.number(normal.low()));
    object.add("high", Json.number(normal.high()));
    return object;
  }

  private static JsonObject with(String type, Fan fan) {
    JsonObject object = Typed.object(type);
    if (fan != Fan.IN) {
      object.addProperty("fan", Fields.nameOf(fan));
    }
    return object;
  }
}
