package dev.lanewise.core.simd;

import dev.lanewise.core.pool.PoolGeometry;
import dev.lanewise.core.pool.Pooling;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Allocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    probe.pooling(simd.pool(), 2);
    probe.pooling(simd.pool(), 3);
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
    measure("scale", () -> kernel.scale(0.5f, x, 0, y, 0, N));
    measure("addBias", () -> kernel.addBias(0.5f, dx, 0, N));
    measure("relu", () -> kernel.relu(x, 0, y, 0, N));
    measure("reluBackward", () -> kernel.reluBackward(y, 0, x, 0, dx, 0, N));
    measure("sigmoid", () -> kernel.sigmoid(x, 0, y, 0, N));
    measure("sigmoidBackward", () -> kernel.sigmoidBackward(y, 0, x, 0, dx, 0, N));
    measure("tanh", () -> kernel.tanh(x, 0, y, 0, N));
    measure("tanhBackward", () -> kernel.tanhBackward(y, 0, x, 0, dx, 0, N));
    measure("softmax", () -> kernel.softmax(x, 0, 16, 13, y, 0, 16, 16));
    measure("softmaxBackward", () -> kernel.softmaxBackward(y, 0, x, 0, dx, 0, 16, 13, 16));
    measure("dropout", () -> kernel.dropout(x, 0, y, 0, N, keys, keys, 5, 0x40000000, 1.25f));
  }

  private void pooling(PoolKernel kernel, int size) {
    Shape input = new Shape(3, 7, 9);
    PoolGeometry geometry = PoolGeometry.of(input, size, 2).withPadding(new Halo(1, 1, 1, 1));
    LaneLayout in = LaneLayout.dense(input);
    LaneLayout out = LaneLayout.dense(geometry.output());
    Pooling pooling = new Pooling(kernel, geometry, in, out);
    float[] x = new float[in.size()];
    float[] y = new float[out.size()];
    float[] taps = new float[pooling.tapsSize()];
    measure("max", () -> pooling.maxForward(x, 0, y, 0, null, 0));
    measure("maxWithTaps", () -> pooling.maxForward(x, 0, y, 0, taps, 0));
    measure("maxBackward", () -> pooling.maxBackward(y, 0, taps, 0, x, 0));
    measure("average", () -> pooling.averageForward(x, 0, y, 0));
    measure("averageBackward", () -> pooling.averageBackward(y, 0, x, 0));
  }
}
