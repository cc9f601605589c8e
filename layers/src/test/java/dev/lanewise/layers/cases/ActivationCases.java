package dev.lanewise.layers.cases;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.activation.Celu;
import dev.lanewise.layers.activation.Elu;
import dev.lanewise.layers.activation.Gelu;
import dev.lanewise.layers.activation.Hardsigmoid;
import dev.lanewise.layers.activation.Hardswish;
import dev.lanewise.layers.activation.LeakyRelu;
import dev.lanewise.layers.activation.LogSoftmax;
import dev.lanewise.layers.activation.Mish;
import dev.lanewise.layers.activation.PRelu;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Relu6;
import dev.lanewise.layers.activation.Selu;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.activation.Silu;
import dev.lanewise.layers.activation.Softmax;
import dev.lanewise.layers.activation.Softplus;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.testkit.NaiveActivation;
import java.util.List;

/** Activations. */
final class ActivationCases {

  static final List<LayerCase<?>> ALL =
      List.of(
          LayerCase.curve(Relu.class, (r, x) -> new Relu(), (layer, x) -> Math.max(x, 0), 0)
              .often(4),
          LayerCase.curve(
              Relu6.class, (r, x) -> new Relu6(), (layer, x) -> Math.clamp(x, 0, 6), 0, 6),
          LayerCase.curve(
              LeakyRelu.class,
              (r, x) -> r.nextBoolean() ? new LeakyRelu() : new LeakyRelu(-0.3),
              (layer, x) -> x > 0 ? x : layer.slope() * x,
              0),
          LayerCase.of(
                  PRelu.class,
                  (r, x) ->
                      r.nextBoolean()
                          ? new PRelu(PRelu.Slopes.SHARED, 0.2)
                          : new PRelu(PRelu.Slopes.CHANNEL, -0.1),
                  ActivationCases::prelu)
              .often(2),
          LayerCase.curve(
              Elu.class,
              (r, x) -> new Elu(0.7),
              (layer, x) -> NaiveActivation.elu(1, 1, layer.alpha(), x),
              0),
          LayerCase.curve(
              Celu.class,
              (r, x) -> new Celu(1.3),
              (layer, x) -> NaiveActivation.elu(1, 1 / layer.alpha(), layer.alpha(), x)),
          LayerCase.curve(
              Selu.class, (r, x) -> new Selu(), (layer, x) -> NaiveActivation.selu(x), 0),
          LayerCase.curve(
              Gelu.class,
              (r, x) -> new Gelu(Gelu.Form.values()[r.nextInt(2)]),
              (layer, x) ->
                  layer.form() == Gelu.Form.ERF
                      ? NaiveActivation.gelu(x)
                      : NaiveActivation.geluTanh(x)),
          LayerCase.curve(Silu.class, (r, x) -> new Silu(), (layer, x) -> NaiveActivation.silu(x)),
          LayerCase.curve(Mish.class, (r, x) -> new Mish(), (layer, x) -> NaiveActivation.mish(x)),
          LayerCase.curve(
              Hardswish.class,
              (r, x) -> new Hardswish(),
              (layer, x) -> x * NaiveActivation.hardSigmoid(x),
              -3,
              3),
          LayerCase.curve(
              Hardsigmoid.class,
              (r, x) -> new Hardsigmoid(),
              (layer, x) -> NaiveActivation.hardSigmoid(x),
              -3,
              3),
          LayerCase.curve(
              Softplus.class,
              (r, x) -> new Softplus(1.5, 20),
              (layer, x) -> NaiveActivation.softplus(layer.beta(), layer.threshold(), x),
              layer -> new double[] {layer.threshold() / layer.beta()}),
          LayerCase.curve(
                  Sigmoid.class, (r, x) -> new Sigmoid(), (layer, x) -> NaiveActivation.sigmoid(x))
              .often(2),
          LayerCase.curve(Tanh.class, (r, x) -> new Tanh(), (layer, x) -> Math.tanh(x)).often(2),
          LayerCase.of(
                  Softmax.class,
                  (r, x) -> new Softmax(),
                  (layer, pass) -> softmax(pass.in(), pass.x()))
              .often(2),
          LayerCase.of(
              LogSoftmax.class,
              (r, x) -> new LogSoftmax(),
              (layer, pass) -> {
                double[] y = softmax(pass.in(), pass.x());
                for (int i = 0; i < y.length; i++) {
                  y[i] = Math.log(y[i]);
                }
                return y;
              }));

  private ActivationCases() {}

  /** {@code x > 0 ? x : slope * x}, the slope that of the channel or the only one. */
  private static double[] prelu(PRelu layer, Pass pass) {
    double[] slopes = pass.parameters().getFirst();
    double[] x = pass.x();
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      double slope = slopes.length == 1 ? slopes[0] : slopes[i / pass.in().pixels()];
      pass.condition().kink(Math.abs(x[i]));
      y[i] = x[i] > 0 ? x[i] : slope * x[i];
    }
    return y;
  }

  private static double[] softmax(Shape shape, double[] x) {
    double[] y = new double[x.length];
    for (int pixel = 0; pixel < shape.pixels(); pixel++) {
      double sum = 0;
      for (int c = 0; c < shape.channels(); c++) {
        sum += Math.exp(x[c * shape.pixels() + pixel]);
      }
      for (int c = 0; c < shape.channels(); c++) {
        int i = c * shape.pixels() + pixel;
        y[i] = Math.exp(x[i]) / sum;
      }
    }
    return y;
  }
}
