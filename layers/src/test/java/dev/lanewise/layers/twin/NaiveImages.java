package dev.lanewise.layers.twin;

import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.norm.GroupNorm;
import dev.lanewise.layers.norm.InstanceNorm2d;
import dev.lanewise.layers.norm.LayerNorm;
import dev.lanewise.layers.pool.AdaptiveAvgPool2d;
import dev.lanewise.layers.pool.AdaptiveMaxPool2d;
import dev.lanewise.layers.pool.GlobalAvgPool2d;
import dev.lanewise.layers.pool.GlobalMaxPool2d;
import dev.lanewise.layers.shape.Cropping2d;
import dev.lanewise.layers.shape.Upsample;
import dev.lanewise.layers.shape.ZeroPad2d;
import dev.lanewise.testkit.NaiveResample;
import java.util.List;
import java.util.function.DoubleConsumer;

/** Layers that change an image's size, or normalise within it, in double precision. */
final class NaiveImages {

  private NaiveImages() {}

  /**
   * A layer's result; {@code x} itself if the layer is none of these.
   *
   * @param layer the layer
   * @param in shape of its input
   * @param out shape of its result
   * @param x input, {@code [C][H][W]}
   * @param parameters the layer's parameters
   * @param margin takes distances to kinks
   */
  static double[] forward(
      Layer layer,
      Shape in,
      Shape out,
      double[] x,
      List<double[]> parameters,
      DoubleConsumer margin) {
    return switch (layer) {
      case GlobalAvgPool2d pool -> pool(false, in, out, x, margin);
      case AdaptiveAvgPool2d pool -> pool(false, in, out, x, margin);
      case GlobalMaxPool2d pool -> pool(true, in, out, x, margin);
      case AdaptiveMaxPool2d pool -> pool(true, in, out, x, margin);
      case ZeroPad2d(Halo border) -> shifted(in, out, border.top(), border.left(), x);
      case Cropping2d(Halo border) -> shifted(in, out, -border.top(), -border.left(), x);
      case Upsample upsample -> new NaiveResample(upsample.mode(), in, out).apply(x, false);
      case GroupNorm norm -> normal(norm.groups(), norm.epsilon(), in, x, parameters);
      case LayerNorm norm -> normal(1, norm.epsilon(), in, x, parameters);
      case InstanceNorm2d norm -> normal(in.channels(), norm.epsilon(), in, x, parameters);
      default -> x;
    };
  }

  private static boolean sees(int o, int outputs, int i, int inputs) {
    return i * outputs < (o + 1) * inputs && (i + 1) * outputs > o * inputs;
  }

  private static double[] pool(
      boolean max, Shape in, Shape out, double[] x, DoubleConsumer margin) {
    double[] y = new double[out.elements()];
    for (int o = 0; o < y.length; o++) {
      int oy = o / out.width() % out.height();
      int ox = o % out.width();
      double sum = 0;
      int count = 0;
      double largest = Double.NEGATIVE_INFINITY;
      double second = Double.NEGATIVE_INFINITY;
      for (int p = 0; p < in.pixels(); p++) {
        if (sees(oy, out.height(), p / in.width(), in.height())
            && sees(ox, out.width(), p % in.width(), in.width())) {
          double value = x[o / out.pixels() * in.pixels() + p];
          sum += value;
          count++;
          second = Math.max(second, Math.min(largest, value));
          largest = Math.max(largest, value);
        }
      }
      if (max && second < largest) {
        margin.accept(largest - second);
      }
      y[o] = max ? largest : sum / count;
    }
    return y;
  }

  private static double[] shifted(Shape in, Shape out, int down, int right, double[] x) {
    double[] y = new double[out.elements()];
    for (int o = 0; o < y.length; o++) {
      int iy = o / out.width() % out.height() - down;
      int ix = o % out.width() - right;
      if (iy >= 0 && iy < in.height() && ix >= 0 && ix < in.width()) {
        y[o] = x[(o / out.pixels() * in.height() + iy) * in.width() + ix];
      }
    }
    return y;
  }

  private static double[] normal(
      int groups, double epsilon, Shape shape, double[] x, List<double[]> parameters) {
    double[] y = new double[x.length];
    int size = x.length / groups;
    for (int from = 0; from < x.length; from += size) {
      double mean = 0;
      double variance = 0;
      for (int i = from; i < from + size; i++) {
        mean += x[i] / size;
      }
      for (int i = from; i < from + size; i++) {
        variance += (x[i] - mean) * (x[i] - mean) / size;
      }
      for (int i = from; i < from + size; i++) {
        y[i] = (x[i] - mean) / Math.sqrt(variance + epsilon);
        if (!parameters.isEmpty()) {
          int factor = parameters.getFirst().length == x.length ? i : i / shape.pixels();
          y[i] = y[i] * parameters.getFirst()[factor] + parameters.getLast()[factor];
        }
      }
    }
    return y;
  }
}
