package dev.lanewise.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what a call allocates. */
public final class Allocation {

  private static final int ROUNDS = 60;

  private Allocation() {}

  /**
   * Bytes that the current thread allocates per call once the compiler is done: the least of up to
   * sixty rounds, since C2 compiles in the background. A kernel that boxes its vectors does so in
   * every round.
   *
   * @param task what to call
   * @param warmup calls before each round
   * @param calls calls that are measured in each round
   */
  public static double bytesPerCall(Runnable task, int warmup, int calls) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > 0; round++) {
      for (int i = 0; i < warmup; i++) {
        task.run();
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        task.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return (double) least / calls;
  }
}
