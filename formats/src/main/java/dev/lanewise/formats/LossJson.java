package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.layers.loss.AbsoluteError;
import dev.lanewise.layers.loss.BinaryCrossEntropy;
import dev.lanewise.layers.loss.BinaryCrossEntropyWithLogits;
import dev.lanewise.layers.loss.CategoricalCrossEntropy;
import dev.lanewise.layers.loss.ClassWeights;
import dev.lanewise.layers.loss.Hinge;
import dev.lanewise.layers.loss.Huber;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.MeanSquaredError;
import dev.lanewise.layers.loss.NegativeLogLikelihood;
import dev.lanewise.layers.loss.Reduction;
import dev.lanewise.layers.loss.SmoothAbsoluteError;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import java.util.List;
import java.util.Map;

/** Losses as JSON. */
final class LossJson {

  static final Map<String, List<String>> LOSSES =
      Map.ofEntries(
          Map.entry(
              "softmax-cross-entropy", List.of("reduction", "smoothing", "weights", "ignored")),
          Map.entry("categorical-cross-entropy", List.of("reduction")),
          Map.entry("negative-log-likelihood", List.of("reduction", "weights", "ignored")),
          Map.entry("binary-cross-entropy", List.of("reduction")),
          Map.entry("binary-cross-entropy-with-logits", List.of("reduction", "positiveWeights")),
          Map.entry("mean-squared-error", List.of("form")),
          Map.entry("absolute-error", List.of("reduction")),
          Map.entry("smooth-absolute-error", List.of("beta", "reduction")),
          Map.entry("huber", List.of("delta", "reduction")),
          Map.entry("hinge", List.of("margin", "squared", "reduction")));

  private LossJson() {}

  static Loss read(JsonElement element, Spot spot) {
    Typed typed = Typed.of(element, spot, "loss", LOSSES);
    Fields fields = typed.fields(spot, LOSSES);
    return fields.make(() -> read(typed.type(), fields));
  }

  private static Loss read(String type, Fields fields) {
    return switch (type) {
      case "softmax-cross-entropy" ->
          new SoftmaxCrossEntropy(
              reduction(fields, Reduction.MEAN),
              fields.number("smoothing", 0),
              weights(fields, "weights"),
              fields.whole("ignored", SoftmaxCrossEntropy.IGNORED));
      case "categorical-cross-entropy" ->
          new CategoricalCrossEntropy(reduction(fields, Reduction.MEAN));
      case "negative-log-likelihood" ->
          new NegativeLogLikelihood(
              reduction(fields, Reduction.MEAN),
              weights(fields, "weights"),
              fields.whole("ignored", SoftmaxCrossEntropy.IGNORED));
      case "binary-cross-entropy" ->
          new BinaryCrossEntropy(reduction(fields, Reduction.MEAN_OF_ELEMENTS));
      case "binary-cross-entropy-with-logits" ->
          new BinaryCrossEntropyWithLogits(
              reduction(fields, Reduction.MEAN_OF_ELEMENTS), weights(fields, "positiveWeights"));
      case "mean-squared-error" ->
          new MeanSquaredError(
              fields.choice(
                  "form", MeanSquaredError.Form.class, MeanSquaredError.Form.MEAN_OF_ELEMENTS));
      case "absolute-error" -> new AbsoluteError(reduction(fields, Reduction.MEAN_OF_ELEMENTS));
      case "smooth-absolute-error" ->
          new SmoothAbsoluteError(
              fields.number("beta", 1), reduction(fields, Reduction.MEAN_OF_ELEMENTS));
      case "huber" ->
          new Huber(fields.number("delta", 1), reduction(fields, Reduction.MEAN_OF_ELEMENTS));
      case "hinge" ->
          new Hinge(
              fields.number("margin", 1),
              fields.flag("squared", false),
              reduction(fields, Reduction.MEAN));
      default -> throw new IllegalStateException("No reader for: " + type);
    };
  }

