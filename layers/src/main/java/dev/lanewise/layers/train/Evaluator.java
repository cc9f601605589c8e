package dev.lanewise.layers.train;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.loss.Loss;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures a network, or asks it for its results. It keeps its memory from call to call, and does
 * one call at a time: a second one at the same time is refused. Nobody may change the network
 * meanwhile.
 */
public final class Evaluator {

  /** Images a run: enough groups for many workers, few enough for a small array of results. */
  private static final int BATCH = 1024;

  private final Network network;
  private final Loss loss;
  private final ConvAlgorithm conv;
  private final BatchExecutor executor;
  private final Simd simd;
  private final BatchRunner runner;
  private final Exclusive exclusive = new Exclusive("An evaluator");
  private @Nullable Predictor few;

  /**
   * Plans the memory; convolutions take {@link ConvAlgorithm#AUTO}.
   *
   * @param network the network, whose parameters are read at each call
   * @param loss the loss to report
   * @param executor workers
   * @param simd kernels
   * @throws IllegalArgumentException if the network's output is not flat or does not fit memory, or
   *     the loss has weights for another number of classes
   */
  public Evaluator(Network network, Loss loss, BatchExecutor executor, Simd simd) {
    this(network, loss, ConvAlgorithm.AUTO, executor, simd);
  }

  /**
   * Plans the memory.
   *
   * @param network the network, whose parameters are read at each call
   * @param loss the loss to report
   * @param conv how convolutions are computed: as in training, if the results are to have the bits
   *     that training saw
   * @param executor workers
   * @param simd kernels
   * @throws IllegalArgumentException if the network's output is not flat or does not fit memory, or
   *     the loss has weights for another number of classes
   */
  public Evaluator(
      Network network, Loss loss, ConvAlgorithm conv, BatchExecutor executor, Simd simd) {
    this.network = network;
    this.loss = loss;
    this.conv = conv;
    this.executor = executor;
    this.simd = simd;
    loss.check(network.output().elements());
    runner = new BatchRunner(network, loss, false, BATCH, conv, executor, simd);
  }

  /**
   * Loss and accuracy over all samples.
   *
   * @throws IllegalArgumentException if the samples do not fit the network, a label, a target or a
   *     weight is out of range, or no sample counts in the loss
   * @throws SampleException if the samples throw
   * @throws IllegalStateException if another call is running
   */
  public Evaluation evaluate(Samples samples) {
    exclusive.begin();
    try {
      return measure(samples);
    } finally {
      exclusive.end();
    }
  }

  private Evaluation measure(Samples samples) {
    Fit.check(network, loss, samples);
    int[] order = identity(samples.size());
    runner.prepare();
    SampleWeights shares = new SampleWeights(loss, runner.elements());
    double sum = 0;
    double all = 0;
    long correct = 0;
    int invalid = 0;
    for (int from = 0; from < order.length; from += BATCH) {
      int count = Math.min(BATCH, order.length - from);
      double share = shares.of(samples, order, from, count);
      runner.run(samples, order, from, count, share, 0, null);
      sum += runner.lossSum();
      all += share;
      correct += runner.correct();
      invalid += runner.invalid();
    }
    return new Evaluation(
        sum / loss.normaliser(all, runner.elements()),
        (double) correct / order.length,
        order.length,
        invalid);
  }

  /**
   * The network's results for each sample, {@code [samples][elements]}: probabilities where the
   * loss is on logits, otherwise what the last layer gives. Labels are not looked at.
   *
   * @throws IllegalArgumentException if the samples do not have the shape of the network's input
   * @throws SampleException if the samples throw
   * @throws IllegalStateException if another call is running
   */
  public float[][] predict(Samples samples) {
    Fit.checkShape(network, samples);
    exclusive.begin();
    try {
      return samples.size() > 0 && samples.size() <= Predictor.FEW
          ? predictFew(samples)
          : predictMany(samples);
    } finally {
      exclusive.end();
    }
  }

  private float[][] predictMany(Samples samples) {
    int elements = runner.elements();
    int[] order = identity(samples.size());
    float[] results = new float[BATCH * elements];
    float[][] predictions = new float[order.length][];
    runner.prepare();
    for (int from = 0; from < order.length; from += BATCH) {
      int count = Math.min(BATCH, order.length - from);
      runner.run(samples, order, from, count, count, 0, results);
      for (int i = 0; i < count; i++) {
        float[] row = Arrays.copyOfRange(results, i * elements, (i + 1) * elements);
        if (loss.onLogits()) {
          Probabilities.softmax(row, 0, elements);
        }
        predictions[from + i] = row;
      }
    }
    return predictions;
  }

  /** One by one, with channels as lanes: a lane group would be mostly idle. */
  private float[][] predictFew(Samples samples) {
    Predictor predictor = few;
    if (predictor == null) {
      predictor =
          new Predictor(
              network,
              loss.onLogits() ? Predictor.Output.PROBABILITIES : Predictor.Output.RAW,
              Predictor.FEW,
              conv,
              Optional.of(executor),
              simd);
      few = predictor;
    } else {
      predictor.refreshAlone();
    }
    float[][] predictions = new float[samples.size()][];
    ChannelLayout nchw = new ChannelLayout(network.input(), Halo.NONE, true);
    float[] images = new float[predictions.length * nchw.size()];
    float[] scratch = new float[nchw.size() * Lanes.WIDTH];
    for (int i = 0; i < predictions.length; i++) {
      try {
        samples.copyTo(i, images, i * nchw.size(), nchw, scratch);
      } catch (RuntimeException e) {
        throw new SampleException(i, e);
      }
    }
    int elements = predictor.outputSize();
    float[] results = new float[predictions.length * elements];
    predictor.predict(images, predictions.length, results);
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = Arrays.copyOfRange(results, i * elements, (i + 1) * elements);
    }
    return predictions;
  }

  private static int[] identity(int size) {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    return order;
  }
}
