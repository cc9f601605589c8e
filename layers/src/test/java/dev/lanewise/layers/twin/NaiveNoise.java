package dev.lanewise.layers.twin;

import dev.lanewise.core.kernel.DropoutHash;
import dev.lanewise.core.kernel.NormalHash;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.activation.Selu;
import dev.lanewise.layers.noise.AlphaDropout;
import dev.lanewise.layers.noise.GaussianDropout;
import dev.lanewise.layers.noise.GaussianNoise;
import dev.lanewise.layers.noise.SpatialDropout;

/** Layers of noise on one image in double precision, with the engine's random numbers. */
final class NaiveNoise {

  private NaiveNoise() {}

  static boolean knows(Layer layer) {
    return layer instanceof GaussianNoise
        || layer instanceof GaussianDropout
        || layer instanceof AlphaDropout
        || layer instanceof SpatialDropout;
  }

  /** One image's results in training; {@code key} is the layer's. */
  static double[] of(Layer layer, Shape shape, double[] x, long key) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      double z = NormalHash.of((int) key, (int) (key >>> 32), i);
      y[i] =
          switch (layer) {
            case GaussianNoise(double deviation) -> x[i] + deviation * z;
            case GaussianDropout(double rate) -> x[i] * (1 + Math.sqrt(rate / (1 - rate)) * z);
            case SpatialDropout(double rate) ->
                kept(key, i / shape.pixels(), rate) ? x[i] / (1 - rate) : 0;
            case AlphaDropout(double rate) -> {
              // The dropped ones' value, then mean 0 and variance 1 again.
              double limit = -Selu.SCALE * Selu.ALPHA;
              double mean = rate * limit;
              double variance = (1 - rate) * (1 + rate * limit * limit);
              double mixed = kept(key, i, rate) ? x[i] : limit;
              yield (mixed - mean) / Math.sqrt(variance);
            }
            default -> throw new IllegalArgumentException(layer.kind());
          };
    }
    return y;
  }

  private static boolean kept(long key, int element, double rate) {
    int hash = DropoutHash.of((int) key, (int) (key >>> 32), element);
    return Integer.compareUnsigned(hash, DropoutHash.threshold(rate)) >= 0;
  }
}
