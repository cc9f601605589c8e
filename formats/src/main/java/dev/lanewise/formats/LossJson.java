package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
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

/** Losses as JSON. */
final class LossJson {

  static final Codec<ClassWeights> WEIGHTS = new Codec<>(LossJson::weights, LossJson::weights);

  static final Family<Loss> LOSSES =
      Family.<Loss>of(
              "loss",
              Row.of("softmax-cross-entropy", new SoftmaxCrossEntropy()),
              Row.of("categorical-cross-entropy", new CategoricalCrossEntropy(Reduction.MEAN)),
              Row.of(
                  "negative-log-likelihood",
                  new NegativeLogLikelihood(
                      Reduction.MEAN, ClassWeights.NONE, SoftmaxCrossEntropy.IGNORED)),
              Row.of("binary-cross-entropy", new BinaryCrossEntropy()),
              Row.of("binary-cross-entropy-with-logits", new BinaryCrossEntropyWithLogits()),
              Row.of(
                  "mean-squared-error",
                  new MeanSquaredError(MeanSquaredError.Form.MEAN_OF_ELEMENTS)),
              Row.of("absolute-error", new AbsoluteError()),
              Row.of("smooth-absolute-error", new SmoothAbsoluteError()).early("reduction"),
              Row.of("huber", new Huber()).early("reduction"),
              Row.of("hinge", new Hinge()).early("reduction"))
          .open("losses", Loss::name);

  private LossJson() {}

  private static ClassWeights weights(Fields fields, String key) {
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

  private static JsonElement weights(ClassWeights weights) {
    JsonArray array = new JsonArray();
    weights.list().forEach(weight -> array.add(Json.number(weight)));
    return array;
  }
}
