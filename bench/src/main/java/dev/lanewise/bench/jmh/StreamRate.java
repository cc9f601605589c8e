package dev.lanewise.bench.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a suite that moves data has done; JMH makes rates of it. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class StreamRate {

  /** Billions of bytes: GB/s. */
  public double gigabytes;

  /**
   * Seconds at the triad's bandwidth of as many threads in the same fork, in the memory that holds
   * what is worked on, times 100: per cent of it.
   */
  public double percentOfBandwidth;

  /** Counts work. */
  void add(double gigabyte, double bandwidth) {
    gigabytes += gigabyte;
    percentOfBandwidth += 100 * gigabyte / bandwidth;
  }
}
