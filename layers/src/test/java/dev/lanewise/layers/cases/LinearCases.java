package dev.lanewise.layers.cases;

import dev.lanewise.core.conv.Convolution;
import dev.lanewise.core.conv.Padding;
import dev.lanewise.core.conv.TransposedAxis;
import dev.lanewise.core.conv.Window;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.linear.Conv1d;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.ConvTranspose2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.linear.DepthwiseConv2d;
import java.util.List;
import java.util.Random;

/** Convolutions and dense layers. */
final class LinearCases {

  private static final Initializer WEIGHTS = new Initializer.HeNormal(Initializer.Fan.IN);
  private static final Initializer BIASES = new Initializer.Normal(0.3);

  static final List<LayerCase<?>> ALL =
      List.of(
          LayerCase.of(
                  Conv2d.class, LinearCases::convolution, (layer, pass) -> convolved(layer, pass))
              .often(14)
              .withOneImageForm(LinearCases::hasForm),
          LayerCase.of(
                  Conv1d.class,
                  (r, x) ->
                      new Conv1d(
                          1 + r.nextInt(4),
                          window(r, x.width()),
                          Padding.of(0, r.nextInt(3), 0, r.nextInt(3)),
                          1,
                          r.nextBoolean(),
                          WEIGHTS,
                          BIASES),
                  (layer, pass) -> convolved(layer.rows(), pass))
              .often(2)
              .onOneRow()
              .withOneImageForm((layer, input) -> hasForm(layer.rows(), input)),
          LayerCase.of(
                  DepthwiseConv2d.class,
                  (r, x) ->
                      new DepthwiseConv2d(
                          1 + r.nextInt(4) / 3,
                          window(r, x.height()),
                          window(r, x.width()),
                          r.nextBoolean() ? Padding.SAME : Padding.of(r.nextInt(2), r.nextInt(3)),
                          r.nextBoolean(),
                          WEIGHTS,
                          BIASES),
                  (layer, pass) -> convolved(layer.target(pass.in()), pass))
              .often(4)
              .withOneImageForm((layer, input) -> hasForm(layer.target(input), input)),
          LayerCase.of(
                  ConvTranspose2d.class,
                  (r, x) -> {
                    int groups = r.nextInt(3) == 0 ? x.channels() : 1;
                    return new ConvTranspose2d(
                        groups * (1 + r.nextInt(2)),
                        axis(r, x.height()),
                        axis(r, x.width()),
                        groups,
                        r.nextBoolean(),
                        WEIGHTS,
                        BIASES);
                  },
                  LinearCases::transposed)
              .often(4)
              .inLaneGroupsOnly(),
          LayerCase.of(
                  Dense.class,
                  (r, x) -> new Dense(2 + r.nextInt(4), r.nextInt(4) > 0, WEIGHTS, BIASES),
                  LinearCases::dense)
              .onFlat());

  private LinearCases() {}

  private static Window window(Random random, int size) {
    return new Window(
        1 + random.nextInt(Math.min(size, 3)), 1 + random.nextInt(3), 1 + random.nextInt(2));
  }

  private static TransposedAxis axis(Random random, int size) {
    Window window = window(random, size);
    int padding = random.nextInt(2);
    return new TransposedAxis(window, padding, random.nextInt(window.stride()));
  }

  private static Conv2d convolution(Random random, Shape input) {
    int groups = random.nextInt(3) == 0 ? input.channels() : 1;
    Padding padding =
        switch (random.nextInt(4)) {
          case 0 -> Padding.VALID;
          case 1 -> Padding.SAME;
          case 2 -> Padding.of(random.nextInt(3), random.nextInt(3));
          default ->
              Padding.of(
                  random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
        };
    return new Conv2d(
        groups * (1 + random.nextInt(3)),
        window(random, input.height()),
        window(random, input.width()),
        padding,
        groups,
        Convolution.Bias.values()[random.nextInt(Convolution.Bias.values().length)],
        WEIGHTS,
        BIASES);
  }

  private static boolean hasForm(Conv2d conv, Shape input) {
    return conv.groups() == 1
        || conv.groups() == input.channels()
            && conv.groups() == conv.channels()
            && conv.bias() != Convolution.Bias.POSITION;
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

  private static double[] convolved(Conv2d layer, Pass pass) {
    Shape in = pass.in();
    Shape out = pass.out();
    double[] x = pass.x();
    double[] weight = pass.parameters().getFirst();
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
                case CHANNEL -> pass.bias()[o];
                case POSITION -> pass.bias()[i];
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

  private static double[] transposed(ConvTranspose2d layer, Pass pass) {
    Shape in = pass.in();
    Shape out = pass.out();
    double[] x = pass.x();
    double[] weight = pass.parameters().getFirst();
    int groupInputs = in.channels() / layer.groups();
    int groupOutputs = out.channels() / layer.groups();
    Window rows = layer.rows().window();
    Window columns = layer.columns().window();
    double[] y = new double[out.elements()];
    for (int i = 0; i < y.length; i++) {
      y[i] = layer.bias() ? pass.bias()[i / out.pixels()] : 0;
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

  private static double[] dense(Dense layer, Pass pass) {
    double[] x = pass.x();
    double[] weight = pass.parameters().getFirst();
    double[] y = new double[layer.outputs()];
    for (int o = 0; o < y.length; o++) {
      y[o] = layer.bias() ? pass.bias()[o] : 0;
      for (int i = 0; i < x.length; i++) {
        y[o] += weight[o * x.length + i] * x[i];
      }
    }
    return y;
  }
}
