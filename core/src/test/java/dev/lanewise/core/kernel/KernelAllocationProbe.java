package dev.lanewise.core.kernel;

import dev.lanewise.core.conv.ConvGeometry;
import dev.lanewise.core.conv.Convolution;
import dev.lanewise.core.gemm.Gemm;
import dev.lanewise.core.gemm.Matrix;
import dev.lanewise.core.pool.AdaptiveGeometry;
import dev.lanewise.core.pool.PoolGeometry;
import dev.lanewise.core.pool.Pooling;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Allocation;
import dev.lanewise.testkit.Bits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Measures what each kernel of one width allocates; the program of {@link KernelAllocationTest}.
 */
final class KernelAllocationProbe {

  private static final int N = 16 * 13;
  private static final int WARMUP = 1_000;
  private static final int CALLS = 300;

  private final List<String> report = new ArrayList<>();

  private KernelAllocationProbe() {}

  /** Writes one line a kernel, its name and its bytes per call, to the file {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    Simd simd = Simd.of(SimdWidth.valueOf(args[1]));
    KernelAllocationProbe probe = new KernelAllocationProbe();
    probe.elementwise(simd.elementwise());
    probe.activations(simd);
    probe.noise(simd.noise());
    probe.pooling(simd, 2, 1);
    probe.pooling(simd, 2, 0);
    probe.pooling(simd, 3, 1);
    for (int size : new int[] {1, 2, 3, 4, 11}) {
      probe.adaptivePooling(simd, size);
    }
    probe.convolution(simd, 12, ConvAlgorithm.DIRECT);
    probe.convolution(simd, 13, ConvAlgorithm.DIRECT);
    probe.convolution(simd, 12, ConvAlgorithm.WINOGRAD);
    probe.convolution(simd, 13, ConvAlgorithm.WINOGRAD);
    probe.gemm(simd);
    for (int blocks : new int[] {1, 2, 4, 8}) {
      probe.channels(simd.channel(), blocks, 1);
      probe.channels(simd.channel(), blocks, 13);
    }
    probe.depthwise(simd.depthwise(), false);
    probe.depthwise(simd.depthwise(), true);
    probe.rows(simd.gemv());
    probe.streams(simd.stream());
    probe.band(simd.resample());
    probe.channelAffine(simd.channelAffine());
    probe.batchNorm(simd.batchNorm());
    for (int width : new int[] {1, 7, 130}) {
      probe.norm(simd.norm(), width);
    }
    Files.write(Path.of(args[0]), probe.report);
  }

  private void measure(String what, Runnable task) {
    report.add(what + " " + Allocation.bytesPerCall(task, WARMUP, CALLS));
  }

  private void elementwise(ElementwiseKernel kernel) {
    Random random = new Random(3);
    float[] x = new float[N];
    for (int i = 0; i < N; i++) {
      x[i] = (float) random.nextGaussian();
    }
    float[] y = new float[N];
    float[] dx = new float[N];
    int[] keys = random.ints(16).toArray();
    measure("fill", () -> kernel.fill(dx, 0, N, 1f));
    measure("copy", () -> kernel.copy(x, 0, y, 0, N));
    measure("add", () -> kernel.add(x, 0, dx, 0, N));
    measure("sum", () -> kernel.sum(x, 0, y, 0, dx, 0, N, 0f, 6f));
    measure("scale", () -> kernel.scale(0.5f, x, 0, y, 0, N));
    measure("addBias", () -> kernel.addBias(0.5f, dx, 0, N));
    measure("relu", () -> kernel.relu(x, 0, y, 0, N));
    measure("reluBackward", () -> kernel.reluBackward(y, 0, x, 0, dx, 0, N));
    measure("clamp", () -> kernel.clamp(x, 0, y, 0, N, -0.5f, 0.5f));
    measure("clampBackward", () -> kernel.clampBackward(y, 0, x, 0, dx, 0, N, -0.5f, 0.5f));
    measure("sigmoid", () -> kernel.sigmoid(x, 0, y, 0, N));
    measure("sigmoidBackward", () -> kernel.sigmoidBackward(y, 0, x, 0, dx, 0, N));
    measure("tanh", () -> kernel.tanh(x, 0, y, 0, N));
    measure("tanhBackward", () -> kernel.tanhBackward(y, 0, x, 0, dx, 0, N));
    measure("softmax", () -> kernel.softmax(x, 0, 16, 13, y, 0, 16, 16));
    measure("softmaxBackward", () -> kernel.softmaxBackward(y, 0, 16, x, 0, 16, dx, 0, 16, 13, 16));
    measure("logSoftmax", () -> kernel.logSoftmax(x, 0, 16, 13, y, 0, 16, 16));
    measure(
        "logSoftmaxBackward",
        () -> kernel.logSoftmaxBackward(y, 0, 16, x, 0, 16, dx, 0, 16, 13, 16));
    measure("dropout", () -> kernel.dropout(x, 0, y, 0, N, keys, keys, 5, 0x40000000, 1.25f));
  }

  /** Rows of 11 pixels: pixels in fours and three left over. */
  private void batchNorm(BatchNormKernel kernel) {
    int n = 16 * 11;
    int rows = 3;
    float[] m = new float[4 * rows * n];
    for (int i = 0; i < m.length; i++) {
      m[i] = i % 7 - 3;
    }
    int s = rows * n;
    int y = 2 * s;
    int d = 3 * s;
    float[] out = new float[2 * BatchNormKernel.SUM];
    measure("bnSum", () -> kernel.sum(m, 0, n, rows, n, out, 0));
    measure("bnSquares", () -> kernel.squares(m, 0, n, rows, n, 0.5f, out, 0));
    measure("bnApply", () -> kernel.apply(m, 0, n, y, n, rows, n, 0.5f, 2f, 1f, 0f, 6f));
    measure(
        "bnApplyAdd", () -> kernel.applyAdd(m, 0, n, s, n, y, n, rows, n, 0.5f, 2f, 1f, 0f, 6f));
    measure("bnGather", () -> kernel.gather(m, 0, n, d, n, rows, n, 0.5f, out, 0));
    measure(
        "bnGatherClamped",
        () -> kernel.gatherClamped(m, 0, n, y, n, d, n, rows, n, 0.5f, 0f, 6f, out, 0));
    measure(
        "bnBackward", () -> kernel.backward(m, 0, n, d, n, d, n, rows, n, 0.5f, 1f, 0.1f, 0.2f));
  }

