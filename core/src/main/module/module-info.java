/**
 * The engine. Open to all are shapes and samples, what users set, the choice of kernels, and the
 * executor; the rest is the engine room, which only our own modules enter.
 */
module dev.lanewise.core {
  // A modular application gets the Vector API by this line, without --add-modules.
  requires jdk.incubator.vector;
  requires static org.jspecify;

  exports dev.lanewise.core.augment;
  exports dev.lanewise.core.parallel;
  exports dev.lanewise.core.setting;
  exports dev.lanewise.core.simd;
  exports dev.lanewise.core.tensor;
  exports dev.lanewise.core.conv to
      dev.lanewise.bench,
      dev.lanewise.layers;
  exports dev.lanewise.core.gemm to
      dev.lanewise.bench,
      dev.lanewise.layers;
  exports dev.lanewise.core.kernel to
      dev.lanewise.bench,
      dev.lanewise.layers;
  exports dev.lanewise.core.math to
      dev.lanewise.bench,
      dev.lanewise.cli,
      dev.lanewise.data,
      dev.lanewise.formats,
      dev.lanewise.layers;
  exports dev.lanewise.core.norm to
      dev.lanewise.layers;
  exports dev.lanewise.core.pool to
      dev.lanewise.bench,
      dev.lanewise.layers;
  exports dev.lanewise.core.resample to
      dev.lanewise.layers;
}
