package dev.lanewise.core.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.pool.PoolGeometry;
import dev.lanewise.core.pool.Pooling;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Allocation;
import dev.lanewise.testkit.Widths;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kernels allocate nothing once compiled. One that C2 did not turn into registers, because
 * something was left out of line, boxes its vectors and fails here.
 */
class KernelAllocationTest {

  private static final int N = 16 * 13;
  private static final int WARMUP = 4_000;
  private static final int CALLS = 500;

  /** Widths that the machine has registers for; wider ones are simulated, on the heap. */
  static List<Simd> widths() {
    int widest = VectorClassData.preferredBits();
    return Widths.ALL.stream().filter(simd -> simd.width().bits() <= widest).toList();
  }

  private static float[] values() {
    Random random = new Random(3);
    float[] values = new float[N];
    for (int i = 0; i < N; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void assertNothing(String what, Runnable task) {
    assertEquals(0.0, Allocation.bytesPerCall(task, WARMUP, CALLS), what);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void elementwiseKernelsAllocateNothing(Simd simd) {
    ElementwiseKernel kernel = simd.elementwise();
    float[] x = values();
    float[] y = new float[N];
    float[] dx = new float[N];
    int[] keys = new Random(4).ints(16).toArray();
    assertNothing("fill", () -> kernel.fill(dx, 0, N, 1f));
    assertNothing("copy", () -> kernel.copy(x, 0, y, 0, N));
    assertNothing("add", () -> kernel.add(x, 0, dx, 0, N));
    assertNothing("scale", () -> kernel.scale(0.5f, x, 0, y, 0, N));
    assertNothing("addBias", () -> kernel.addBias(0.5f, dx, 0, N));
    assertNothing("relu", () -> kernel.relu(x, 0, y, 0, N));
    assertNothing("reluBackward", () -> kernel.reluBackward(y, 0, x, 0, dx, 0, N));
    assertNothing("sigmoid", () -> kernel.sigmoid(x, 0, y, 0, N));
    assertNothing("sigmoidBackward", () -> kernel.sigmoidBackward(y, 0, x, 0, dx, 0, N));
    assertNothing("tanh", () -> kernel.tanh(x, 0, y, 0, N));
    assertNothing("tanhBackward", () -> kernel.tanhBackward(y, 0, x, 0, dx, 0, N));
    assertNothing("softmax", () -> kernel.softmax(x, 0, 16, 13, y, 0, 16, 16));
    assertNothing("softmaxBackward", () -> kernel.softmaxBackward(y, 0, x, 0, dx, 0, 16, 13, 16));
    assertNothing("dropout", () -> kernel.dropout(x, 0, y, 0, N, keys, keys, 5, 0x40000000, 1.25f));
  }

  @ParameterizedTest
  @MethodSource("widths")
  void poolingAllocatesNothing(Simd simd) {
    for (int kernel = 2; kernel <= 3; kernel++) {
      Shape input = new Shape(3, 7, 9);
      PoolGeometry geometry = PoolGeometry.of(input, kernel, 2).withPadding(new Halo(1, 1, 1, 1));
      LaneLayout in = LaneLayout.dense(input);
      LaneLayout out = LaneLayout.dense(geometry.output());
      Pooling pooling = new Pooling(simd.pool(), geometry, in, out);
      float[] x = new float[in.size()];
      float[] y = new float[out.size()];
      float[] taps = new float[pooling.tapsSize()];
      assertNothing("maxForward", () -> pooling.maxForward(x, 0, y, 0, null, 0));
      assertNothing("maxForward with taps", () -> pooling.maxForward(x, 0, y, 0, taps, 0));
      assertNothing("maxBackward", () -> pooling.maxBackward(y, 0, taps, 0, x, 0));
      assertNothing("averageForward", () -> pooling.averageForward(x, 0, y, 0));
      assertNothing("averageBackward", () -> pooling.averageBackward(y, 0, x, 0));
    }
  }
}
