package dev.lanewise.layers.twin;

import dev.lanewise.core.kernel.DropoutHash;
import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Add;
import dev.lanewise.layers.Concat;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Multiply;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.activation.PRelu;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Relu6;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.activation.Softmax;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.linear.Conv1d;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.ConvTranspose2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.linear.DepthwiseConv2d;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.pool.AvgPool1d;
import dev.lanewise.layers.pool.AvgPool2d;
import dev.lanewise.layers.pool.MaxPool1d;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.pool.Pool2d;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network's forward pass in double precision, one image at a time, by plain loops. It also tells
 * how near it came to a kink, where a derivative jumps.
 */
public final class NaiveNetwork {

  private final Network network;
  private double margin = Double.POSITIVE_INFINITY;
  private double steepness;

  /** The twin of a network; parameters come with each call. */
  public NaiveNetwork(Network network) {
    this.network = network;
  }

  /** The smallest distance to a kink, in any pass so far: of a ReLU's input, of a pool's maxima. */
  public double margin() {
    return margin;
  }

  /** Values of all parameters of a network, parameter by parameter. */
  public static List<double[]> parametersOf(Network network) {
    List<double[]> values = new ArrayList<>();
    for (Parameter parameter : network.parameters().list()) {
      float[] floats = network.parameters().copyOf(parameter);
      double[] doubles = new double[floats.length];
      for (int i = 0; i < floats.length; i++) {
        doubles[i] = floats[i];
      }
      values.add(doubles);
    }
    return values;
  }

  /**
   * One image's result.
   *
   * @param parameters a list as {@link #parametersOf} makes it
   * @param image {@code [C][H][W]}
   * @param key of the image's random numbers
   * @param training whether dropout drops
   */
  public double[] forward(List<double[]> parameters, double[] image, long key, boolean training) {
    return forward(parameters, new double[][] {image}, new long[] {key}, training)[0];
  }

  /** The results of a batch, in training normalised by its own statistics. */
  public double[][] forward(
      List<double[]> parameters, double[][] images, long[] keys, boolean training) {
    List<double[][]> values = new ArrayList<>();
    values.add(images);
    int p = 0;
    for (Network.Node node : network.nodes()) {
      int count = node.layer().parameters(node.input()).size();
      List<double[]> own = parameters.subList(p, p + count);
      p += count;
      double[][] results = new double[images.length][];
      for (int n = 0; n < images.length; n++) {
        List<double[]> inputs = new ArrayList<>();
        for (int value : node.from()) {
          inputs.add(values.get(value)[n]);
        }
        results[n] = apply(node, own, inputs, keys[n], training);
      }
      if (node.layer() instanceof BatchNorm norm) {
        results = normalise(norm, node, own, results, training && !norm.frozen());
      }
      values.add(results);
    }
    return values.getLast();
  }

  private double[][] normalise(
      BatchNorm norm, Network.Node node, List<double[]> own, double[][] x, boolean training) {
    double[][] y = new double[x.length][x[0].length];
    int pixels = node.output().pixels();
    List<Integer> buffers = network.buffers().offsets(node.index());
    for (int c = 0; c < node.output().channels(); c++) {
      double mean = network.buffers().values()[buffers.get(0) + c];
      double variance = network.buffers().values()[buffers.get(1) + c];
      if (training) {
        mean = 0;
        variance = 0;
        for (double[] image : x) {
          for (int i = c * pixels; i < (c + 1) * pixels; i++) {
            mean += image[i] / (x.length * pixels);
          }
        }
        for (double[] image : x) {
          for (int i = c * pixels; i < (c + 1) * pixels; i++) {
            variance += (image[i] - mean) * (image[i] - mean) / (x.length * pixels);
          }
        }
      }
      steepness = Math.max(steepness, 1 / Math.sqrt(variance + norm.eps()));
      for (int n = 0; n < x.length; n++) {
        for (int i = c * pixels; i < (c + 1) * pixels; i++) {
          double centred = (x[n][i] - mean) / Math.sqrt(variance + norm.eps());
          y[n][i] = norm.affine() ? centred * own.get(0)[c] + own.get(1)[c] : centred;
        }
      }
    }
    return y;
  }

  /** The largest factor by which a batch normalisation has multiplied, in any pass so far. */
  public double steepness() {
    return steepness;
  }

