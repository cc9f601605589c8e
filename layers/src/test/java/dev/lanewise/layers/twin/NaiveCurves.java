package dev.lanewise.layers.twin;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.activation.Activation;
import dev.lanewise.layers.activation.Celu;
import dev.lanewise.layers.Clamp;
import dev.lanewise.layers.activation.Elu;
import dev.lanewise.layers.activation.Gelu;
import dev.lanewise.layers.activation.Hardsigmoid;
import dev.lanewise.layers.activation.Hardswish;
import dev.lanewise.layers.activation.LeakyRelu;
import dev.lanewise.layers.activation.LogSoftmax;
import dev.lanewise.layers.activation.Mish;
import dev.lanewise.layers.activation.PRelu;
import dev.lanewise.layers.activation.Selu;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.activation.Silu;
import dev.lanewise.layers.activation.Softplus;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.testkit.NaiveActivation;

/** Activations of one image in double precision. */
final class NaiveCurves {

  private NaiveCurves() {}

  static boolean knows(Layer layer) {
    boolean plain = layer instanceof Clamp || layer instanceof Sigmoid || layer instanceof Tanh;
    return layer instanceof Activation && !plain || layer instanceof LogSoftmax;
  }

  /** One image's results. */
  static double[] of(Layer layer, Shape shape, double[] x) {
    double[] y = new double[x.length];
    if (layer instanceof LogSoftmax) {
      y = NaiveNetwork.softmax(shape, x);
      for (int i = 0; i < y.length; i++) {
        y[i] = Math.log(y[i]);
      }
      return y;
    }
    for (int i = 0; i < y.length; i++) {
      y[i] = value(layer, x[i]);
    }
    return y;
  }

  /** {@code x > 0 ? x : slope * x}, the slope that of the channel or the only one. */
  static double[] prelu(Shape shape, double[] x, double[] slopes) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      double slope = slopes.length == 1 ? slopes[0] : slopes[i / shape.pixels()];
      y[i] = x[i] > 0 ? x[i] : slope * x[i];
    }
    return y;
  }

  private static double value(Layer layer, double x) {
    return switch (layer) {
      case LeakyRelu(double slope) -> x > 0 ? x : slope * x;
      case Elu(double alpha) -> NaiveActivation.elu(1, 1, alpha, x);
      case Celu(double alpha) -> NaiveActivation.elu(1, 1 / alpha, alpha, x);
      case Selu() -> NaiveActivation.selu(x);
      case Gelu(Gelu.Form form) ->
          form == Gelu.Form.ERF ? NaiveActivation.gelu(x) : NaiveActivation.geluTanh(x);
      case Silu() -> NaiveActivation.silu(x);
      case Mish() -> NaiveActivation.mish(x);
      case Hardswish() -> x * NaiveActivation.hardSigmoid(x);
      case Hardsigmoid() -> NaiveActivation.hardSigmoid(x);
      case Softplus(double beta, double threshold) -> NaiveActivation.softplus(beta, threshold, x);
      default -> throw new IllegalArgumentException(layer.kind());
    };
  }

  /** How near values come to where the derivative jumps. */
  static double margin(Layer layer, double[] x) {
    double[] kinks =
        switch (layer) {
          case LeakyRelu leaky -> new double[] {0};
          case PRelu prelu -> new double[] {0};
          case Selu selu -> new double[] {0};
          case Elu elu -> new double[] {0};
          case Hardswish swish -> new double[] {-3, 3};
          case Hardsigmoid sigmoid -> new double[] {-3, 3};
          case Softplus(double beta, double threshold) -> new double[] {threshold / beta};
          default -> new double[0];
        };
    double margin = Double.POSITIVE_INFINITY;
    for (double value : x) {
      for (double kink : kinks) {
        margin = Math.min(margin, Math.abs(value - kink));
      }
    }
    return margin;
  }
}
