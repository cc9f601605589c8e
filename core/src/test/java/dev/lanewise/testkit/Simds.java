package dev.lanewise.testkit;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.simd.SimdWidth;
import java.util.Arrays;
import java.util.List;

/**
 * One set of kernels for each width, shared by all tests of a JVM: every new set consists of new
 * classes, which the JVM has to compile anew.
 */
public final class Simds {

  private static final List<Simd> ALL = Arrays.stream(SimdWidth.values()).map(Simd::of).toList();

  private Simds() {}

  /** The kernels of all widths, scalar first, then ascending. */
  public static List<Simd> all() {
    return ALL;
  }

  /** The kernels of one width. */
  public static Simd of(SimdWidth width) {
    return ALL.get(width.ordinal());
  }

  /** The widest kernels that this machine prefers. */
  public static Simd best() {
    return of(Simd.choose().width());
  }
}