  private void activations(Simd simd) {
    float[] x = Bits.normal(4, N);
    float[] y = new float[N];
    float[] sums = new float[16];
    for (Curve curve : Curve.ALL) {
      measure(curve.name(), () -> curve.forward().apply(simd, x, 0, y, 0, N));
      measure(curve.name() + "Backward", () -> curve.backward().apply(simd, x, 0, y, 0, y, 0, N));
    }
    ActivationKernel kernel = simd.activation();
    measure("slopeGradient", () -> kernel.slopeGradient(x, 0, y, 0, N, sums, 0));
  }

  private void noise(NoiseKernel kernel) {
    float[] x = Bits.normal(5, N);
    float[] y = new float[N];
    int[] keys = new Random(6).ints(16).toArray();
    measure("gaussian", () -> kernel.gaussian(x, 0, y, 0, N, keys, keys, 5, 0.5f, 0.1f));
    measure(
        "affineDropout",
        () -> kernel.affineDropout(x, 0, y, 0, N, keys, keys, 5, 0x40000000, 1.25f, 0.1f, -1f));
    measure("runDropout", () -> kernel.runDropout(x, 0, y, 0, N, keys, keys, 5, 0x40000000, 1.25f));
  }

  /** Rows in whole tiles and in a last one that is lower; pixels in pairs and a single one. */
  private void convolution(Simd simd, int outputs, ConvAlgorithm algorithm) {
    Window window = new Window(3, 1, 1);
    Shape input = new Shape(8, 7, 7);
    ConvGeometry geometry = ConvGeometry.of(input, outputs, window, window, Padding.SAME, 1);
    LaneLayout in = new LaneLayout(input, geometry.inputHalo());
    LaneLayout out = new LaneLayout(geometry.output(), geometry.gradientHalo());
    Convolution convolution =
        new Convolution(
            geometry,
            new Convolution.Layouts(in, out, out, in),
            Bias.CHANNEL,
            Convolution.Columns.VIRTUAL,
            algorithm,
            simd);
    float[] x = new float[in.size()];
    float[] y = new float[out.size()];
    float[] w = new float[geometry.weights()];
    float[] b = new float[outputs];
    float[] scratch = new float[convolution.scratchSize()];
    convolution.prepare(w, 0, b, 0, true);
    measure("prepare", () -> convolution.prepare(w, 0, b, 0, true));
    measure("forward", () -> convolution.forward(x, 0, y, 0, scratch));
    measure("backwardData", () -> convolution.backwardData(y, 0, x, 0, scratch));
    measure("backwardWeights", () -> convolution.backwardWeights(x, 0, y, 0, w, 0, b, 0, scratch));
  }

