package dev.lanewise.core.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.kernel.PoolAxis;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PoolGeometryTest {

  private static final Shape INPUT = new Shape(3, 5, 7);

  private static PoolGeometry geometry(
      int kernel, int stride, int padding, boolean ceilMode, boolean countPadding) {
    Halo halo = new Halo(padding, padding, padding, padding);
    return new PoolGeometry(INPUT, kernel, kernel, stride, stride, halo, ceilMode, countPadding);
  }

  @Test
  void floorModeDropsWhatIsLeft() {
    assertEquals(new Shape(3, 2, 3), PoolGeometry.of(INPUT, 2, 2).output());
    assertEquals(new Shape(3, 3, 4), geometry(2, 2, 1, false, true).output());
  }

  @Test
  void ceilModeKeepsItUnlessTheWindowStartsBeyond() {
    assertEquals(new Shape(3, 3, 4), geometry(2, 2, 0, true, true).output());
    // 5 + 2 rows: four windows by ceil, but the fourth would start at row 5, in the lower padding.
    assertEquals(new Shape(3, 3, 4), geometry(2, 2, 1, true, true).output());
    // A stride longer than the kernel: windows at 0 and 3, at 0, 3 and 6.
    assertEquals(new Shape(3, 2, 3), geometry(2, 3, 0, true, true).output());
    assertEquals(new Shape(3, 2, 2), geometry(2, 3, 0, false, true).output());
    // A kernel larger than the input fits in ceil mode.
    assertEquals(new Shape(3, 1, 2), geometry(6, 6, 0, true, true).output());
  }

  @Test
  void paddingMayDifferBySide() {
    PoolGeometry geometry = PoolGeometry.of(INPUT, 3, 2).withPadding(new Halo(0, 1, 1, 0));
    assertEquals(new Shape(3, 2, 3), geometry.output());
    assertArrayEquals(new int[] {0, 2}, geometry.rows().start());
    assertArrayEquals(new int[] {-1, 1, 3}, geometry.columns().start());
  }

  @Test
  void divisorsCountPaddingButNotWhatHangsBeyond() {
    // Five rows, padding 1, kernel 3, stride 3: windows at -1, 2 and, in ceil mode, none at 5.
    PoolAxis counted = geometry(3, 3, 1, true, true).rows();
    assertArrayEquals(new int[] {3, 3}, counted.divisor());
    assertArrayEquals(new int[] {2, 3}, geometry(3, 3, 1, true, false).rows().divisor());
    // Seven columns: windows at -1, 2 and 5; the last covers 5, 6 and a column of padding.
    assertArrayEquals(new int[] {3, 3, 3}, geometry(3, 3, 1, true, true).columns().divisor());
    assertArrayEquals(new int[] {2, 3, 2}, geometry(3, 3, 1, true, false).columns().divisor());
    // Without padding the last window of ceil mode has one real row of two.
    assertArrayEquals(new int[] {2, 2, 1}, geometry(2, 2, 0, true, true).rows().divisor());
  }

  @Test
  void inputsKnowTheirWindows() {
    PoolAxis rows = geometry(2, 3, 0, true, true).rows();
    assertArrayEquals(new int[] {0, 3}, rows.start());
    assertArrayEquals(new int[] {0, 0, 1, 1, 1}, rows.firstOutput());
    assertArrayEquals(new int[] {1, 1, 1, 2, 2}, rows.endOutput());
  }

  @Test
  void refusesBadSizes() {
    assertMessage(
        "A pooling kernel must be at least 1x1. Received: 0x0", () -> PoolGeometry.of(INPUT, 0, 1));
    assertMessage(
        "A pooling kernel must have at most 16777216 taps (2^24). Received: 5000x5000",
        () -> PoolGeometry.of(INPUT, 5000, 1));
    assertMessage(
        "A pooling stride must be at least 1x1. Received: -1x-1",
        () -> PoolGeometry.of(INPUT, 2, -1));
    assertMessage(
        "Pooling padding must be at most half the kernel. Expected: bottom at most 1."
            + " Received: 2",
        () -> PoolGeometry.of(INPUT, 3, 1).withPadding(new Halo(1, 1, 2, 1)));
    assertMessage(
        "A pooling kernel must fit the padded input. Received: kernel 6x6, input 3x5x7,"
            + " Halo[top=0, left=0, bottom=0, right=0]",
        () -> PoolGeometry.of(INPUT, 6, 1));
  }

  private static void assertMessage(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
