package dev.lanewise.layers.cases;

import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.pool.AdaptiveAvgPool2d;
import dev.lanewise.layers.pool.AdaptiveMaxPool2d;
import dev.lanewise.layers.pool.AvgPool1d;
import dev.lanewise.layers.pool.AvgPool2d;
import dev.lanewise.layers.pool.GlobalAvgPool2d;
import dev.lanewise.layers.pool.GlobalMaxPool2d;
import dev.lanewise.layers.pool.MaxPool1d;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.pool.Pool2d;
import java.util.List;
import java.util.Random;

/** Pooling. */
final class PoolCases {

  static final List<LayerCase<?>> ALL =
      List.of(
          LayerCase.of(
                  MaxPool2d.class,
                  (r, x) -> new MaxPool2d(pool(r)),
                  (layer, pass) -> windows(layer.pool(), true, pass))
              .often(4),
          LayerCase.of(
                  AvgPool2d.class,
                  (r, x) -> new AvgPool2d(pool(r)),
                  (layer, pass) -> windows(layer.pool(), false, pass))
              .often(4),
          LayerCase.of(
                  MaxPool1d.class,
                  (r, x) -> {
                    int kernel = 1 + r.nextInt(3);
                    return new MaxPool1d(kernel, 1 + r.nextInt(3), kernel / 2, r.nextBoolean());
                  },
                  (layer, pass) -> windows(layer.windows(), true, pass))
              .onOneRow(),
          LayerCase.of(
                  AvgPool1d.class,
                  (r, x) -> {
                    int kernel = 1 + r.nextInt(3);
                    return new AvgPool1d(
                        kernel,
                        1 + r.nextInt(3),
                        r.nextInt(kernel / 2 + 1),
                        r.nextBoolean(),
                        r.nextBoolean());
                  },
                  (layer, pass) -> windows(layer.windows(), false, pass))
              .onOneRow(),
          LayerCase.of(
              AdaptiveAvgPool2d.class,
              (r, x) -> new AdaptiveAvgPool2d(1 + r.nextInt(5), 1 + r.nextInt(5)),
              (layer, pass) -> adaptive(false, pass)),
          LayerCase.of(
              AdaptiveMaxPool2d.class,
              (r, x) -> new AdaptiveMaxPool2d(1 + r.nextInt(5), 1 + r.nextInt(5)),
              (layer, pass) -> adaptive(true, pass)),
          LayerCase.of(
              GlobalAvgPool2d.class,
              (r, x) -> new GlobalAvgPool2d(),
              (layer, pass) -> adaptive(false, pass)),
          LayerCase.of(
              GlobalMaxPool2d.class,
              (r, x) -> new GlobalMaxPool2d(),
              (layer, pass) -> adaptive(true, pass)));

  private PoolCases() {}

  private static Pool2d pool(Random random) {
    int rows = 1 + random.nextInt(3);
    int columns = 1 + random.nextInt(3);
    Halo padding =
        new Halo(
            random.nextInt(rows / 2 + 1),
            random.nextInt(columns / 2 + 1),
            random.nextInt(rows / 2 + 1),
            random.nextInt(columns / 2 + 1));
    return new Pool2d(
        rows,
        columns,
        1 + random.nextInt(3),
        1 + random.nextInt(3),
        padding,
        random.nextBoolean(),
        random.nextBoolean());
  }

  /** What a window sees. */
  private static final class Seen {

    private double sum;
    private int count;
    private double largest = Double.NEGATIVE_INFINITY;
    private double second = Double.NEGATIVE_INFINITY;

    void add(double value) {
      sum += value;
      second = Math.max(second, Math.min(largest, value));
      largest = Math.max(largest, value);
    }

    double result(boolean max, Condition condition) {
      if (max && second < largest) {
        condition.kink(largest - second);
      }
      return max ? largest : sum / count;
    }
  }

  private static double[] windows(Pool2d pool, boolean max, Pass pass) {
    Shape in = pass.in();
    Shape out = pass.out();
    double[] y = new double[out.elements()];
    for (int c = 0, i = 0; c < out.channels(); c++) {
      for (int oy = 0; oy < out.height(); oy++) {
        for (int ox = 0; ox < out.width(); ox++, i++) {
          Seen seen = new Seen();
          for (int ky = 0; ky < pool.kernelHeight(); ky++) {
            int iy = oy * pool.strideHeight() - pool.padding().top() + ky;
            for (int kx = 0; kx < pool.kernelWidth(); kx++) {
              int ix = ox * pool.strideWidth() - pool.padding().left() + kx;
              boolean real = iy >= 0 && iy < in.height() && ix >= 0 && ix < in.width();
              boolean padded =
                  iy < in.height() + pool.padding().bottom()
                      && ix < in.width() + pool.padding().right();
              if (real || pool.countPadding() && padded) {
                seen.count++;
              }
              if (real) {
                seen.add(pass.x()[(c * in.height() + iy) * in.width() + ix]);
              }
            }
          }
          y[i] = seen.result(max, pass.condition());
        }
      }
    }
    return y;
  }

  private static boolean sees(int o, int outputs, int i, int inputs) {
    return i * outputs < (o + 1) * inputs && (i + 1) * outputs > o * inputs;
  }

  private static double[] adaptive(boolean max, Pass pass) {
    Shape in = pass.in();
    Shape out = pass.out();
    double[] y = new double[out.elements()];
    for (int o = 0; o < y.length; o++) {
      int oy = o / out.width() % out.height();
      int ox = o % out.width();
      Seen seen = new Seen();
      for (int p = 0; p < in.pixels(); p++) {
        if (sees(oy, out.height(), p / in.width(), in.height())
            && sees(ox, out.width(), p % in.width(), in.width())) {
          seen.add(pass.x()[o / out.pixels() * in.pixels() + p]);
          seen.count++;
        }
      }
      y[o] = seen.result(max, pass.condition());
    }
    return y;
  }
}