  private void gemm(Simd simd) {
    Gemm gemm = new Gemm(Matrix.of(29, 70), Matrix.transposed(70, 55), Matrix.of(29, 55), simd);
    float[] a = new float[29 * 70];
    float[] b = new float[70 * 55];
    float[] c = new float[29 * 55];
    measure("gemm", () -> gemm.multiply(a, 0, b, 0, c, 0, Gemm.Mode.ACCUMULATE));
  }

  /** One tile of each kind and a rest. */
  private void channels(ChannelKernel kernel, int blocks, int rows) {
    int depth = 37;
    int[] row = new int[rows];
    int[] step = new int[depth];
    Arrays.setAll(row, r -> 16 * r);
    Arrays.setAll(step, k -> k);
    ChannelTables tables = ChannelTables.of(row, step, row);
    float[] x = new float[16 * rows + depth];
    float[] w = new float[blocks * depth * 16];
    float[] y = new float[blocks * rows * 16];
    float[] init = new float[blocks * 16];
    measure(
        "channels",
        () ->
            kernel.multiply(
                tables, depth, blocks, x, 0, w, 0, depth * 16, init, 0, y, 0, rows * 16));
  }

  /** Each number of taps that has a pass of its own, none, and several passes; a grid. */
  private void depthwise(DepthwiseKernel kernel, boolean lanes) {
    for (int taps : new int[] {0, 1, 2, 4, 6, 9, -9, 25}) {
      int[] offsets = new int[Math.abs(taps)];
      // Neighbours by three are a grid, others are not.
      int stride = taps < 0 ? 16 : 32;
      Arrays.setAll(offsets, t -> stride * (t % 3));
      PlaneTables tables = new PlaneTables(offsets, 3, 5, 16 * 9, 16, 16 * 5, 16);
      float[] x = new float[16 * 64];
      float[] y = new float[16 * 15];
      float[] w = new float[16 * 25];
      float[] sums = new float[DepthwiseKernel.sumsSize(offsets.length)];
      measure("depthwise", () -> kernel.correlate(tables, lanes, x, 0, w, 0, w, 0, y, 0));
      measure("depthwiseOn", () -> kernel.correlate(tables, lanes, x, 0, w, 0, null, 0, y, 0));
      measure("depthwiseGradient", () -> kernel.gradient(tables, x, 0, y, 0, sums));
    }
  }

  private void rows(GemvKernel kernel) {
    float[] a = new float[3];
    float[] x = new float[131];
    float[] w = new float[3 * 131];
    measure("combine", () -> kernel.combine(3, 131, a, 0, w, 0, 131, x, 0));
    measure("addOuter", () -> kernel.addOuter(3, 131, a, 0, x, 0, w, 0, 131));
  }

  private void band(ResampleKernel kernel) {
    ResampleTables tables =
        new ResampleTables(
            new int[] {0, 1, 0, 3}, new int[] {0, 1, 3, 3, 6}, new float[] {1, 2, 3, 4, 5, 6});
    float[] x = new float[6 * 16];
    float[] y = new float[4 * 16];
    measure("band", () -> kernel.row(tables, x, 0, y, 0));
  }

