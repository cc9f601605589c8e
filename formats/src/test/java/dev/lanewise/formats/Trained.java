package dev.lanewise.formats;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.Evaluator;
import dev.lanewise.layers.train.TrainListener;
import dev.lanewise.layers.train.TrainOptions;
import dev.lanewise.layers.train.Trainer;
import java.util.Optional;

/** Trains a description on made-up samples. */
final class Trained {

  private Trained() {}

  /** Noise, brighter by the label. */
  record Noise(int size, Shape shape, int classes) implements Samples {

    @Override
    public int label(int index) {
      return index % classes;
    }

    @Override
    public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
      for (int c = 0, i = 0; c < shape.channels(); c++) {
        for (int y = 0; y < shape.height(); y++) {
          for (int x = 0; x < shape.width(); x++, i++) {
            double noise = CounterRandom.uniform(index, i);
            group[at + layout.offset(c, y, x) + lane] = (float) (noise + label(index));
          }
        }
      }
    }
  }

  /** Samples that fit a description. */
  static Noise samples(ModelSpec spec, int size) {
    return new Noise(size, spec.input(), spec.network(0).output().elements());
  }

  static Network train(ModelSpec spec, int size) {
    Network network = spec.network(7);
    Recipe recipe = spec.recipe();
    try (BatchExecutor executor = new BatchExecutor(1)) {
      TrainOptions options = new TrainOptions(1, recipe.batch(), 7, recipe.shuffle(), 0);
      new Trainer(
              network,
              spec.loss(),
              recipe.optimizer(),
              options,
              executor,
              Simd.of(SimdWidth.SCALAR))
          .train(samples(spec, size), Optional.empty(), new TrainListener() {});
    }
    return network;
  }

  static float[][] predict(ModelSpec spec, Network network, int size) {
    try (BatchExecutor executor = new BatchExecutor(1)) {
      return new Evaluator(network, spec.loss(), executor, Simd.of(SimdWidth.SCALAR))
          .predict(samples(spec, size));
    }
  }
}
