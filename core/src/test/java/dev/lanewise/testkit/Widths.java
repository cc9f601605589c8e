package dev.lanewise.testkit;

import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.core.simd.Simd;
import java.util.Arrays;
import java.util.List;

/** The kernels of all widths, scalar first, made once for all tests of a JVM. */
public final class Widths {

  /** One set per {@link SimdWidth}, in its order. */
  public static final List<Simd> ALL = Arrays.stream(SimdWidth.values()).map(Simd::of).toList();

  /** The scalar set. */
  public static final Simd SCALAR = ALL.getFirst();

  private Widths() {}

  /** The set of one width. */
  public static Simd of(SimdWidth width) {
    return ALL.get(width.ordinal());
  }

  /** The widest set that this machine prefers. */
  public static Simd best() {
    return of(Simd.choose().width());
  }
}
