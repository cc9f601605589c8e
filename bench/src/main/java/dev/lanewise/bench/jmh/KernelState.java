package dev.lanewise.bench.jmh;

import dev.lanewise.bench.Effort;
import dev.lanewise.bench.FmaPeak;
import dev.lanewise.core.simd.Simd;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The kernels: the machine's widest, or those that {@code -Dlanewise.simd=...} asks for. */
@State(Scope.Benchmark)
public class KernelState {

  /** Time of what figures are held against, which each fork measures before it begins. */
  static final Effort REFERENCE = new Effort(0.2, 0.3, 5);

  private final Simd simd = Simd.choose();

  /** The kernels. */
  Simd simd() {
    return simd;
  }

  /** FMA peak in GFLOP/s, measured now. */
  double peak(int threads) {
    return FmaPeak.measure(simd, threads, REFERENCE).max();
  }
}
