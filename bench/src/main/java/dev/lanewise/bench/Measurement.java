package dev.lanewise.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a task took.
 *
 * @param seconds seconds of a call, one value a round
 * @param allocatedBytes bytes that all threads of the JVM allocated per call, in the median round
 */
record Measurement(Spread seconds, double allocatedBytes) {

  /** A round of warm-up that is this much faster than the one before prolongs the warm-up. */
  private static final double FASTER = 0.95;

  private static final int MOST_WARMUPS = 4;

  /**
   * While code is interpreted, or compiled in a hurry, vectors lie on the heap. A task that still
   * allocates is warmed up for so long before it is believed that it does so by itself.
   */
  private static final double ALLOCATION_SECONDS = 1.5;

  /** And for so many calls: the compilers count calls, and a large net's are slow. */
  private static final int ALLOCATION_CALLS = 16;

  /** Runs a task until it is warm, then measures it. */
  static Measurement of(Runnable task, Effort effort) {
    double perCall = warmUp(task, effort);
    int calls = (int) Math.clamp(effort.seconds() / effort.rounds() / perCall, 1, 1 << 30);
    // Asking for the bean allocates; asking it does not.
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    double[] seconds = new double[effort.rounds()];
    double[] bytes = new double[effort.rounds()];
    for (int round = 0; round < seconds.length; round++) {
      long allocated = threads.getTotalThreadAllocatedBytes();
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        task.run();
      }
      seconds[round] = (System.nanoTime() - start) / 1e9 / calls;
      bytes[round] = (double) (threads.getTotalThreadAllocatedBytes() - allocated) / calls;
    }
    return new Measurement(Spread.of(seconds), Spread.of(bytes).median());
  }

  /**
   * {@link #of} for a task that is to allocate nothing: while it allocates, it is warmed up for
   * sixteen calls and a second and a half at least, however short the effort.
   */
  static Measurement ofQuiet(Runnable task, Effort effort) {
    warmUp(task, effort);
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long start = System.nanoTime();
    boolean quiet = false;
    for (int calls = 0;
        !quiet
            && (calls < ALLOCATION_CALLS || System.nanoTime() - start < ALLOCATION_SECONDS * 1e9);
        calls++) {
      long allocated = threads.getTotalThreadAllocatedBytes();
      secondsPerCall(task, effort.seconds() / effort.rounds());
      quiet = threads.getTotalThreadAllocatedBytes() == allocated;
    }
    return of(task, effort);
  }

  /**
   * Runs a task until it is warm.
   *
   * @return seconds of a call when it was
   */
  static double warmUp(Runnable task, Effort effort) {
    double perCall = secondsPerCall(task, effort.warmupSeconds());
    for (int i = 1; i < MOST_WARMUPS; i++) {
      double before = perCall;
      perCall = secondsPerCall(task, effort.warmupSeconds());
      if (perCall > before * FASTER) {
        break;
      }
    }
    return perCall;
  }

  /** Runs a task for some time, once at least. */
  static double secondsPerCall(Runnable task, double seconds) {
    long start = System.nanoTime();
    long calls = 0;
    double elapsed;
    do {
      task.run();
      calls++;
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < seconds);
    return elapsed / calls;
  }
}
