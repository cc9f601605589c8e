package dev.lanewise.bench;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.simd.SimdWidth;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.train.Evaluator;
import java.util.Arrays;

/** Predictions of a model for random images, ready to run. */
public final class PredictWork {

  private static final long SEED = 1;

  private final ModelSpec spec;
  private final Network network;
  private final Samples images;
  private final Evaluator evaluator;

  /**
   * Plans predictions by a new network.
   *
   * @param spec the model
   * @param batch images a run
   * @param executor workers
   * @param simd kernels
   * @throws IllegalArgumentException if the batch size is out of range or the network gives no flat
   *     result
   */
  public PredictWork(ModelSpec spec, int batch, BatchExecutor executor, Simd simd) {
    if (batch < 1 || batch > 1 << 20) {
      throw new IllegalArgumentException(
          "The batch size must be between 1 and 1048576. Received: " + batch);
    }
    this.spec = spec;
    network = spec.network(SEED);
    evaluator = new Evaluator(network, spec.loss(), executor, simd);
    images = new RandomImages(network.input(), network.output().elements(), batch);
  }

  /**
   * Predicts the batch.
   *
   * @return the results, {@code [images][elements]}
   */
  public float[][] run() {
    return evaluator.predict(images);
  }

  /** Floating-point operations of one run. */
  public double flops() {
    return 2.0 * images.size() * NetFlops.of(network).forward();
  }

  /**
   * Predicts the batch with these kernels and workers, and with the scalar kernels on one thread:
   * the results must have the same bits.
   *
   * @throws IllegalStateException if they differ
   */
  public void verify() {
    check(run());
  }

  /** Compares results with the scalar kernels'. */
  void check(float[][] received) {
    try (BatchExecutor caller = new BatchExecutor(1)) {
      Simd scalar = Simd.of(SimdWidth.SCALAR);
      float[][] expected = new Evaluator(network, spec.loss(), caller, scalar).predict(images);
      for (int i = 0; i < expected.length; i++) {
        int difference = Arrays.mismatch(expected[i], received[i]);
        if (difference >= 0) {
          throw new IllegalStateException(
              ("A prediction must give the scalar kernels' bits. Expected for %s, image %d, value"
                      + " %d: %s. Received: %s")
                  .formatted(
                      spec.name(),
                      i,
                      difference,
                      expected[i][difference],
                      received[i][difference]));
        }
      }
    }
  }
}
