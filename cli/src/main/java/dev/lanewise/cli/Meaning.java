package dev.lanewise.cli;

import dev.lanewise.core.math.FloatMath;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.activation.Hardsigmoid;
import dev.lanewise.layers.activation.LogSoftmax;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.activation.Softmax;
import dev.lanewise.layers.loss.BinaryCrossEntropyWithLogits;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.shape.Reshape;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * What the numbers are that a network gives for its classes. Only a softmax or a sigmoid, be it the
 * last layer or a part of the loss, makes probabilities; what a network without gives may be below
 * 0 or above 1, and means what it was trained for.
 */
enum Meaning {
  /** Of one class for each image: they add up to 1. */
  PROBABILITIES("probabilities", true),
  /** Of each class by itself: an image may show several, or none. */
  SEPARATE_PROBABILITIES("separate-probabilities", true),
  /** Plain numbers. */
  VALUES("values", false);

  private final String id;
  private final boolean isShare;

  Meaning(String id, boolean isShare) {
    this.id = id;
    this.isShare = isShare;
  }

  /** Its name in documents. */
  String id() {
    return id;
  }

  /** What one number is called in documents. */
  String member() {
    return isShare ? "probability" : "value";
  }

  /** A number as people read it. */
  String text(float result) {
    if (isShare) {
      return Text.format("%.2f %%", 100 * result);
    }
    double size = Math.abs(result);
    return size != 0 && size < 1e-3 || size >= 1e6
        ? Text.format("%.3e", result)
        : Text.format("%.4f", result);
  }

  /**
   * A network's results, and how an evaluator's numbers become them.
   *
   * @param meaning what they are
   * @param toResult what is still to be done to each number
   */
  record Results(Meaning meaning, DoubleUnaryOperator toResult) {

    /** Of a model, from an evaluator, which has done the softmax of a loss. */
    static Results of(ModelSpec spec) {
      Layer last = last(spec.layers());
      if (spec.loss().onLogits() || last instanceof Softmax) {
        return new Results(PROBABILITIES, x -> x);
      }
      if (last instanceof LogSoftmax) {
        return new Results(PROBABILITIES, x -> FloatMath.exp((float) x));
      }
      if (last instanceof Sigmoid || last instanceof Hardsigmoid) {
        return new Results(SEPARATE_PROBABILITIES, x -> x);
      }
      if (spec.loss() instanceof BinaryCrossEntropyWithLogits) {
        return new Results(SEPARATE_PROBABILITIES, x -> FloatMath.sigmoid((float) x));
      }
      return new Results(VALUES, x -> x);
    }

    /** The last layer that changes values. */
    private static Layer last(List<Named> layers) {
      int at = layers.size() - 1;
      while (at > 0 && layers.get(at).from().isEmpty() && keepsValues(layers.get(at).layer())) {
        at--;
      }
      return layers.get(at).layer();
    }

    private static boolean keepsValues(Layer layer) {
      return layer instanceof Flatten || layer instanceof Reshape || layer instanceof Dropout;
    }

    /** Makes results of an evaluator's numbers, in place. */
    void apply(float[] numbers) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) toResult.applyAsDouble(numbers[i]);
      }
    }
  }
}
