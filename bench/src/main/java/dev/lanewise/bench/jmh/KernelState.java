package dev.lanewise.bench.jmh;

import dev.lanewise.core.simd.Simd;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The kernels: the machine's widest, or those that {@code -Dlanewise.simd=...} asks for. */
@State(Scope.Benchmark)
public class KernelState {

  private final Simd simd = Simd.choose();

  /** The kernels. */
  Simd simd() {
    return simd;
  }
}
