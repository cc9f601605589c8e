package dev.lanewise.peers.engine;

import dev.lanewise.bench.compare.Net;
import dev.lanewise.bench.compare.Workload;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Op;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** TensorFlow's graphs, built and run by its Java interface; oneDNN, images pixel by pixel. */
public final class TensorFlowEngine implements Engine {

  private final ConfigProto config;

  /** Prepares sessions of some number of threads. */
  public TensorFlowEngine(int threads) {
    config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(1)
            .build();
  }

  @Override
  public String version() {
    return "TensorFlow " + TensorFlow.version();
  }

  @Override
  public Work prepare(Workload workload, boolean check) {
    return switch (workload) {
      case Workload.Train train -> training(train, check);
      case Workload.Predict predict -> prediction(predict, check);
      case Workload.Convolve _, Workload.Product _ -> throw Engine.cannot("TensorFlow", workload);
    };
  }

  private Work training(Workload.Train train, boolean check) {
    Net net = train.net();
    if (!check) {
      return new Trained(net, train.batch(), Checks.TINY_RATE, config, new double[0]);
    }
    double[] losses;
    int few = Math.min(train.batch(), Checks.BATCH);
    try (Trained trial = new Trained(net, few, net.rule().learningRate(), config, new double[0])) {
      losses = Checks.losses(net, trial::loss);
    }
    return new Trained(net, train.batch(), Checks.TINY_RATE, config, losses);
  }

  private Work prediction(Workload.Predict predict, boolean check) {
    Predicted work = new Predicted(predict.net(), predict.batch(), config);
    if (check) {
      work.check(predict.net(), predict.batch());
    }
    return work;
  }

  /** A training graph and its session. */
  private static final class Trained implements Work {
    private final Graph graph = new Graph();
    private final TensorFlowNet.Training ops;
    private final Session session;
    private final double[] evidence;
    private int next;

    Trained(Net net, int batch, double rate, ConfigProto config, double[] evidence) {
      this.evidence = evidence;
      TensorFlowNet build = new TensorFlowNet(net, batch, graph);
      ops = build.training(rate);
      session = new Session(graph, config);
      initialise(session, ops.initialisers());
    }

    @Override
    public void step() {
      next ^= 1;
      session.runner().addTarget(ops.updates().get(next)).run().close();
    }

    @Override
    public double[] evidence() {
      return evidence;
    }

    double loss() {
      try (var result =
          session.runner().addTarget(ops.updates().getFirst()).fetch(ops.loss()).run()) {
        return ((TFloat32) result.get(0)).getFloat();
      }
    }

    @Override
    public void close() {
      session.close();
      graph.close();
    }
  }

  /** A graph of the forward pass and its session. */
  private static final class Predicted implements Work {
    private final Graph graph = new Graph();
    private final TensorFlowNet.Prediction ops;
    private final Session session;
    private final float[] values;
    private double[] evidence = {};
    private int next;

    Predicted(Net net, int batch, ConfigProto config) {
      ops = new TensorFlowNet(net, batch, graph).prediction();
      session = new Session(graph, config);
      initialise(session, ops.initialisers());
      values = new float[batch * net.classes()];
    }

    @Override
    public void step() {
      predict(next ^= 1);
    }

    void check(Net net, int batch) {
      predict(0);
      evidence = Checks.probabilities(net, batch, values);
    }

    private void predict(int index) {
      try (var result = session.runner().fetch(ops.probabilities().get(index)).run()) {
        ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(values);
      }
    }

    @Override
    public double[] evidence() {
      return evidence;
    }

    @Override
    public void close() {
      session.close();
      graph.close();
    }
  }

  private static void initialise(Session session, List<Op> initialisers) {
    for (Op initialiser : initialisers) {
      session.run(initialiser);
    }
  }
}
