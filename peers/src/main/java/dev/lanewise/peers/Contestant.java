package dev.lanewise.peers;

import dev.lanewise.bench.compare.Figure;
import dev.lanewise.bench.compare.Target;
import dev.lanewise.bench.compare.Workload;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.peers.engine.BlasEngine;
import dev.lanewise.peers.engine.Engine;
import dev.lanewise.peers.engine.LanewiseEngine;
import dev.lanewise.peers.engine.OnnxEngine;
import dev.lanewise.peers.engine.TensorFlowEngine;
import dev.lanewise.peers.engine.TorchEngine;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An engine with one of its settings. */
public enum Contestant {
  /** This project. */
  LANEWISE(Figure.LANEWISE, "default", EnumSet.allOf(Kind.class)),
  /** The same with direct convolutions, whose share of the peak is a target. */
  LANEWISE_DIRECT(Figure.LANEWISE, Target.DIRECT, EnumSet.of(Kind.CONVOLUTION)),
  /** libtorch with oneDNN and OpenBLAS, images channel by channel. */
  LIBTORCH_NCHW("libtorch", "OpenBLAS, NCHW", Kind.NETS),
  /** The same, images pixel by pixel. */
  LIBTORCH_NHWC("libtorch", "OpenBLAS, channels-last", Kind.NETS),
  /** libtorch with oneDNN and oneMKL, images channel by channel. */
  LIBTORCH_MKL_NCHW("libtorch", "MKL, NCHW", Kind.NETS),
  /** The same, images pixel by pixel. */
  LIBTORCH_MKL_NHWC("libtorch", "MKL, channels-last", Kind.NETS),
  /** TensorFlow's graphs. */
  TENSORFLOW("TensorFlow", "graph, NHWC", EnumSet.of(Kind.TRAINING, Kind.PREDICTION)),
  /** ONNX Runtime. */
  ONNX_RUNTIME("ONNX Runtime", "all optimisations", EnumSet.of(Kind.PREDICTION)),
  /** oneMKL. */
  MKL("MKL", "default", EnumSet.of(Kind.PRODUCT)),
  /** OpenBLAS. */
  OPENBLAS("OpenBLAS", "default", EnumSet.of(Kind.PRODUCT)),
  /** oneDNN. */
  ONEDNN("oneDNN", "default", EnumSet.of(Kind.PRODUCT));

  private enum Kind {
    TRAINING,
    PREDICTION,
    CONVOLUTION,
    PRODUCT;

    static final Set<Kind> NETS = EnumSet.of(TRAINING, PREDICTION, CONVOLUTION);

    static Kind of(Workload workload) {
      return switch (workload) {
        case Workload.Train _ -> TRAINING;
        case Workload.Predict _ -> PREDICTION;
        case Workload.Convolve _ -> CONVOLUTION;
        case Workload.Product _ -> PRODUCT;
      };
    }
  }

  private final String engine;
  private final String setting;
  private final Set<Kind> kinds;

  Contestant(String engine, String setting, Set<Kind> kinds) {
    this.engine = engine;
    this.setting = setting;
    this.kinds = Set.copyOf(kinds);
  }

  /** The engine's name. */
  public String engine() {
    return engine;
  }

  /** The setting's name. */
  public String setting() {
    return setting;
  }

  /** Whether it is this project's engine. */
  public boolean isOurs() {
    return this == LANEWISE || this == LANEWISE_DIRECT;
  }

  /** Whether it is measured at a workload. */
  public boolean does(Workload workload) {
    return kinds.contains(Kind.of(workload));
  }

  /** Starts the engine in this JVM, which is to be its own. */
  public Engine start(int threads) {
    return switch (this) {
      case LANEWISE -> new LanewiseEngine(threads, ConvAlgorithm.AUTO);
      case LANEWISE_DIRECT -> new LanewiseEngine(threads, ConvAlgorithm.DIRECT);
      case LIBTORCH_NCHW, LIBTORCH_MKL_NCHW -> new TorchEngine(TorchEngine.Layout.NCHW, threads);
      case LIBTORCH_NHWC, LIBTORCH_MKL_NHWC ->
          new TorchEngine(TorchEngine.Layout.CHANNELS_LAST, threads);
      case TENSORFLOW -> new TensorFlowEngine(threads);
      case ONNX_RUNTIME -> new OnnxEngine(threads);
      case MKL -> new BlasEngine(BlasEngine.Library.MKL);
      case OPENBLAS -> new BlasEngine(BlasEngine.Library.OPENBLAS);
      case ONEDNN -> new BlasEngine(BlasEngine.Library.ONEDNN);
    };
  }

  /** Whether {@link #environment} needs to know where MKL lies. */
  boolean preloadsMkl() {
    return this == LIBTORCH_MKL_NCHW || this == LIBTORCH_MKL_NHWC;
  }

  /**
   * Variables that its process needs.
   *
   * @param threads threads
   * @param mkl MKL's library, for those that preload it
   */
  Map<String, String> environment(int threads, String mkl) {
    String count = Integer.toString(threads);
    Map<String, String> variables = new TreeMap<>();
    variables.put("OMP_NUM_THREADS", count);
    variables.put("MKL_NUM_THREADS", count);
    // libtorch calls OpenBLAS beside its own pool: two pools on the same cores make both slow.
    variables.put("OPENBLAS_NUM_THREADS", engine.equals("libtorch") ? "1" : count);
    variables.put("MKL_THREADING_LAYER", "GNU");
    variables.put("TF_CPP_MIN_LOG_LEVEL", "2");
    if (preloadsMkl()) {
      variables.put("LD_PRELOAD", mkl);
    }
    return variables;
  }
}
