package dev.lanewise.layers.train;

import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.activation.Celu;
import dev.lanewise.layers.activation.Elu;
import dev.lanewise.layers.activation.Gelu;
import dev.lanewise.layers.activation.Hardsigmoid;
import dev.lanewise.layers.activation.Hardswish;
import dev.lanewise.layers.activation.LeakyRelu;
import dev.lanewise.layers.activation.LogSoftmax;
import dev.lanewise.layers.activation.Mish;
import dev.lanewise.layers.activation.PRelu;
import dev.lanewise.layers.activation.Relu6;
import dev.lanewise.layers.activation.Selu;
import dev.lanewise.layers.activation.Silu;
import dev.lanewise.layers.activation.Softplus;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.NegativeLogLikelihood;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.noise.AlphaDropout;
import dev.lanewise.layers.noise.GaussianDropout;
import dev.lanewise.layers.noise.GaussianNoise;
import dev.lanewise.layers.noise.SpatialDropout;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.pool.Pool2d;
import dev.lanewise.layers.shape.Flatten;
import java.util.List;
import java.util.Optional;

/** A network of activations and noise whose bits are pinned; new layers need no place in it. */
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
