package dev.lanewise.layers.cases;

import dev.lanewise.layers.Add;
import dev.lanewise.layers.Concat;
import dev.lanewise.layers.Multiply;
import java.util.Arrays;
import java.util.List;

/** Layers of several inputs. */
final class JoinCases {

  static final List<LayerCase<?>> ALL =
      List.of(
          LayerCase.of(
                  Add.class,
                  (r, x) -> new Add(),
                  (layer, pass) -> {
                    double[] y = pass.x().clone();
                    for (double[] other : pass.inputs().subList(1, pass.inputs().size())) {
                      for (int i = 0; i < y.length; i++) {
                        y[i] += other[i];
                      }
                    }
                    return y;
                  })
              .with(LayerCase.Trait.JOINS),
          LayerCase.of(
                  Multiply.class,
                  (r, x) -> new Multiply(),
                  (layer, pass) -> {
                    double[] y = pass.x().clone();
                    double[] factors = pass.inputs().get(1);
                    for (int i = 0; i < y.length; i++) {
                      y[i] *= factors[i / (y.length / factors.length)];
                    }
                    return y;
                  })
              .with(LayerCase.Trait.JOINS),
          LayerCase.of(
                  Concat.class,
                  (r, x) -> new Concat(),
                  (layer, pass) -> pass.inputs().stream().flatMapToDouble(Arrays::stream).toArray())
              .with(LayerCase.Trait.JOINS));

  private JoinCases() {}
}
