package dev.lanewise.bench;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.train.TrainOptions;
import dev.lanewise.layers.train.Trainer;
import java.util.Arrays;

/**
 * Training steps of a model on random images, ready to run. A step is what training does: images
 * into lane groups, forward, loss, backward, update. The learning rate is tiny, which changes no
 * figure, so that random labels cannot drive the weights away.
 */
public final class TrainWork {

  private static final double LEARNING_RATE = 1e-6;
  private static final long SEED = 1;

  /** Batches of different images, taken in turn. */
  private static final int BATCHES = 2;

  /** Images of the step that is compared: more than one lane group. */
  private static final int CHECKED_IMAGES = 17;

  private final ModelSpec spec;
  private final int batch;
  private final BatchExecutor executor;
  private final Simd simd;
  private final Network network;
  private final Samples images;
  private final int[] order;
  private final Trainer trainer;
  private int next;

  /**
   * Plans the training of a new network.
   *
   * @param spec the model, of whose recipe only the optimizer and the algorithm are used
   * @param batch images a step
   * @param executor workers
   * @param simd kernels
   * @throws IllegalArgumentException if the batch size is out of range or the network can't be
   *     trained
   */
  public TrainWork(ModelSpec spec, int batch, BatchExecutor executor, Simd simd) {
    this.spec = spec;
    this.batch = batch;
    this.executor = executor;
    this.simd = simd;
    network = spec.network(SEED);
    trainer = trainer(network, batch, executor, simd);
    images =
        new RandomImages(
            network.input(), network.output().elements(), Math.multiplyExact(BATCHES, batch));
    order = new int[images.size()];
    Arrays.setAll(order, i -> i);
  }

  private Trainer trainer(Network net, int images, BatchExecutor workers, Simd kernels) {
    return new Trainer(
        net,
        spec.loss(),
        spec.recipe().optimizer().withLearningRate(LEARNING_RATE),
        new TrainOptions(1, images, SEED, false, 0, spec.recipe().conv()),
        workers,
        kernels);
  }

  /**
   * Takes one step.
   *
   * @return the mean loss before it
   */
  public double step() {
    double loss = trainer.step(images, order, next, batch, 1);
    next = (next + batch) % order.length;
    return loss;
  }

  /** Floating-point operations of one step. */
  public double flops() {
    return (double) batch * NetFlops.of(network).flops();
  }

  /**
   * Takes one step of a small batch with these kernels and workers, and one with the scalar kernels
   * on one thread: the parameters must have the same bits. It is to be called after measuring,
   * since other kernels in the same JVM cost these some speed.
   *
   * @throws IllegalStateException if the parameters differ or did not change
   */
  public void verify() {
    int count = Math.min(batch, CHECKED_IMAGES);
    Network initial = spec.network(SEED);
    Network mine = spec.network(SEED);
    Network plain = spec.network(SEED);
    trainer(mine, count, executor, simd).step(images, order, 0, count, 1);
    try (BatchExecutor caller = new BatchExecutor(1)) {
      trainer(plain, count, caller, Simd.of(SimdWidth.SCALAR)).step(images, order, 0, count, 1);
    }
    float[] values = mine.parameters().values();
    int difference = Arrays.mismatch(values, plain.parameters().values());
    if (difference >= 0) {
      throw new IllegalStateException(
          "A step must give the scalar kernels' bits. Expected for %s, value %s: %s. Received: %s"
              .formatted(
                  spec.name(),
                  difference,
                  plain.parameters().values()[difference],
                  values[difference]));
    }
    if (values.length > 0 && Arrays.equals(values, initial.parameters().values())) {
      throw new IllegalStateException(
          "A step must change the parameters. Received: none changed in " + spec.name());
    }
  }
}
