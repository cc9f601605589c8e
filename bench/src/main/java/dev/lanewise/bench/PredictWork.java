package dev.lanewise.bench;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.train.Predictor;
import java.util.Arrays;
import java.util.Optional;

/** Predictions of a model for random images, ready to run. */
public final class PredictWork {

  private static final long SEED = 1;

  private final ModelSpec spec;
  private final Network network;
  private final int batch;
  private final float[] images;
  private final float[] results;
  private final Predictor predictor;

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
    this.batch = batch;
    Shape input = network.input();
    images = SpotCheck.values(Math.multiplyExact(input.elements(), batch), 11);
    results = new float[Math.multiplyExact(network.output().elements(), batch)];
    predictor = predictor(executor, simd);
  }

  private Predictor predictor(BatchExecutor executor, Simd simd) {
    return new Predictor(
        network,
        spec.loss().onLogits() ? Predictor.Output.PROBABILITIES : Predictor.Output.RAW,
        batch,
        spec.recipe().conv(),
        Optional.of(executor),
        simd);
  }

  /**
   * Predicts the batch.
   *
   * @return the results, {@code [images][elements]}, which the next run overwrites
   */
  public float[] run() {
    predictor.predict(images, batch, results);
    return results;
  }

  /** Floating-point operations of one run. */
  public double flops() {
    return 2.0 * batch * NetFlops.of(network).forward();
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
  void check(float[] received) {
    float[] copy = received.clone();
    float[] expected = new float[copy.length];
    try (BatchExecutor caller = new BatchExecutor(1)) {
      predictor(caller, Simd.of(SimdWidth.SCALAR)).predict(images, batch, expected);
    }
    int difference = Arrays.mismatch(expected, copy);
    if (difference >= 0) {
      int elements = network.output().elements();
      throw new IllegalStateException(
          ("A prediction must give the scalar kernels' bits. Expected for %s, image %s, value"
                  + " %s: %s. Received: %s")
              .formatted(
                  spec.name(),
                  difference / elements,
                  difference % elements,
                  expected[difference],
                  copy[difference]));
    }
  }
}
