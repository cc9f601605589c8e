package dev.lanewise.layers.train;

import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.AlphaDropout;
import dev.lanewise.layers.Celu;
import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Dense;
import dev.lanewise.layers.Elu;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.GaussianDropout;
import dev.lanewise.layers.GaussianNoise;
import dev.lanewise.layers.Gelu;
import dev.lanewise.layers.Hardsigmoid;
import dev.lanewise.layers.Hardswish;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LeakyRelu;
import dev.lanewise.layers.LogSoftmax;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.Mish;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.PRelu;
import dev.lanewise.layers.Pool2d;
import dev.lanewise.layers.Relu6;
import dev.lanewise.layers.Selu;
import dev.lanewise.layers.Silu;
import dev.lanewise.layers.Softplus;
import dev.lanewise.layers.SpatialDropout;
import dev.lanewise.layers.loss.NegativeLogLikelihood;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import java.util.List;
import java.util.Optional;

/** A network of every activation and every layer of noise. */
final class CurveNetwork {

  static final Shape INPUT = new Shape(2, 9, 7);

  private CurveNetwork() {}

  static ModelSpec spec() {
    List<Layer> layers =
        List.of(
            new GaussianNoise(0.1),
            Conv2d.of(5, 3).withPadding(Padding.of(1)),
            new PRelu(PRelu.Slopes.CHANNEL, 0.25),
            new SpatialDropout(0.2),
            Conv2d.of(6, 3).withPadding(Padding.of(1)),
            new Gelu(),
            new GaussianDropout(0.1),
            new Silu(),
            new MaxPool2d(Pool2d.of(2)),
            new Hardswish(),
            Conv2d.of(7, 3).withPadding(Padding.of(1)),
            new Mish(),
            new Gelu(Gelu.Form.TANH),
            new PRelu(),
            new Relu6(),
            new Flatten(),
            Dense.of(13),
            new Selu(),
            new AlphaDropout(0.1),
            Dense.of(11),
            new Elu(),
            new LeakyRelu(),
            Dense.of(9),
            new Celu(0.5),
            new Softplus(),
            Dense.of(8),
            new Hardsigmoid(),
            Dense.of(4),
            new LogSoftmax());
    return new ModelSpec(
        "curves",
        "",
        INPUT,
        layers.stream().map(layer -> new Named(Optional.empty(), layer)).toList(),
        new NegativeLogLikelihood(),
        Presets.lenet5().recipe());
  }
}