  private double[] apply(
      Network.Node node,
      List<double[]> parameters,
      List<double[]> inputs,
      long key,
      boolean training) {
    double[] x = inputs.getFirst();
    int p = 0;
    {
      Shape in = node.input();
      switch (node.layer()) {
        case Add add -> {
          x = x.clone();
          for (double[] other : inputs.subList(1, inputs.size())) {
            for (int i = 0; i < x.length; i++) {
              x[i] += other[i];
            }
          }
        }
        case Concat concat -> {
          x = inputs.stream().flatMapToDouble(Arrays::stream).toArray();
        }
        case Multiply multiply -> {
          x = x.clone();
          double[] factors = inputs.get(1);
          for (int i = 0; i < x.length; i++) {
            x[i] *= factors[i / (x.length / factors.length)];
          }
        }
        case Relu6 relu6 -> {
          x = x.clone();
          for (int i = 0; i < x.length; i++) {
            margin = Math.min(margin, Math.min(Math.abs(x[i]), Math.abs(x[i] - 6)));
            x[i] = Math.clamp(x[i], 0, 6);
          }
        }
        case Conv2d conv -> {
          x = conv(conv, in, node.output(), x, parameters, p);
          p += conv.bias() == Bias.NONE ? 1 : 2;
        }
        case Conv1d conv -> {
          x = conv(conv.rows(), in, node.output(), x, parameters, p);
          p += conv.bias() ? 2 : 1;
        }
        case DepthwiseConv2d conv -> {
          x = conv(conv.target(in), in, node.output(), x, parameters, p);
          p += conv.bias() ? 2 : 1;
        }
        case ConvTranspose2d conv -> {
          double[] weight = parameters.get(p++);
          double[] bias = conv.bias() ? parameters.get(p++) : new double[conv.channels()];
          x = transposed(conv, in, node.output(), x, weight, bias);
        }
        case MaxPool1d max -> x = pool(max.windows(), true, in, node.output(), x);
        case AvgPool1d average -> x = pool(average.windows(), false, in, node.output(), x);
        case Dense dense -> {
          double[] weight = parameters.get(p++);
          x = dense(dense, x, weight, dense.bias() ? parameters.get(p++) : new double[0]);
        }
        case MaxPool2d max -> x = pool(max.pool(), true, in, node.output(), x);
        case AvgPool2d average -> x = pool(average.pool(), false, in, node.output(), x);
        case Relu relu -> {
          x = x.clone();
          for (int i = 0; i < x.length; i++) {
            margin = Math.min(margin, Math.abs(x[i]));
            x[i] = Math.max(x[i], 0);
          }
        }
        case Sigmoid sigmoid -> {
          x = x.clone();
          for (int i = 0; i < x.length; i++) {
            x[i] = 1 / (1 + Math.exp(-x[i]));
          }
        }
        case Tanh tanh -> {
          x = x.clone();
          for (int i = 0; i < x.length; i++) {
            x[i] = Math.tanh(x[i]);
          }
        }
        case Softmax softmax -> x = softmax(in, x);
        case Dropout dropout -> x = training ? drop(dropout, x, key, node.index()) : x;
        case PRelu prelu -> {
          margin = Math.min(margin, NaiveCurves.margin(prelu, x));
          x = NaiveCurves.prelu(in, x, parameters.get(p++));
        }
        case Layer other when NaiveCurves.knows(other) -> {
          margin = Math.min(margin, NaiveCurves.margin(other, x));
          x = NaiveCurves.of(other, in, x);
        }
        case Layer other when training && NaiveNoise.knows(other) ->
            x = NaiveNoise.of(other, in, x, CounterRandom.key(key, node.index()));
        case Layer other -> {
          List<double[]> own = parameters.subList(p, p + other.parameters(in).size());
          x = NaiveImages.forward(other, in, node.output(), x, own, this::kink);
          p += own.size();
        }
      }
    }
    return x;
  }

  private void kink(double distance) {
    margin = Math.min(margin, distance);
  }

  private static int before(Padding padding, Window window, int size, boolean rows) {
    if (padding.rule() == Padding.Rule.EXPLICIT) {
      return rows ? padding.explicit().top() : padding.explicit().left();
    }
    int outputs = (size + window.stride() - 1) / window.stride();
    int total =
        (outputs - 1) * window.stride() + (window.kernel() - 1) * window.dilation() + 1 - size;
    return Math.max(0, total) / 2;
  }

