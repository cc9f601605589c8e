package dev.lanewise.formats;

import com.google.gson.JsonObject;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.activation.Celu;
import dev.lanewise.layers.activation.Elu;
import dev.lanewise.layers.activation.Gelu;
import dev.lanewise.layers.activation.Hardsigmoid;
import dev.lanewise.layers.activation.Hardswish;
import dev.lanewise.layers.activation.LeakyRelu;
import dev.lanewise.layers.activation.LogSoftmax;
import dev.lanewise.layers.activation.Mish;
import dev.lanewise.layers.activation.PRelu;
import dev.lanewise.layers.activation.Selu;
import dev.lanewise.layers.activation.Silu;
import dev.lanewise.layers.activation.Softplus;
import dev.lanewise.layers.noise.AlphaDropout;
import dev.lanewise.layers.noise.GaussianDropout;
import dev.lanewise.layers.noise.GaussianNoise;
import dev.lanewise.layers.noise.SpatialDropout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Activations beyond the first four, and noise, as JSON. */
final class ActivationJson {

  private static final List<String> NAME = List.of("name");
  private static final List<String> RATE = List.of("name", "rate");

  static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry("leaky-relu", List.of("name", "slope")),
          Map.entry("prelu", List.of("name", "slopes", "init")),
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

  /** The type of a layer that can be written here. */
  static Optional<String> type(Layer layer) {
    return switch (layer) {
      case LeakyRelu leaky -> Optional.of("leaky-relu");
      case PRelu prelu -> Optional.of("prelu");
      case Elu elu -> Optional.of("elu");
      case Celu celu -> Optional.of("celu");
      case Selu selu -> Optional.of("selu");
      case Gelu gelu -> Optional.of("gelu");
      case Silu silu -> Optional.of("silu");
      case Mish mish -> Optional.of("mish");
      case Hardswish swish -> Optional.of("hardswish");
      case Hardsigmoid sigmoid -> Optional.of("hardsigmoid");
      case Softplus softplus -> Optional.of("softplus");
      case LogSoftmax softmax -> Optional.of("log-softmax");
      case SpatialDropout dropout -> Optional.of("spatial-dropout");
      case GaussianDropout dropout -> Optional.of("gaussian-dropout");
      case AlphaDropout dropout -> Optional.of("alpha-dropout");
      case GaussianNoise noise -> Optional.of("gaussian-noise");
      default -> Optional.empty();
    };
  }

  /**
   * Adds a layer's options to its object, all of them written out; nothing if its type is not
   * written here.
   */
  static void write(Layer layer, JsonObject object) {
    switch (layer) {
      case LeakyRelu(double slope) -> object.add("slope", Json.number(slope));
      case PRelu(PRelu.Slopes slopes, double init) -> {
        object.addProperty("slopes", Fields.nameOf(slopes));
        object.add("init", Json.number(init));
      }
      case Elu(double alpha) -> object.add("alpha", Json.number(alpha));
      case Celu(double alpha) -> object.add("alpha", Json.number(alpha));
      case Gelu(Gelu.Form form) -> object.addProperty("form", Fields.nameOf(form));
      case Softplus(double beta, double threshold) -> {
        object.add("beta", Json.number(beta));
        object.add("threshold", Json.number(threshold));
      }
      case SpatialDropout(double rate) -> object.add("rate", Json.number(rate));
      case GaussianDropout(double rate) -> object.add("rate", Json.number(rate));
      case AlphaDropout(double rate) -> object.add("rate", Json.number(rate));
      case GaussianNoise(double deviation) -> object.add("deviation", Json.number(deviation));
      default -> {}
    }
  }
}