  private void channelAffine(ChannelAffineKernel kernel) {
    float[] factors = new float[ChannelAffineKernel.FACTORS];
    float[] x = new float[3 * N];
    measure("laneApply", () -> kernel.apply(x, 0, 32, N, 32, 6, 32, factors, 0, 0f, 6f));
    measure(
        "laneApplyAdd",
        () -> kernel.applyAdd(x, 0, 32, 2 * N, 32, N, 32, 6, 32, factors, 0, 0f, 6f));
  }

  private void norm(NormKernel kernel, int width) {
    NormTables.Strides strides = new NormTables.Strides(width * 16, 2 * width * 16);
    NormTables tables = new NormTables(3, 2, width, strides, strides, strides, 2 * width, 1);
    float[] x = new float[3 * 2 * width * 16];
    float[] y = new float[x.length];
    float[] statistics = new float[32];
    float[] factors = new float[6 * width];
    float[] sums = new float[64];
    measure("sum", () -> kernel.sum(tables, x, 0, sums, 0));
    measure("squares", () -> kernel.squares(tables, x, 0, statistics, 0, sums, 0));
    measure(
        "normalise",
        () -> kernel.normalise(tables, x, 0, statistics, 0, factors, 0, factors, 0, y, 0));
    measure(
        "gradientSums",
        () -> kernel.gradientSums(tables, x, 0, y, 0, statistics, 0, factors, 0, sums, 0));
    measure(
        "gradient",
        () -> kernel.gradient(tables, x, 0, y, 0, statistics, 0, factors, 0, sums, 0, y, 0));
    measure(
        "addPixelGradients",
        () ->
            kernel.addPixelGradients(
                tables, x, 0, y, 0, statistics, 0, factors, 0, factors, 0, sums, 0));
  }

  private void streams(StreamKernel kernel) {
    int n = 3 * StreamKernel.BLOCK;
    float[] x = new float[n];
    float[] y = new float[n];
    int[] sink = new int[1];
    measure("read", () -> sink[0] ^= kernel.read(x, 0, n));
    measure("triad", () -> kernel.triad(0.5f, x, 0, x, 0, y, 0, n));
  }

  private void pooling(Simd simd, int size, int padding) {
    Shape input = new Shape(3, 7, 9);
    PoolGeometry geometry =
        PoolGeometry.of(input, size, 2).withPadding(new Halo(padding, padding, padding, padding));
    LaneLayout in = LaneLayout.dense(input);
    LaneLayout out = LaneLayout.dense(geometry.output());
    pooling(new Pooling(simd, geometry, in, out), in, out);
  }

  /** One window, touching, overlapping and repeated ones. */
  private void adaptivePooling(Simd simd, int size) {
    AdaptiveGeometry geometry = new AdaptiveGeometry(new Shape(5, 6, 6), size, size);
    LaneLayout in = LaneLayout.dense(geometry.input());
    LaneLayout out = LaneLayout.dense(geometry.output());
    pooling(new Pooling(simd, geometry, in, out), in, out);
  }

  private void pooling(Pooling pooling, LaneLayout in, LaneLayout out) {
    float[] x = new float[in.size()];
    float[] y = new float[out.size()];
    float[] taps = new float[pooling.tapsSize()];
    measure("max", () -> pooling.maxForward(false, x, 0, y, 0, null, 0));
    measure("maxWithTaps", () -> pooling.maxForward(false, x, 0, y, 0, taps, 0));
    measure("rectifiedMax", () -> pooling.maxForward(true, x, 0, y, 0, null, 0));
    measure("rectifiedMaxWithTaps", () -> pooling.maxForward(true, x, 0, y, 0, taps, 0));
    measure("maxBackward", () -> pooling.maxBackward(y, 0, taps, 0, x, 0));
    measure("average", () -> pooling.averageForward(x, 0, y, 0));
    measure("averageBackward", () -> pooling.averageBackward(y, 0, x, 0));
  }
}