  private static double[] conv(
      Conv2d layer, Shape in, Shape out, double[] x, List<double[]> parameters, int at) {
    double[] weight = parameters.get(at);
    boolean biased = layer.bias() != Bias.NONE;
    double[] bias = biased ? parameters.get(at + 1) : new double[0];
    Window rows = layer.rows();
    Window columns = layer.columns();
    int top = before(layer.padding(), rows, in.height(), true);
    int left = before(layer.padding(), columns, in.width(), false);
    int groupInputs = in.channels() / layer.groups();
    int groupOutputs = out.channels() / layer.groups();
    double[] y = new double[out.elements()];
    for (int o = 0, i = 0; o < out.channels(); o++) {
      for (int oy = 0; oy < out.height(); oy++) {
        for (int ox = 0; ox < out.width(); ox++, i++) {
          double sum =
              switch (layer.bias()) {
                case NONE -> 0;
                case CHANNEL -> bias[o];
                case POSITION -> bias[i];
              };
          for (int c = 0; c < groupInputs; c++) {
            int channel = o / groupOutputs * groupInputs + c;
            for (int ky = 0; ky < rows.kernel(); ky++) {
              int iy = oy * rows.stride() - top + ky * rows.dilation();
              for (int kx = 0; kx < columns.kernel(); kx++) {
                int ix = ox * columns.stride() - left + kx * columns.dilation();
                if (iy >= 0 && iy < in.height() && ix >= 0 && ix < in.width()) {
                  double w =
                      weight[((o * groupInputs + c) * rows.kernel() + ky) * columns.kernel() + kx];
                  sum += w * x[(channel * in.height() + iy) * in.width() + ix];
                }
              }
            }
          }
          y[i] = sum;
        }
      }
    }
    return y;
  }

  private static double[] transposed(
      ConvTranspose2d layer, Shape in, Shape out, double[] x, double[] weight, double[] bias) {
    int groupInputs = in.channels() / layer.groups();
    int groupOutputs = out.channels() / layer.groups();
    Window rows = layer.rows().window();
    Window columns = layer.columns().window();
    double[] y = new double[out.elements()];
    for (int i = 0; i < y.length; i++) {
      y[i] = bias[i / out.pixels()];
    }
    for (int i = 0; i < x.length; i++) {
      int channel = i / in.pixels();
      int row = i / in.width() % in.height() * rows.stride() - layer.rows().padding();
      int column = i % in.width() * columns.stride() - layer.columns().padding();
      for (int j = 0; j < groupOutputs; j++) {
        int o = channel / groupInputs * groupOutputs + j;
        for (int ky = 0; ky < rows.kernel(); ky++) {
          int oy = row + ky * rows.dilation();
          for (int kx = 0; kx < columns.kernel(); kx++) {
            int ox = column + kx * columns.dilation();
            if (oy >= 0 && oy < out.height() && ox >= 0 && ox < out.width()) {
              int tap = (channel * groupOutputs + j) * rows.kernel() + ky;
              y[(o * out.height() + oy) * out.width() + ox] +=
                  x[i] * weight[tap * columns.kernel() + kx];
            }
          }
        }
      }
    }
    return y;
  }

  private static double[] dense(Dense layer, double[] x, double[] weight, double[] bias) {
    double[] y = new double[layer.outputs()];
    for (int o = 0; o < y.length; o++) {
      y[o] = layer.bias() ? bias[o] : 0;
      for (int i = 0; i < x.length; i++) {
        y[o] += weight[o * x.length + i] * x[i];
      }
    }
    return y;
  }

  private double[] pool(Pool2d pool, boolean max, Shape in, Shape out, double[] x) {
    double[] y = new double[out.elements()];
    for (int c = 0, i = 0; c < out.channels(); c++) {
      for (int oy = 0; oy < out.height(); oy++) {
        for (int ox = 0; ox < out.width(); ox++, i++) {
          double sum = 0;
          double largest = Double.NEGATIVE_INFINITY;
          double second = Double.NEGATIVE_INFINITY;
          int counted = 0;
          for (int ky = 0; ky < pool.kernelHeight(); ky++) {
            int iy = oy * pool.strideHeight() - pool.padding().top() + ky;
            for (int kx = 0; kx < pool.kernelWidth(); kx++) {
              int ix = ox * pool.strideWidth() - pool.padding().left() + kx;
              boolean real = iy >= 0 && iy < in.height() && ix >= 0 && ix < in.width();
              boolean padded =
                  iy < in.height() + pool.padding().bottom()
                      && ix < in.width() + pool.padding().right();
              if (real || pool.countPadding() && padded) {
                counted++;
              }
              if (real) {
                double value = x[(c * in.height() + iy) * in.width() + ix];
                sum += value;
                second = Math.max(second, Math.min(largest, value));
                largest = Math.max(largest, value);
              }
            }
          }
          if (max && second < largest) {
            margin = Math.min(margin, largest - second);
          }
          y[i] = max ? largest : sum / counted;
        }
      }
    }
    return y;
  }

  static double[] softmax(Shape shape, double[] x) {
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

  private static double[] drop(Dropout layer, double[] x, long imageKey, int index) {
    long key = CounterRandom.key(imageKey, index);
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int hash = DropoutHash.of((int) key, (int) (key >>> 32), i);
      boolean kept = Integer.compareUnsigned(hash, DropoutHash.threshold(layer.rate())) >= 0;
      y[i] = kept ? x[i] / (1 - layer.rate()) : 0;
    }
    return y;
  }
}
