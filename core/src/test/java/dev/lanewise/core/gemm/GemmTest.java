package dev.lanewise.core.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GemmTest {

  /** By hand: [1 2 3; 4 5 6] [7 8; 9 10; 11 12] = [58 64; 139 154]. */
  @ParameterizedTest
  @EnumSource
  void multipliesAKnownCase(SimdWidth width) {
    Simd simd = Widths.of(width);
    float[] a = {1, 2, 3, 4, 5, 6};
    float[] b = {7, 8, 9, 10, 11, 12};
    Gemm gemm = new Gemm(Matrix.of(2, 3), Matrix.of(3, 2), Matrix.of(2, 2), simd);
    float[] c = {Float.NaN, Float.NaN, Float.NaN, Float.NaN};
    gemm.multiply(a, 0, b, 0, c, 0, Gemm.Mode.OVERWRITE);
    assertArrayEquals(new float[] {58, 64, 139, 154}, c);
    gemm.multiply(a, 0, b, 0, c, 0, Gemm.Mode.ACCUMULATE);
    assertArrayEquals(new float[] {116, 128, 278, 308}, c);
  }

  /** By hand: with a = [1 4; 2 5; 3 6] stored, a' b is the case above. */
  @ParameterizedTest
  @EnumSource
  void readsTransposesAndStrides(SimdWidth width) {
    float[] a = {0, 1, 4, 9, 2, 5, 9, 3, 6};
    float[] b = {7, 9, 11, 9, 8, 10, 12};
    float[] c = {-1, 0, 0, -1, 0, 0, -1};
    Matrix left = new Matrix(2, 3, 3, true);
    Matrix right = new Matrix(3, 2, 4, true);
    new Gemm(left, right, new Matrix(2, 2, 3, false), Widths.of(width))
        .multiply(a, 1, b, 0, c, 1, Gemm.Mode.ACCUMULATE);
    assertArrayEquals(new float[] {-1, 58, 64, -1, 139, 154, -1}, c);
  }

  @Test
  void sumsFromTheFirstProductToTheLast() {
    // 2^24 + 1 is lost, 1 + 1 + 2^24 is not: only one order gives this result.
    Gemm gemm = new Gemm(Matrix.of(1, 3), Matrix.of(3, 1), Matrix.of(1, 1), Widths.best());
    float[] c = {0};
    float[] ones = {1, 1, 1};
    gemm.multiply(new float[] {1, 1, 1 << 24}, 0, ones, 0, c, 0, Gemm.Mode.OVERWRITE);
    assertEquals((1 << 24) + 2, c[0]);
    gemm.multiply(new float[] {1 << 24, 1, 1}, 0, ones, 0, c, 0, Gemm.Mode.OVERWRITE);
    assertEquals(1 << 24, c[0]);
  }

  @Test
  void oneFusedMultiplyAddRoundsOnce() {
    // (1 + 2^-12)^2 - 1 = 2^-11 + 2^-24: a rounded product would lose the last term.
    float v = 1 + 0x1p-12f;
    Gemm gemm = new Gemm(Matrix.of(1, 2), Matrix.of(2, 1), Matrix.of(1, 1), Widths.best());
    float[] c = {0};
    gemm.multiply(new float[] {-1, v}, 0, new float[] {1, v}, 0, c, 0, Gemm.Mode.OVERWRITE);
    assertEquals(0x1p-11f + 0x1p-24f, c[0]);
  }

  @Test
  void aNanInAnOperandReachesItsRowOnly() {
    int n = 17;
    float[] a = Bits.integers(1, 9 * 5, 3);
    a[4 * 5 + 2] = Float.NaN;
    float[] b = Bits.integers(2, 5 * n, 3);
    float[] c = new float[9 * n];
    new Gemm(Matrix.of(9, 5), Matrix.of(5, n), Matrix.of(9, n), Widths.best())
        .multiply(a, 0, b, 0, c, 0, Gemm.Mode.OVERWRITE);
    for (int i = 0; i < c.length; i++) {
      assertEquals(i / n == 4, Float.isNaN(c[i]), "row " + i / n + ", column " + i % n);
    }
  }

  @Test
  void refusesSizesThatDoNotMeet() {
    String rule = "A product's sizes must meet: (m x k) (k x n) = (m x n). Received: ";
    assertEquals(
        rule + "(2x3) (4x5) = (2x5)", refused(Matrix.of(2, 3), Matrix.of(4, 5), Matrix.of(2, 5)));
    assertEquals(
        rule + "(2x3) (3x5) = (3x5)", refused(Matrix.of(2, 3), Matrix.of(3, 5), Matrix.of(3, 5)));
    assertEquals(
        rule + "(2x3) (3x5) = (2x4)", refused(Matrix.of(2, 3), Matrix.of(3, 5), Matrix.of(2, 4)));
    assertEquals(
        "The result must be stored row by row. Received: a transposed matrix",
        refused(Matrix.of(2, 3), Matrix.of(3, 5), Matrix.transposed(2, 5)));
  }

  private static String refused(Matrix a, Matrix b, Matrix c) {
    return assertThrows(
            IllegalArgumentException.class, () -> new Gemm(a, b, c, Widths.of(SimdWidth.SCALAR)))
        .getMessage();
  }

  @Test
  void refusesOperandsBeyondTheirArrays() {
    Gemm gemm = new Gemm(Matrix.of(2, 3), Matrix.of(3, 2), Matrix.of(2, 2), Widths.best());
    float[] six = new float[6];
    float[] four = new float[4];
    assertBeyond(() -> gemm.multiply(six, 1, six, 0, four, 0, Gemm.Mode.OVERWRITE));
    assertBeyond(() -> gemm.multiply(six, 0, four, 0, four, 0, Gemm.Mode.OVERWRITE));
    assertBeyond(() -> gemm.multiply(six, 0, six, 0, four, -1, Gemm.Mode.OVERWRITE));
  }

  private static void assertBeyond(Runnable product) {
    assertThrows(IndexOutOfBoundsException.class, product::run);
  }

  @Test
  void matrixRefusesBadSizes() {
    assertEquals(
        "A matrix must have at least 1 row and 1 column. Received: 0x3",
        assertThrows(IllegalArgumentException.class, () -> Matrix.of(0, 3)).getMessage());
    assertEquals(
        "A matrix must have at least 1 row and 1 column. Received: 3x-1",
        assertThrows(IllegalArgumentException.class, () -> Matrix.of(3, -1)).getMessage());
    assertEquals(
        "The stride must be at least a stored row's length. Expected at least 3. Received: 2",
        assertThrows(IllegalArgumentException.class, () -> new Matrix(2, 3, 2, false))
            .getMessage());
    assertEquals(
        "The stride must be at least a stored row's length. Expected at least 5. Received: 4",
        assertThrows(IllegalArgumentException.class, () -> new Matrix(5, 3, 4, true)).getMessage());
    assertEquals(
        "A matrix must fit one array of 2^31 floats. Received: 65536x1 with stride 32769",
        assertThrows(IllegalArgumentException.class, () -> new Matrix(65536, 1, 32769, false))
            .getMessage());
  }

  @Test
  void blockingRefusesBadSizes() {
    String rule = "Block sizes must be positive, mc a multiple of 8, nc of 48. Received: ";
    assertEquals(rule + "mc 12, kc 1, nc 48", refusedBlocking(12, 1, 48));
    assertEquals(rule + "mc 8, kc 0, nc 48", refusedBlocking(8, 0, 48));
    assertEquals(rule + "mc 8, kc 1, nc 32", refusedBlocking(8, 1, 32));
    assertEquals(rule + "mc 0, kc 1, nc 48", refusedBlocking(0, 1, 48));
    assertEquals(rule + "mc 8, kc 1, nc -48", refusedBlocking(8, 1, -48));
  }

  private static String refusedBlocking(int mc, int kc, int nc) {
    return assertThrows(IllegalArgumentException.class, () -> new Blocking(mc, kc, nc))
        .getMessage();
  }

  @Test
  void panelsHoldEightRowsSideBySide() {
    // Rows 0..9 of two columns; value = 10 * row + column.
    float[] a = new float[20];
    for (int i = 0; i < a.length; i++) {
      a[i] = 10 * (i / 2) + i % 2;
    }
    float[] panels = Poison.floats(1 + Panels.size(10, 2));
    Panels.pack(a, 0, 10, 2, 2, 1, panels, 1);
    float[] expected = {
      Poison.VALUE,
      0,
      10,
      20,
      30,
      40,
      50,
      60,
      70,
      1,
      11,
      21,
      31,
      41,
      51,
      61,
      71,
      80,
      90,
      0,
      0,
      0,
      0,
      0,
      0,
      81,
      91,
      0,
      0,
      0,
      0,
      0,
      0
    };
    Bits.assertIdentical(expected, panels, "panels");
  }
}
