package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** {@link ImageProductKernel} in vectors, under the rules of {@link VectorProduct}. */
final class VectorImageProduct implements ImageProductKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int FLOATS = S.length();
  private static final int W = Lanes.WIDTH;

  /** Whether sixteen accumulators fit the registers, as in {@link VectorProduct}. */
  private static final boolean TALL =
      FLOATS == Lanes.WIDTH || System.getProperty("os.arch").equals("aarch64");

  private static final VectorShuffle<Float> UP_8 = shuffle(-8);
  private static final VectorShuffle<Float> UP_4 = shuffle(-4);
  private static final VectorShuffle<Float> UP_2 = shuffle(-2);
  private static final VectorShuffle<Float> UP_1 = shuffle(-1);
  private static final VectorShuffle<Float> DOWN_8 = shuffle(8);
  private static final VectorShuffle<Float> DOWN_4 = shuffle(4);
  private static final VectorShuffle<Float> DOWN_2 = shuffle(2);
  private static final VectorShuffle<Float> DOWN_1 = shuffle(1);
  private static final VectorMask<Float> HAS_8 = lanesWith(8);
  private static final VectorMask<Float> HAS_4 = lanesWith(4);
  private static final VectorMask<Float> HAS_2 = lanesWith(2);
  private static final VectorMask<Float> HAS_1 = lanesWith(1);

  @Override
  public void transpose(
      float[] from, int fromAt, int fromChannel, int channels, int tiles, float[] to, int toAt) {
    int at = toAt;
    for (int c = 0; c < channels; c += W) {
      int source = fromAt + c * fromChannel;
      for (int i = 0; i < tiles; i++, source += W, at += W * W) {
        if (FLOATS == 8) {
          elements(from, source, fromChannel, to, at);
        } else if (FLOATS == W) {
          swapEightAndFour(from, source, fromChannel, to, at);
          for (int row = 0; row < W; row += 4) {
            swapTwoAndOne(to, at + row * W, W, to, at + row * W);
          }
        } else {
          for (int row = 0; row < W; row += 4) {
            for (int l = 0; l < W; l += 4) {
              swapTwoAndOne(
                  from, source + row * fromChannel + l, fromChannel, to, at + l * W + row);
            }
          }
        }
      }
    }
  }

  /** Transposes 16x16 values, one at a time. */
  private static void elements(float[] from, int fromAt, int fromRow, float[] to, int toAt) {
    for (int l = 0; l < W; l++) {
      for (int j = 0; j < W; j++) {
        to[toAt + l * W + j] = from[fromAt + j * fromRow + l];
      }
    }
  }

  /**
   * Half of a transposition of 16x16 values: bits 8 and 4 of the row change places with those of
   * the column (J. O. Eklundh, "A Fast Computer Method for Matrix Transposing", 1972).
   */
  private static void swapEightAndFour(
      float[] from, int fromAt, int fromRow, float[] to, int toAt) {
    for (int i = 0; i < 4; i++) {
      int at = fromAt + i * fromRow;
      FloatVector r0 = FloatVector.fromArray(S, from, at);
      FloatVector r4 = FloatVector.fromArray(S, from, at + 4 * fromRow);
      FloatVector r8 = FloatVector.fromArray(S, from, at + 8 * fromRow);
      FloatVector r12 = FloatVector.fromArray(S, from, at + 12 * fromRow);
      FloatVector a = r0.blend(r8.rearrange(UP_8), HAS_8);
      FloatVector b = r4.blend(r12.rearrange(UP_8), HAS_8);
      FloatVector c = r0.rearrange(DOWN_8).blend(r8, HAS_8);
      FloatVector d = r4.rearrange(DOWN_8).blend(r12, HAS_8);
      int out = toAt + i * W;
      a.blend(b.rearrange(UP_4), HAS_4).intoArray(to, out);
      a.rearrange(DOWN_4).blend(b, HAS_4).intoArray(to, out + 4 * W);
      c.blend(d.rearrange(UP_4), HAS_4).intoArray(to, out + 8 * W);
      c.rearrange(DOWN_4).blend(d, HAS_4).intoArray(to, out + 12 * W);
    }
  }

  /** The same for bits 2 and 1 of four rows, which come to lie sixteen floats apart. */
  private static void swapTwoAndOne(float[] from, int fromAt, int fromRow, float[] to, int toAt) {
    FloatVector r0 = FloatVector.fromArray(S, from, fromAt);
    FloatVector r1 = FloatVector.fromArray(S, from, fromAt + fromRow);
    FloatVector r2 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow);
    FloatVector r3 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow);
    FloatVector a = r0.blend(r2.rearrange(UP_2), HAS_2);
    FloatVector b = r1.blend(r3.rearrange(UP_2), HAS_2);
    FloatVector c = r0.rearrange(DOWN_2).blend(r2, HAS_2);
    FloatVector d = r1.rearrange(DOWN_2).blend(r3, HAS_2);
    a.blend(b.rearrange(UP_1), HAS_1).intoArray(to, toAt);
    a.rearrange(DOWN_1).blend(b, HAS_1).intoArray(to, toAt + W);
    c.blend(d.rearrange(UP_1), HAS_1).intoArray(to, toAt + 2 * W);
    c.rearrange(DOWN_1).blend(d, HAS_1).intoArray(to, toAt + 3 * W);
  }

  /** Lane {@code l} takes lane {@code l + distance}. */
  private static VectorShuffle<Float> shuffle(int distance) {
    int[] lanes = new int[FLOATS];
    for (int l = 0; l < FLOATS; l++) {
      lanes[l] = Math.floorMod(l + distance, FLOATS);
    }
    return VectorShuffle.fromArray(S, lanes, 0);
  }

  /** The lanes whose number has a bit. */
  private static VectorMask<Float> lanesWith(int bit) {
    long lanes = 0;
    for (int l = 0; l < FLOATS; l++) {
      lanes |= (l & bit) == 0 ? 0 : 1L << l;
    }
    return VectorMask.fromLong(S, lanes);
  }

  @Override
  public void multiply(
      int rows,
      int blocks,
      int depth,
      boolean first,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      float[] m,
      int mAt) {
    int mRow = blocks * W;
    int step = TALL ? 8 : 4;
    for (int block = 0; block < blocks; block += FLOATS == W ? 2 : 1) {
      for (int l = 0; l < W; l += FLOATS == W ? W : 2 * FLOATS) {
        int b0 = bAt + block * depth * W + l;
        int b1 = FLOATS == W ? b0 + depth * W : b0 + FLOATS;
        int m0 = mAt + block * W + l;
        int m1 = m0 + FLOATS;
        boolean single = FLOATS == W && block + 1 == blocks;
        for (int r = 0; r < rows; r += step, m0 += step * mRow, m1 += step * mRow) {
          int count = Math.min(step, rows - r);
          int left = aAt + r * aRow;
          if (single) {
            tile8x1(depth, first, a, left, aRow, b, b0, m, m0, mRow, count);
          } else if (count > 4) {
            tile8x2(depth, first, a, left, aRow, b, b0, b1, m, m0, m1, mRow, count);
          } else {
            tile4x2(depth, first, a, left, aRow, b, b0, b1, m, m0, m1, mRow, count);
          }
        }
      }
    }
  }

  /** 8 rows by 2 vectors; rows beyond the last are computed from the last, and dropped. */
  private static void tile8x2(
      int depth,
      boolean first,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int b0,
      int b1,
      float[] m,
      int m0,
      int m1,
      int mRow,
      int rows) {
    int a0 = aAt;
    int a1 = aAt + Math.min(1, rows - 1) * aRow;
    int a2 = aAt + Math.min(2, rows - 1) * aRow;
    int a3 = aAt + Math.min(3, rows - 1) * aRow;
    int a4 = aAt + Math.min(4, rows - 1) * aRow;
    int a5 = aAt + Math.min(5, rows - 1) * aRow;
    int a6 = aAt + Math.min(6, rows - 1) * aRow;
    int a7 = aAt + Math.min(7, rows - 1) * aRow;
    int row1 = Math.min(1, rows - 1) * mRow;
    int row2 = Math.min(2, rows - 1) * mRow;
    int row3 = Math.min(3, rows - 1) * mRow;
    int row4 = Math.min(4, rows - 1) * mRow;
    int row5 = Math.min(5, rows - 1) * mRow;
    int row6 = Math.min(6, rows - 1) * mRow;
    int row7 = Math.min(7, rows - 1) * mRow;
    FloatVector c00, c01;
    FloatVector c10, c11;
    FloatVector c20, c21;
    FloatVector c30, c31;
    FloatVector c40, c41;
    FloatVector c50, c51;
    FloatVector c60, c61;
    FloatVector c70, c71;
    if (first) {
      c00 = FloatVector.zero(S);
      c01 = FloatVector.zero(S);
      c10 = FloatVector.zero(S);
      c11 = FloatVector.zero(S);
      c20 = FloatVector.zero(S);
      c21 = FloatVector.zero(S);
      c30 = FloatVector.zero(S);
      c31 = FloatVector.zero(S);
      c40 = FloatVector.zero(S);
      c41 = FloatVector.zero(S);
      c50 = FloatVector.zero(S);
      c51 = FloatVector.zero(S);
      c60 = FloatVector.zero(S);
      c61 = FloatVector.zero(S);
      c70 = FloatVector.zero(S);
      c71 = FloatVector.zero(S);
    } else {
      c00 = FloatVector.fromArray(S, m, m0);
      c01 = FloatVector.fromArray(S, m, m1);
      c10 = FloatVector.fromArray(S, m, m0 + row1);
      c11 = FloatVector.fromArray(S, m, m1 + row1);
      c20 = FloatVector.fromArray(S, m, m0 + row2);
      c21 = FloatVector.fromArray(S, m, m1 + row2);
      c30 = FloatVector.fromArray(S, m, m0 + row3);
      c31 = FloatVector.fromArray(S, m, m1 + row3);
      c40 = FloatVector.fromArray(S, m, m0 + row4);
      c41 = FloatVector.fromArray(S, m, m1 + row4);
      c50 = FloatVector.fromArray(S, m, m0 + row5);
      c51 = FloatVector.fromArray(S, m, m1 + row5);
      c60 = FloatVector.fromArray(S, m, m0 + row6);
      c61 = FloatVector.fromArray(S, m, m1 + row6);
      c70 = FloatVector.fromArray(S, m, m0 + row7);
      c71 = FloatVector.fromArray(S, m, m1 + row7);
    }
    for (int k = 0; k < depth; k++) {
      FloatVector v0 = FloatVector.fromArray(S, b, b0 + k * W);
      FloatVector v1 = FloatVector.fromArray(S, b, b1 + k * W);
      FloatVector w = FloatVector.broadcast(S, a[a0 + k]);
      c00 = w.fma(v0, c00);
      c01 = w.fma(v1, c01);
      w = FloatVector.broadcast(S, a[a1 + k]);
      c10 = w.fma(v0, c10);
      c11 = w.fma(v1, c11);
      w = FloatVector.broadcast(S, a[a2 + k]);
      c20 = w.fma(v0, c20);
      c21 = w.fma(v1, c21);
      w = FloatVector.broadcast(S, a[a3 + k]);
      c30 = w.fma(v0, c30);
      c31 = w.fma(v1, c31);
      w = FloatVector.broadcast(S, a[a4 + k]);
      c40 = w.fma(v0, c40);
      c41 = w.fma(v1, c41);
      w = FloatVector.broadcast(S, a[a5 + k]);
      c50 = w.fma(v0, c50);
      c51 = w.fma(v1, c51);
      w = FloatVector.broadcast(S, a[a6 + k]);
      c60 = w.fma(v0, c60);
      c61 = w.fma(v1, c61);
      w = FloatVector.broadcast(S, a[a7 + k]);
      c70 = w.fma(v0, c70);
      c71 = w.fma(v1, c71);
    }
    c00.intoArray(m, m0);
    c01.intoArray(m, m1);
    if (rows > 1) {
      c10.intoArray(m, m0 + row1);
      c11.intoArray(m, m1 + row1);
    }
    if (rows > 2) {
      c20.intoArray(m, m0 + row2);
      c21.intoArray(m, m1 + row2);
    }
    if (rows > 3) {
      c30.intoArray(m, m0 + row3);
      c31.intoArray(m, m1 + row3);
    }
    if (rows > 4) {
      c40.intoArray(m, m0 + row4);
      c41.intoArray(m, m1 + row4);
    }
    if (rows > 5) {
      c50.intoArray(m, m0 + row5);
      c51.intoArray(m, m1 + row5);
    }
    if (rows > 6) {
      c60.intoArray(m, m0 + row6);
      c61.intoArray(m, m1 + row6);
    }
    if (rows > 7) {
      c70.intoArray(m, m0 + row7);
      c71.intoArray(m, m1 + row7);
    }
  }

  /** 4 rows by 2 vectors. */
  private static void tile4x2(
      int depth,
      boolean first,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int b0,
      int b1,
      float[] m,
      int m0,
      int m1,
      int mRow,
      int rows) {
    int a0 = aAt;
    int a1 = aAt + Math.min(1, rows - 1) * aRow;
    int a2 = aAt + Math.min(2, rows - 1) * aRow;
    int a3 = aAt + Math.min(3, rows - 1) * aRow;
    int row1 = Math.min(1, rows - 1) * mRow;
    int row2 = Math.min(2, rows - 1) * mRow;
    int row3 = Math.min(3, rows - 1) * mRow;
    FloatVector c00, c01;
    FloatVector c10, c11;
    FloatVector c20, c21;
    FloatVector c30, c31;
    if (first) {
      c00 = FloatVector.zero(S);
      c01 = FloatVector.zero(S);
      c10 = FloatVector.zero(S);
      c11 = FloatVector.zero(S);
      c20 = FloatVector.zero(S);
      c21 = FloatVector.zero(S);
      c30 = FloatVector.zero(S);
      c31 = FloatVector.zero(S);
    } else {
      c00 = FloatVector.fromArray(S, m, m0);
      c01 = FloatVector.fromArray(S, m, m1);
      c10 = FloatVector.fromArray(S, m, m0 + row1);
      c11 = FloatVector.fromArray(S, m, m1 + row1);
      c20 = FloatVector.fromArray(S, m, m0 + row2);
      c21 = FloatVector.fromArray(S, m, m1 + row2);
      c30 = FloatVector.fromArray(S, m, m0 + row3);
      c31 = FloatVector.fromArray(S, m, m1 + row3);
    }
    for (int k = 0; k < depth; k++) {
      FloatVector v0 = FloatVector.fromArray(S, b, b0 + k * W);
      FloatVector v1 = FloatVector.fromArray(S, b, b1 + k * W);
      FloatVector w = FloatVector.broadcast(S, a[a0 + k]);
      c00 = w.fma(v0, c00);
      c01 = w.fma(v1, c01);
      w = FloatVector.broadcast(S, a[a1 + k]);
      c10 = w.fma(v0, c10);
      c11 = w.fma(v1, c11);
      w = FloatVector.broadcast(S, a[a2 + k]);
      c20 = w.fma(v0, c20);
      c21 = w.fma(v1, c21);
      w = FloatVector.broadcast(S, a[a3 + k]);
      c30 = w.fma(v0, c30);
      c31 = w.fma(v1, c31);
    }
    c00.intoArray(m, m0);
    c01.intoArray(m, m1);
    if (rows > 1) {
      c10.intoArray(m, m0 + row1);
      c11.intoArray(m, m1 + row1);
    }
    if (rows > 2) {
      c20.intoArray(m, m0 + row2);
      c21.intoArray(m, m1 + row2);
    }
    if (rows > 3) {
      c30.intoArray(m, m0 + row3);
      c31.intoArray(m, m1 + row3);
    }
  }

  /** 8 rows by 1 vector. */
  private static void tile8x1(
      int depth,
      boolean first,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int b0,
      float[] m,
      int m0,
      int mRow,
      int rows) {
    int a0 = aAt;
    int a1 = aAt + Math.min(1, rows - 1) * aRow;
    int a2 = aAt + Math.min(2, rows - 1) * aRow;
    int a3 = aAt + Math.min(3, rows - 1) * aRow;
    int a4 = aAt + Math.min(4, rows - 1) * aRow;
    int a5 = aAt + Math.min(5, rows - 1) * aRow;
    int a6 = aAt + Math.min(6, rows - 1) * aRow;
    int a7 = aAt + Math.min(7, rows - 1) * aRow;
    int row1 = m0 + Math.min(1, rows - 1) * mRow;
    int row2 = m0 + Math.min(2, rows - 1) * mRow;
    int row3 = m0 + Math.min(3, rows - 1) * mRow;
    int row4 = m0 + Math.min(4, rows - 1) * mRow;
    int row5 = m0 + Math.min(5, rows - 1) * mRow;
    int row6 = m0 + Math.min(6, rows - 1) * mRow;
    int row7 = m0 + Math.min(7, rows - 1) * mRow;
    FloatVector c0;
    FloatVector c1;
    FloatVector c2;
    FloatVector c3;
    FloatVector c4;
    FloatVector c5;
    FloatVector c6;
    FloatVector c7;
    if (first) {
      c0 = FloatVector.zero(S);
      c1 = FloatVector.zero(S);
      c2 = FloatVector.zero(S);
      c3 = FloatVector.zero(S);
      c4 = FloatVector.zero(S);
      c5 = FloatVector.zero(S);
      c6 = FloatVector.zero(S);
      c7 = FloatVector.zero(S);
    } else {
      c0 = FloatVector.fromArray(S, m, m0);
      c1 = FloatVector.fromArray(S, m, row1);
      c2 = FloatVector.fromArray(S, m, row2);
      c3 = FloatVector.fromArray(S, m, row3);
      c4 = FloatVector.fromArray(S, m, row4);
      c5 = FloatVector.fromArray(S, m, row5);
      c6 = FloatVector.fromArray(S, m, row6);
      c7 = FloatVector.fromArray(S, m, row7);
    }
    for (int k = 0; k < depth; k++) {
      FloatVector v = FloatVector.fromArray(S, b, b0 + k * W);
      c0 = FloatVector.broadcast(S, a[a0 + k]).fma(v, c0);
      c1 = FloatVector.broadcast(S, a[a1 + k]).fma(v, c1);
      c2 = FloatVector.broadcast(S, a[a2 + k]).fma(v, c2);
      c3 = FloatVector.broadcast(S, a[a3 + k]).fma(v, c3);
      c4 = FloatVector.broadcast(S, a[a4 + k]).fma(v, c4);
      c5 = FloatVector.broadcast(S, a[a5 + k]).fma(v, c5);
      c6 = FloatVector.broadcast(S, a[a6 + k]).fma(v, c6);
      c7 = FloatVector.broadcast(S, a[a7 + k]).fma(v, c7);
    }
    c0.intoArray(m, m0);
    if (rows > 1) {
      c1.intoArray(m, row1);
    }
    if (rows > 2) {
      c2.intoArray(m, row2);
    }
    if (rows > 3) {
      c3.intoArray(m, row3);
    }
    if (rows > 4) {
      c4.intoArray(m, row4);
    }
    if (rows > 5) {
      c5.intoArray(m, row5);
    }
    if (rows > 6) {
      c6.intoArray(m, row6);
    }
    if (rows > 7) {
      c7.intoArray(m, row7);
    }
  }
}
