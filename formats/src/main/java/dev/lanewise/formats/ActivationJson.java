package dev.lanewise.formats;

import com.google.gson.JsonObject;
import dev.lanewise.layers.AlphaDropout;
import dev.lanewise.layers.Celu;
import dev.lanewise.layers.Elu;
import dev.lanewise.layers.GaussianDropout;
import dev.lanewise.layers.GaussianNoise;
import dev.lanewise.layers.Gelu;
import dev.lanewise.layers.Hardsigmoid;
import dev.lanewise.layers.Hardswish;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LeakyRelu;
import dev.lanewise.layers.LogSoftmax;
import dev.lanewise.layers.Mish;
import dev.lanewise.layers.PRelu;
import dev.lanewise.layers.Relu6;
import dev.lanewise.layers.Selu;
import dev.lanewise.layers.Silu;
import dev.lanewise.layers.Softplus;
import dev.lanewise.layers.SpatialDropout;
import java.util.List;
import java.util.Map;

/** Activations beyond the first four, and noise, as JSON. */
final class ActivationJson {

  private static final List<String> NAME = List.of("name");
  private static final List<String> RATE = List.of("name", "rate");

  static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry("leaky-relu", List.of("name", "slope")),
          Map.entry("prelu", List.of("name", "slopes", "init")),
          Map.entry("relu6", NAME),
          Map.entry("elu", List.of("name", "alpha")),
          Map.entry("celu", List.of("name", "alpha")),
          Map.entry("selu", NAME),
          Map.entry("gelu", List.of("name", "form")),
          Map.entry("silu", NAME),
          Map.entry("mish", NAME),
          Map.entry("hardswish", NAME),
          Map.entry("hardsigmoid", NAME),
          Map.entry("softplus", List.of("name", "beta", "threshold")),
          Map.entry("log-softmax", NAME),
          Map.entry("spatial-dropout", RATE),
          Map.entry("gaussian-dropout", RATE),
          Map.entry("alpha-dropout", RATE),
          Map.entry("gaussian-noise", List.of("name", "deviation")));

  private ActivationJson() {}

  /** A layer of one of the types of {@link #KEYS}. */
  static Layer read(String type, Fields fields) {
    return switch (type) {
      case "leaky-relu" -> new LeakyRelu(fields.number("slope", new LeakyRelu().slope()));
      case "prelu" ->
          new PRelu(
              fields.choice("slopes", PRelu.Slopes.class, new PRelu().slopes()),
              fields.number("init", new PRelu().init()));
      case "relu6" -> new Relu6();
      case "elu" -> new Elu(fields.number("alpha", new Elu().alpha()));
      case "celu" -> new Celu(fields.number("alpha", new Celu().alpha()));
      case "selu" -> new Selu();
      case "gelu" -> new Gelu(fields.choice("form", Gelu.Form.class, new Gelu().form()));
      case "silu" -> new Silu();
      case "mish" -> new Mish();
      case "hardswish" -> new Hardswish();
      case "hardsigmoid" -> new Hardsigmoid();
      case "softplus" ->
          new Softplus(
              fields.number("beta", new Softplus().beta()),
              fields.number("threshold", new Softplus().threshold()));
      case "log-softmax" -> new LogSoftmax();
      case "spatial-dropout" -> new SpatialDropout(fields.number("rate"));
      case "gaussian-dropout" -> new GaussianDropout(fields.number("rate"));
      case "alpha-dropout" -> new AlphaDropout(fields.number("rate"));
      case "gaussian-noise" -> new GaussianNoise(fields.number("deviation"));
      default -> throw new IllegalStateException("No reader for: " + type);
    };
  }

  /**
   * A layer of these types as JSON, all numbers written out.
   *
   * @throws IllegalArgumentException if its class is none of {@code dev.lanewise.layers}
   */
  static JsonObject write(Layer layer) {
    return switch (layer) {
      case LeakyRelu(double slope) -> with("leaky-relu", "slope", slope);
      case PRelu(PRelu.Slopes slopes, double init) -> {
        JsonObject object = Typed.object("prelu");
        object.addProperty("slopes", Fields.nameOf(slopes));
        object.add("init", Json.number(init));
        yield object;
      }
      case Relu6() -> Typed.object("relu6");
      case Elu(double alpha) -> with("elu", "alpha", alpha);
      case Celu(double alpha) -> with("celu", "alpha", alpha);
      case Selu() -> Typed.object("selu");
      case Gelu(Gelu.Form form) -> {
        JsonObject object = Typed.object("gelu");
        object.addProperty("form", Fields.nameOf(form));
        yield object;
      }
      case Silu() -> Typed.object("silu");
      case Mish() -> Typed.object("mish");
      case Hardswish() -> Typed.object("hardswish");
      case Hardsigmoid() -> Typed.object("hardsigmoid");
      case Softplus(double beta, double threshold) -> {
        JsonObject object = with("softplus", "beta", beta);
        object.add("threshold", Json.number(threshold));
        yield object;
      }
      case LogSoftmax() -> Typed.object("log-softmax");
      case SpatialDropout(double rate) -> with("spatial-dropout", "rate", rate);
      case GaussianDropout(double rate) -> with("gaussian-dropout", "rate", rate);
      case AlphaDropout(double rate) -> with("alpha-dropout", "rate", rate);
      case GaussianNoise(double deviation) -> with("gaussian-noise", "deviation", deviation);
      default ->
          throw new IllegalArgumentException(
              "Only the project's own layers can be written. Received: " + layer.kind());
    };
  }

  private static JsonObject with(String type, String key, double value) {
    JsonObject object = Typed.object(type);
    object.add(key, Json.number(value));
    return object;
  }
}
