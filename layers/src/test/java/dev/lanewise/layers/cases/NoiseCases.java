package dev.lanewise.layers.cases;

import dev.lanewise.core.kernel.DropoutHash;
import dev.lanewise.core.kernel.NormalHash;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.activation.Selu;
import dev.lanewise.layers.noise.AlphaDropout;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.noise.GaussianDropout;
import dev.lanewise.layers.noise.GaussianNoise;
import dev.lanewise.layers.noise.SpatialDropout;
import java.util.List;

/** Layers of noise; their twins use the engine's random numbers. */
final class NoiseCases {

  static final List<LayerCase<?>> ALL =
      List.of(
          noise(
                  Dropout.class,
                  (r, x) -> new Dropout(r.nextBoolean() ? 0.25 : 0.3),
                  (layer, pass, i) ->
                      kept(pass.key(), i, layer.rate()) ? pass.x()[i] / (1 - layer.rate()) : 0)
              .often(4),
          noise(
              SpatialDropout.class,
              (r, x) -> new SpatialDropout(0.3),
              (layer, pass, i) ->
                  kept(pass.key(), i / pass.in().pixels(), layer.rate())
                      ? pass.x()[i] / (1 - layer.rate())
                      : 0),
          noise(
              AlphaDropout.class,
              (r, x) -> new AlphaDropout(0.2),
              (layer, pass, i) -> {
                // The dropped ones' value, then mean 0 and variance 1 again.
                double limit = -Selu.SCALE * Selu.ALPHA;
                double mean = layer.rate() * limit;
                double variance = (1 - layer.rate()) * (1 + layer.rate() * limit * limit);
                double mixed = kept(pass.key(), i, layer.rate()) ? pass.x()[i] : limit;
                return (mixed - mean) / Math.sqrt(variance);
              }),
          noise(
              GaussianNoise.class,
              (r, x) -> new GaussianNoise(0.2),
              (layer, pass, i) -> pass.x()[i] + layer.deviation() * normal(pass.key(), i)),
          noise(
              GaussianDropout.class,
              (r, x) -> new GaussianDropout(0.1),
              (layer, pass, i) -> {
                double deviation = Math.sqrt(layer.rate() / (1 - layer.rate()));
                return pass.x()[i] * (1 + deviation * normal(pass.key(), i));
              }));

  private NoiseCases() {}

  private interface Noise<L> {

    /** A result's element. */
    double of(L layer, Pass pass, int element);
  }

  /** In prediction the input itself. */
  private static <L extends Layer> LayerCase<L> noise(
      Class<L> type, LayerCase.Draw<L> draw, Noise<L> noise) {
    return LayerCase.of(
            type,
            draw,
            (L layer, Pass pass) -> {
              if (!pass.training()) {
                return pass.x();
              }
              double[] y = new double[pass.x().length];
              for (int i = 0; i < y.length; i++) {
                y[i] = noise.of(layer, pass, i);
              }
              return y;
            })
        .with(LayerCase.Trait.NOISE);
  }

  private static double normal(long key, int element) {
    return NormalHash.of((int) key, (int) (key >>> 32), element);
  }

  private static boolean kept(long key, int element, double rate) {
    int hash = DropoutHash.of((int) key, (int) (key >>> 32), element);
    return Integer.compareUnsigned(hash, DropoutHash.threshold(rate)) >= 0;
  }
}