  private static Reduction reduction(Fields fields, Reduction usual) {
    return fields.choice("reduction", Reduction.class, usual);
  }

  private static ClassWeights weights(Fields fields, String key) {
    if (!fields.has(key)) {
      return ClassWeights.NONE;
    }
    JsonArray array = fields.array(key);
    float[] weights = new float[array.size()];
    for (int c = 0; c < weights.length; c++) {
      if (!Fields.isNumber(array.get(c))) {
        throw fields.wrong(key + "[" + c + "]", "a number", array.get(c));
      }
      weights[c] = Float.parseFloat(array.get(c).getAsString());
    }
    return ClassWeights.of(weights);
  }

  static JsonElement write(Loss loss) {
    JsonObject object;
    switch (loss) {
      case SoftmaxCrossEntropy cross -> {
        object = reduced("softmax-cross-entropy", cross.reduction(), Reduction.MEAN);
        OptimizerJson.add(object, "smoothing", cross.smoothing(), 0);
        add(object, "weights", cross.weights());
        add(object, cross.ignored());
      }
      case CategoricalCrossEntropy(Reduction reduction) ->
          object = reduced("categorical-cross-entropy", reduction, Reduction.MEAN);
      case NegativeLogLikelihood likelihood -> {
        object = reduced("negative-log-likelihood", likelihood.reduction(), Reduction.MEAN);
        add(object, "weights", likelihood.weights());
        add(object, likelihood.ignored());
      }
      case BinaryCrossEntropy(Reduction reduction) ->
          object = reduced("binary-cross-entropy", reduction, Reduction.MEAN_OF_ELEMENTS);
      case BinaryCrossEntropyWithLogits(Reduction reduction, ClassWeights weights) -> {
        object = reduced("binary-cross-entropy-with-logits", reduction, Reduction.MEAN_OF_ELEMENTS);
        add(object, "positiveWeights", weights);
      }
      case MeanSquaredError(MeanSquaredError.Form form) -> {
        object = Typed.object("mean-squared-error");
        if (form != MeanSquaredError.Form.MEAN_OF_ELEMENTS) {
          object.addProperty("form", Fields.nameOf(form));
        }
      }
      case AbsoluteError(Reduction reduction) ->
          object = reduced("absolute-error", reduction, Reduction.MEAN_OF_ELEMENTS);
      case SmoothAbsoluteError(double beta, Reduction reduction) -> {
        object = reduced("smooth-absolute-error", reduction, Reduction.MEAN_OF_ELEMENTS);
        OptimizerJson.add(object, "beta", beta, 1);
      }
      case Huber(double delta, Reduction reduction) -> {
        object = reduced("huber", reduction, Reduction.MEAN_OF_ELEMENTS);
        OptimizerJson.add(object, "delta", delta, 1);
      }
      case Hinge(double margin, boolean squared, Reduction reduction) -> {
        object = reduced("hinge", reduction, Reduction.MEAN);
        OptimizerJson.add(object, "margin", margin, 1);
        OptimizerJson.add(object, "squared", squared);
      }
      case Loss other ->
          throw new IllegalArgumentException(
              "Only the project's own losses can be written. Received: " + other.name());
    }
    return Typed.shortest(object);
  }

  private static JsonObject reduced(String type, Reduction reduction, Reduction usual) {
    JsonObject object = Typed.object(type);
    if (reduction != usual) {
      object.addProperty("reduction", Fields.nameOf(reduction));
    }
    return object;
  }

  private static void add(JsonObject object, String key, ClassWeights weights) {
    if (!weights.none()) {
      JsonArray array = new JsonArray();
      weights.list().forEach(weight -> array.add(Json.number(weight)));
      object.add(key, array);
    }
  }

  private static void add(JsonObject object, int ignored) {
    if (ignored != SoftmaxCrossEntropy.IGNORED) {
      object.addProperty("ignored", ignored);
    }
  }
}
