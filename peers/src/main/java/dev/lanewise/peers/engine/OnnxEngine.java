package dev.lanewise.peers.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.lanewise.bench.compare.Net;
import dev.lanewise.bench.compare.Workload;
import dev.lanewise.core.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ONNX Runtime on the CPU with all its optimisations. */
public final class OnnxEngine implements Engine {

  private final int threads;

  /** Prepares sessions of some number of threads. */
  public OnnxEngine(int threads) {
    this.threads = threads;
  }

  @Override
  public String version() {
    return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public Work prepare(Workload workload, boolean check) {
    if (!(workload instanceof Workload.Predict predict)) {
      throw Engine.cannot("ONNX Runtime", workload);
    }
    try {
      Session session = new Session(predict.net(), predict.batch(), threads);
      if (check) {
        session.check(predict.net(), predict.batch());
      }
      return session;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime must take the model.", e);
    }
  }

  /** A model with images and results in memory of their own. */
  private static final class Session implements Work {
    private final OrtSession session;
    private final List<Map<String, OnnxTensor>> inputs = new ArrayList<>();
    private final FloatBuffer result;
    private final Map<String, OnnxTensor> output;
    private double[] evidence = {};
    private int next;

    Session(Net net, int batch, int threads) throws OrtException {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        session = environment.createSession(OnnxModel.bytes(net, batch), options);
      }
      Shape in = net.input();
      long[] size = {batch, in.channels(), in.height(), in.width()};
      for (int i = 0; i < 2; i++) {
        FloatBuffer pixels = floats(batch * in.elements());
        pixels.put(RandomData.values(pixels.capacity(), 100 + i)).rewind();
        inputs.add(Map.of(OnnxModel.INPUT, OnnxTensor.createTensor(environment, pixels, size)));
      }
      result = floats(batch * net.classes());
      output =
          Map.of(
              OnnxModel.OUTPUT,
              OnnxTensor.createTensor(environment, result, new long[] {batch, net.classes()}));
    }

    private static FloatBuffer floats(int length) {
      return ByteBuffer.allocateDirect(4 * length).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    @Override
    public void step() {
      run(next ^= 1);
    }

    private void run(int batch) {
      try {
        session.run(inputs.get(batch), output).close();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime must run the model.", e);
      }
    }

    void check(Net net, int batch) {
      run(0);
      float[] values = new float[result.capacity()];
      result.get(0, values);
      evidence = Checks.probabilities(net, batch, values);
    }

    @Override
    public double[] evidence() {
      return evidence;
    }

    @Override
    public void close() {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime must end its session.", e);
      }
    }
  }
}
