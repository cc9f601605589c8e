package dev.lanewise.peers.engine;

import dev.lanewise.bench.ConvPass;
import dev.lanewise.bench.ConvWork;
import dev.lanewise.bench.GemmWork;
import dev.lanewise.bench.TrainWork;
import dev.lanewise.bench.compare.Net;
import dev.lanewise.bench.compare.Workload;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.core.parallel.OrderedSum;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.train.Predictor;
import dev.lanewise.layers.train.TrainOptions;
import dev.lanewise.layers.train.Trainer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.IntStream;

/** Lanewise itself. */
public final class LanewiseEngine implements Engine, AutoCloseable {

  /** Values of a weight gradient that one item adds up. */
  private static final int CHUNK = 1 << 14;

  private final BatchExecutor executor;
  private final ConvAlgorithm conv;
  private final Simd simd = Simd.choose();

  /** Prepares as many workers, and single convolutions by an algorithm. */
  public LanewiseEngine(int threads, ConvAlgorithm conv) {
    executor = new BatchExecutor(threads);
    this.conv = conv;
  }

  @Override
  public String version() {
    return "Lanewise, SIMD " + simd.width();
  }

  @Override
  public Work prepare(Workload workload, boolean check) {
    return switch (workload) {
      case Workload.Train train -> training(train, check);
      case Workload.Predict predict -> prediction(predict, check);
      case Workload.Convolve convolve -> convolution(convolve, check);
      case Workload.Product product -> {
        GemmWork work = new GemmWork(product.shape(), simd);
        if (check) {
          work.verify();
        }
        yield work::run;
      }
    };
  }

  private Work training(Workload.Train train, boolean check) {
    double[] losses = check ? learns(train) : new double[0];
    return Work.of(new TrainWork(train.net().spec(), train.batch(), executor, simd)::step, losses);
  }

  private double[] learns(Workload.Train train) {
    Net net = train.net();
    int batch = Math.min(train.batch(), Checks.BATCH);
    RivalSamples images = samples(net, batch, 100);
    Trainer trainer =
        new Trainer(
            network(net),
            net.spec().loss(),
            net.rule().optimizer(net.rule().learningRate()),
            new TrainOptions(1, batch, 1, false, 0),
            executor,
            simd);
    int[] order = IntStream.range(0, batch).toArray();
    return Checks.losses(net, () -> trainer.step(images, order, 0, batch, 1));
  }

  /** A network with the values that all engines begin with. */
  private static Network network(Net net) {
    Network network = net.spec().network(1);
    Iterator<Parameter> parameters = network.parameters().list().iterator();
    Iterator<Parameter> buffers = network.buffers().list().iterator();
    for (Initial.Values values : Initial.of(net)) {
      if (values.isLearned()) {
        network.parameters().set(parameters.next(), values.values());
      } else {
        network.buffers().set(buffers.next(), values.values());
      }
    }
    return network;
  }

  private static RivalSamples samples(Net net, int batch, long seed) {
    return new RivalSamples(
        net.input(),
        net.classes(),
        values(net, batch, seed),
        RandomData.labels(net, batch, seed + 100));
  }

  private static float[] values(Net net, int batch, long seed) {
    return RandomData.values(batch * net.input().elements(), seed);
  }

  private Work prediction(Workload.Predict predict, boolean check) {
    Net net = predict.net();
    Network network = network(net);
    int batch = predict.batch();
    Predictor predictor =
        new Predictor(
            network,
            Predictor.Output.PROBABILITIES,
            batch,
            net.spec().recipe().conv(),
            Optional.of(executor),
            simd);
    float[][] images = {values(net, batch, 100), values(net, batch, 101)};
    float[] results = new float[batch * net.classes()];
    predictor.predict(images[0], batch, results);
    double[] evidence = check ? Checks.probabilities(net, batch, results) : new double[0];
    int[] next = {0};
    return Work.of(() -> predictor.predict(images[next[0] ^= 1], batch, results), evidence);
  }

  private Work convolution(Workload.Convolve convolve, boolean check) {
    ConvWork work = new ConvWork(convolve.shape(), convolve.pass(), conv, executor, simd);
    if (check) {
      work.verify();
    }
    if (convolve.pass() != ConvPass.BACKWARD_WEIGHTS) {
      return work::run;
    }
    // A rival gives one gradient: the shards are added up, and emptied, within the measured time.
    float[][] shards = work.run();
    int length = shards[0].length;
    Job sum =
        (chunk, worker) -> {
          int from = chunk * CHUNK;
          int to = Math.min(length, from + CHUNK);
          OrderedSum.sum(shards, shards.length, from, to);
          for (float[] shard : shards) {
            Arrays.fill(shard, from, to, 0f);
          }
        };
    return () -> {
      work.run();
      executor.run(sum, (length + CHUNK - 1) / CHUNK);
    };
  }

  @Override
  public void close() {
    executor.close();
  }
}
