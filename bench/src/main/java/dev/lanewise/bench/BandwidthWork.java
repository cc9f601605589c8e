package dev.lanewise.bench;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.core.simd.ElementwiseKernel;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.simd.StreamKernel;
import java.util.Arrays;

/**
 * Passes over arrays of a {@link MemoryLevel}'s size. In the caches each worker has arrays of its
 * own and passes over them again and again; the memory's are cut into chunks that workers take.
 * Bytes are counted as STREAM counts them (McCalpin, "Memory Bandwidth and Machine Balance in
 * Current High Performance Computers", 1995): that a cache line may be read before it is written is
 * not.
 */
public final class BandwidthWork implements StreamWork {

  /** Bytes of an item in the caches: about a tenth of a millisecond. */
  private static final long ITEM_BYTES = 16L << 20;

  /** Items a worker takes in one run, so that waking the workers counts for little. */
  private static final int ITEMS = 4;

  /** Floats of a chunk of the memory's arrays. */
  private static final int CHUNK = 1 << 17;

  /** Element 12 of a large array is usually the first at a cache line's start. */
  private static final int AT = 12;

  private static final float FACTOR = 0.5f;

  private final MemoryLevel level;
  private final StreamOperation operation;
  private final BatchExecutor executor;
  private final ElementwiseKernel elementwise;
  private final StreamKernel stream;
  private final boolean chunked;
  private final int n;
  private final int items;
  private final int passes;
  private final float[][] x;
  private final float[][] z;
  private final float[][] y;
  private final int[] bits;
  private final Job job = this::item;

  /**
   * Makes the arrays.
   *
   * @param level how large they are
   * @param operation what to do
   * @param executor workers
   * @param simd kernels
   */
  public BandwidthWork(
      MemoryLevel level, StreamOperation operation, BatchExecutor executor, Simd simd) {
    this.level = level;
    this.operation = operation;
    this.executor = executor;
    elementwise = simd.elementwise();
    stream = simd.stream();
    chunked = level == MemoryLevel.MEMORY;
    n = level.bytes() / Float.BYTES / StreamOperation.TRIAD.arrays();
    items = chunked ? n / CHUNK : ITEMS * executor.workers();
    passes = chunked ? 1 : (int) Math.ceilDiv(ITEM_BYTES, level.bytes());
    int copies = chunked ? 1 : executor.workers();
    boolean reads = operation != StreamOperation.WRITE;
    x = new float[copies][reads ? AT + n + GAP : 0];
    z = new float[copies][operation == StreamOperation.TRIAD ? AT + n + GAP : 0];
    y = new float[copies][operation == StreamOperation.READ ? 0 : AT + n + GAP];
    bits = new int[items];
    for (int copy = 0; copy < copies; copy++) {
      fill(x[copy], 21);
      fill(z[copy], 22);
    }
  }

  /** Random values, a short stretch of them again and again. */
  private static void fill(float[] array, long key) {
    float[] values = SpotCheck.values(1 << 12, key);
    for (int i = 0; i < array.length; i++) {
      array[i] = values[(i + i / values.length) % values.length];
    }
  }

  @Override
  public String shape() {
    return level.toString();
  }

  @Override
  public String operation() {
    return operation.toString();
  }

  @Override
  public double bytes() {
    double array = (double) (chunked ? CHUNK : n) * Float.BYTES;
    return array * operation.arrays() * passes * items;
  }

  @Override
  public long workingSet() {
    return (long) n * Float.BYTES * operation.arrays();
  }

  @Override
  public void run() {
    executor.run(job, items);
  }

  private void item(int item, int worker) {
    int copy = chunked ? 0 : worker;
    int from = chunked ? AT + item * CHUNK : AT;
    int count = chunked ? CHUNK : n;
    for (int pass = 0; pass < passes; pass++) {
      switch (operation) {
        case READ -> bits[item] = stream.read(x[copy], from, count);
        case WRITE -> elementwise.fill(y[copy], from, count, FACTOR);
        case COPY -> elementwise.copy(x[copy], from, y[copy], from, count);
        case TRIAD -> stream.triad(FACTOR, x[copy], from, z[copy], from, y[copy], from, count);
      }
    }
  }

  @Override
  public void verify() {
    for (float[] array : y) {
      Arrays.fill(array, Float.NaN);
    }
    for (int item = 0; item < items; item++) {
      item(item, chunked ? 0 : item % executor.workers());
    }
    check();
  }

  /** Compares what a pass over everything has left. */
  void check() {
    if (operation == StreamOperation.READ) {
      checkBits();
      return;
    }
    for (int copy = 0; copy < y.length; copy++) {
      for (int i = AT; i < AT + n; i++) {
        float expected =
            switch (operation) {
              case READ, WRITE -> FACTOR;
              case COPY -> x[copy][i];
              case TRIAD -> Math.fma(FACTOR, x[copy][i], z[copy][i]);
            };
        require("value " + (i - AT), expected, y[copy][i]);
      }
    }
  }

  private void checkBits() {
    for (int item = 0; item < items; item++) {
      int from = chunked ? AT + item * CHUNK : AT;
      int expected = 0;
      for (int i = from; i < from + (chunked ? CHUNK : n); i++) {
        expected ^= Float.floatToRawIntBits(x[0][i]);
      }
      require("bits of item " + item, expected, bits[item]);
    }
  }

  private void require(String what, double expected, double received) {
    if (expected != received) {
      throw new IllegalStateException(
          "A measured result must be right. Expected of %s %s, %s: %s. Received: %s"
              .formatted(level, operation, what, expected, received));
    }
  }

  /** The results, for tests that spoil them. */
  float[][] results() {
    return y;
  }
}
