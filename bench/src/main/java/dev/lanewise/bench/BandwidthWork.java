package dev.lanewise.bench;

import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.kernel.StreamKernel;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.core.simd.Simd;

/**
 * Passes over runs of values of a {@link MemoryLevel}'s size. In the caches each worker has runs of
 * its own and passes over them again and again; the memory's are cut into chunks that workers take.
 * Bytes are counted as STREAM counts them (McCalpin, "Memory Bandwidth and Machine Balance in
 * Current High Performance Computers", 1995): that a cache line may be read before it is written is
 * not.
 */
public final class BandwidthWork implements StreamWork {

  /** Bytes of an item in the caches: about a tenth of a millisecond. */
  private static final long ITEM_BYTES = 16L << 20;

  /** Items a worker takes in one run, so that waking the workers counts for little. */
  private static final int ITEMS = 4;

  /** Floats of a chunk of the memory's runs. */
  private static final int CHUNK = 1 << 17;

  /**
   * Floats between runs, a third of a page: where a load's address ends in the same twelve bits as
   * that of a store just before, the processor takes it for the same place and waits.
   */
  private static final int BETWEEN = 22 * Alignment.LINE;

  private static final float FACTOR = 0.5f;

  private final MemoryLevel level;
  private final StreamOperation operation;
  private final BatchExecutor executor;
  private final ElementwiseKernel elementwise;
  private final StreamKernel stream;
  private final boolean chunked;

  /** Floats of a run. */
  private final int n;

  private final int items;
  private final int passes;

  /** By worker, or once for all: runs x, z and y one after another. */
  private final float[][] values;

  /** By worker, or once for all: where x starts, at a cache line. */
  private final int[] at;

  private final int[] bits;
  private final Job job = this::item;

  /**
   * Makes the values.
   *
   * @param level how many they are
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
    bits = new int[items];
    values = new float[copies][Alignment.LINE + 3 * (n + BETWEEN)];
    at = new int[copies];
    float[] random = SpotCheck.values(1 << 12, 21);
    for (int copy = 0; copy < copies; copy++) {
      float[] all = values[copy];
      for (int i = 0; i < all.length; i++) {
        all[i] = random[(i + i / random.length) % random.length];
      }
      int own = copy;
      if (level == MemoryLevel.L1 || level == MemoryLevel.L2) {
        at[copy] =
            Alignment.fastest(
                place -> {
                  at[own] = place;
                  item(0, own);
                });
      }
    }
  }

  private int x(int copy) {
    return at[copy];
  }

  private int z(int copy) {
    return at[copy] + n + BETWEEN;
  }

  private int y(int copy) {
    return at[copy] + 2 * (n + BETWEEN);
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
    double run = (double) (chunked ? CHUNK : n) * Float.BYTES;
    return run * operation.arrays() * passes * items;
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
    float[] all = values[copy];
    int from = chunked ? item * CHUNK : 0;
    int count = chunked ? CHUNK : n;
    int x = x(copy) + from;
    int z = z(copy) + from;
    int y = y(copy) + from;
    for (int pass = 0; pass < passes; pass++) {
      switch (operation) {
        case READ -> bits[item] = stream.read(all, x, count);
        case WRITE -> elementwise.fill(all, y, count, FACTOR);
        case COPY -> elementwise.copy(all, x, all, y, count);
        case TRIAD -> stream.triad(FACTOR, all, x, all, z, all, y, count);
      }
    }
  }

  @Override
  public void verify() {
    for (int copy = 0; copy < values.length; copy++) {
      elementwise.fill(values[copy], y(copy), n, Float.NaN);
    }
    for (int item = 0; item < items; item++) {
      item(item, chunked ? 0 : item % executor.workers());
    }
    check();
  }

  /** Compares what passes over everything have left. */
  void check() {
    if (operation == StreamOperation.READ) {
      checkBits();
      return;
    }
    for (int copy = 0; copy < values.length; copy++) {
      float[] all = values[copy];
      for (int i = 0; i < n; i++) {
        float expected =
            switch (operation) {
              case READ, WRITE -> FACTOR;
              case COPY -> all[x(copy) + i];
              case TRIAD -> Math.fma(FACTOR, all[x(copy) + i], all[z(copy) + i]);
            };
        if (all[y(copy) + i] != expected) {
          throw wrong("value " + i, expected, all[y(copy) + i]);
        }
      }
    }
  }

  /** Which worker has taken an item last is not known: it gave the bits of one of them. */
  private void checkBits() {
    for (int item = 0; item < items; item++) {
      int expected = 0;
      boolean found = false;
      for (int copy = 0; copy < values.length && !found; copy++) {
        int from = x(copy) + (chunked ? item * CHUNK : 0);
        expected = 0;
        for (int i = from; i < from + (chunked ? CHUNK : n); i++) {
          expected ^= Float.floatToRawIntBits(values[copy][i]);
        }
        found = bits[item] == expected;
      }
      if (!found) {
        throw wrong("bits of item " + item, expected, bits[item]);
      }
    }
  }

  private IllegalStateException wrong(String what, double expected, double received) {
    return new IllegalStateException(
        "A measured result must be right. Expected of %s %s, %s: %s. Received: %s"
            .formatted(level, operation, what, expected, received));
  }

  /** Spoils a result; for tests. */
  void spoil(int copy, int index) {
    values[copy][y(copy) + index] += 1;
    bits[0]++;
  }
}
