package dev.lanewise.layers.cases;

import dev.lanewise.core.setting.Interpolation;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.shape.Cropping2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.shape.Reshape;
import dev.lanewise.layers.shape.Upsample;
import dev.lanewise.layers.shape.ZeroPad2d;
import dev.lanewise.testkit.NaiveResample;
import java.util.List;
import java.util.Random;

/** Layers that change an image's size or order. */
final class ShapeCases {

  static final List<LayerCase<?>> ALL =
      List.of(
          LayerCase.of(Flatten.class, (r, x) -> new Flatten(), (layer, pass) -> pass.x()),
          LayerCase.of(
                  Reshape.class,
                  (r, x) -> new Reshape(new Shape(x.width(), x.channels(), x.height())),
                  (layer, pass) -> pass.x())
              .often(3),
          LayerCase.of(
              ZeroPad2d.class,
              (r, x) -> new ZeroPad2d(border(r)),
              (layer, pass) -> shifted(layer.border().top(), layer.border().left(), pass)),
          LayerCase.of(
                  Cropping2d.class,
                  (r, x) -> new Cropping2d(border(r)),
                  (layer, pass) -> shifted(-layer.border().top(), -layer.border().left(), pass))
              .example(
                  new Shape(1, 2, 3),
                  new Cropping2d(new Halo(0, 1, 1, 0)),
                  new float[] {1, 5, 2, 5, 3, 2},
                  new float[] {5, 2},
                  new float[] {7, 8},
                  new float[] {0, 7, 8, 0, 0, 0})
              .refuses(
                  "Cropping2d must leave at least 1x1. Received: 2x4x9, less 2 + 2 rows and 2 + 2"
                      + " columns",
                  () -> Cropping2d.of(2),
                  new Shape(2, 4, 9)),
          LayerCase.of(
                  Upsample.class,
                  (r, x) ->
                      new Upsample(
                          r.nextBoolean()
                              ? new Upsample.Factor(1 + r.nextInt(2), 1 + r.nextInt(2))
                              : new Upsample.Size(1 + r.nextInt(6), 1 + r.nextInt(6)),
                          Interpolation.values()[r.nextInt(3)]),
                  (layer, pass) ->
                      new NaiveResample(layer.mode(), pass.in(), pass.out()).apply(pass.x(), false))
              .often(3));

  private ShapeCases() {}

  private static Halo border(Random random) {
    return new Halo(random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
  }

  private static double[] shifted(int down, int right, Pass pass) {
    Shape in = pass.in();
    Shape out = pass.out();
    double[] y = new double[out.elements()];
    for (int o = 0; o < y.length; o++) {
      int iy = o / out.width() % out.height() - down;
      int ix = o % out.width() - right;
      if (iy >= 0 && iy < in.height() && ix >= 0 && ix < in.width()) {
        y[o] = pass.x()[(o / out.pixels() * in.height() + iy) * in.width() + ix];
      }
    }
    return y;
  }
}
