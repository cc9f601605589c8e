package dev.lanewise.bench.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a suite of products has done; JMH makes rates of it. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class ProductRate {

  /** Billions of floating-point operations: GFLOP/s. */
  public double gflops;

  /** Seconds at the FMA peak of as many threads, in the same fork, times 100: per cent of it. */
  public double percentOfPeak;

  /** Counts work. */
  void add(double gflop, double peakGflops) {
    gflops += gflop;
    percentOfPeak += 100 * gflop / peakGflops;
  }
}
