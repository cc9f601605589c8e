package dev.lanewise.layers.cases;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.norm.GroupNorm;
import dev.lanewise.layers.norm.InstanceNorm2d;
import dev.lanewise.layers.norm.LayerNorm;
import java.util.List;

/**
 * Normalisations, with a large epsilon: nearly equal values would make noise of rounding errors.
 */
final class NormCases {

  static final List<LayerCase<?>> ALL =
      List.of(
          LayerCase.ofBatches(
              BatchNorm.class,
              (r, x) -> new BatchNorm(1e-2, 0.1, r.nextInt(3) > 0, r.nextInt(4) == 0),
              NormCases::batchNorm),
          LayerCase.of(
                  GroupNorm.class,
                  (r, x) -> {
                    int groups = 1 + r.nextInt(3);
                    return new GroupNorm(
                        x.channels() % groups == 0 ? groups : 1, 0.1, r.nextInt(4) > 0);
                  },
                  (layer, pass) -> normal(layer.groups(), layer.epsilon(), pass))
              .often(2)
              .inLaneGroupsOnly(),
          LayerCase.of(
                  LayerNorm.class,
                  (r, x) -> new LayerNorm(0.1, r.nextInt(4) > 0),
                  (layer, pass) -> normal(1, layer.epsilon(), pass))
              .inLaneGroupsOnly(),
          LayerCase.of(
                  InstanceNorm2d.class,
                  (r, x) -> new InstanceNorm2d(0.1, r.nextBoolean()),
                  (layer, pass) -> normal(pass.in().channels(), layer.epsilon(), pass))
              .inLaneGroupsOnly());

  private NormCases() {}

  private static double[] normal(int groups, double epsilon, Pass pass) {
    Shape shape = pass.in();
    double[] x = pass.x();
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
        if (!pass.parameters().isEmpty()) {
          double[] weight = pass.parameters().getFirst();
          int factor = weight.length == x.length ? i : i / shape.pixels();
          y[i] = y[i] * weight[factor] + pass.bias()[factor];
        }
      }
    }
    return y;
  }

  private static double[][] batchNorm(BatchNorm norm, List<Pass> passes) {
    Pass first = passes.getFirst();
    int pixels = first.in().pixels();
    double[][] y = new double[passes.size()][first.in().elements()];
    for (int c = 0; c < first.in().channels(); c++) {
      double mean = first.buffers().get(0)[c];
      double variance = first.buffers().get(1)[c];
      if (first.training() && !norm.frozen()) {
        mean = 0;
        variance = 0;
        int count = passes.size() * pixels;
        for (Pass pass : passes) {
          for (int i = c * pixels; i < (c + 1) * pixels; i++) {
            mean += pass.x()[i] / count;
          }
        }
        for (Pass pass : passes) {
          for (int i = c * pixels; i < (c + 1) * pixels; i++) {
            variance += (pass.x()[i] - mean) * (pass.x()[i] - mean) / count;
          }
        }
      }
      double factor = 1 / Math.sqrt(variance + norm.eps());
      first.condition().factor(factor);
      for (int n = 0; n < y.length; n++) {
        for (int i = c * pixels; i < (c + 1) * pixels; i++) {
          double centred = (passes.get(n).x()[i] - mean) * factor;
          y[n][i] =
              norm.affine()
                  ? centred * first.parameters().getFirst()[c] + first.bias()[c]
                  : centred;
        }
      }
    }
    return y;
  }
}
