package dev.lanewise.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * What each call of a task took, one by one.
 *
 * @param median seconds of the middle call
 * @param p95 seconds that 95 of 100 calls stay within
 * @param min seconds of the fastest call
 * @param calls how many calls there were
 * @param allocatedBytes bytes that all threads of the JVM allocated per call
 */
record Latency(double median, double p95, double min, int calls, double allocatedBytes) {

  private static final int MOST = 1 << 20;

  /** Runs a task until it is warm, then times calls for as long as the effort says. */
  static Latency of(Runnable task, Effort effort) {
    Measurement.warmUp(task, effort);
    double[] seconds = new double[MOST];
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long allocated = threads.getTotalThreadAllocatedBytes();
    long begin = System.nanoTime();
    long end = begin + (long) (effort.seconds() * 1e9);
    int calls = 0;
    for (long now = begin; calls < MOST && (calls < effort.rounds() || now < end); calls++) {
      task.run();
      long next = System.nanoTime();
      seconds[calls] = (next - now) / 1e9;
      now = next;
    }
    double bytes = (double) (threads.getTotalThreadAllocatedBytes() - allocated) / calls;
    return of(Arrays.copyOf(seconds, calls), bytes);
  }

  /** The latency of calls that took these seconds. */
  static Latency of(double[] seconds, double allocatedBytes) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return new Latency(
        Spread.of(sorted).median(),
        sorted[Math.ceilDiv(n * 95, 100) - 1],
        sorted[0],
        n,
        allocatedBytes);
  }
}
