package dev.lanewise.core.kernel;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Planes with weights of their own: against a loop in double, and bit by bit at all widths. */
class DepthwiseKernelPropertyTest {

  private static final int AT = 5;

  /** One random call. */
  private static final class Call {
    final PlaneTables tables;
    final boolean lanes;
    final float[] x;
    final float[] y;
    final float[] w;
    final float @Nullable [] init;

    Call(Random random, boolean whole) {
      boolean grid = random.nextInt(3) == 0;
      int taps = grid ? 9 : random.nextInt(30);
      int rows = 1 + random.nextInt(5);
      int columns = 1 + random.nextInt(19);
      int xStep = Lanes.WIDTH * (grid ? 1 : 1 + random.nextInt(3));
      int yStep = Lanes.WIDTH * (grid ? 1 : 1 + random.nextInt(3));
      int xRow = columns * xStep + Lanes.WIDTH * random.nextInt(3);
      int yRow = columns * yStep + Lanes.WIDTH * random.nextInt(3);
      int[] offsets = new int[taps];
      for (int t = 0; t < taps; t++) {
        offsets[t] = Lanes.WIDTH * random.nextInt(40);
      }
      // Three rows of three neighbours, forwards or, as backward data has them, backwards.
      int step = random.nextBoolean() ? Lanes.WIDTH : -Lanes.WIDTH;
      for (int t = 0; grid && t < taps; t++) {
        offsets[t] = Lanes.WIDTH * (2 + 7 * (t / 3)) + step * (t % 3);
      }
      tables = new PlaneTables(offsets, rows, columns, xRow, xStep, yRow, yStep);
      lanes = random.nextBoolean();
      x = values(random, whole, AT + rows * xRow + Lanes.WIDTH * 40);
      y = values(random, whole, AT + rows * yRow);
      w = values(random, whole, AT + taps * Lanes.WIDTH);
      init = random.nextInt(3) == 0 ? null : values(random, whole, AT + Lanes.WIDTH);
    }

    private static float[] values(Random random, boolean whole, int n) {
      return whole ? Bits.integers(random, n) : Bits.normal(random.nextLong(), n);
    }

    float[] correlate(Simd simd) {
      float[] result = y.clone();
      simd.depthwise().correlate(tables, lanes, x, AT, w, AT, init, AT, result, AT);
      return result;
    }

    float[] gradient(Simd simd) {
      int taps = tables.taps().length;
      float[] sums = Poison.floats(DepthwiseKernel.sumsSize(taps));
      simd.depthwise().gradient(tables, x, AT, y, AT, sums);
      return Arrays.copyOf(sums, taps * Lanes.WIDTH);
    }

    double[] naiveCorrelate() {
      double[] result = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        result[i] = y[i];
      }
      for (int row = 0; row < tables.rows(); row++) {
        for (int column = 0; column < tables.columns(); column++) {
          for (int l = 0; l < Lanes.WIDTH; l++) {
            int to = AT + row * tables.yRow() + column * tables.yStep() + l;
            int from = AT + row * tables.xRow() + column * tables.xStep() + l;
            double sum = init == null ? y[to] : init[lanes ? AT + l : AT];
            for (int t = 0; t < tables.taps().length; t++) {
              double weight = w[lanes ? AT + Lanes.WIDTH * t + l : AT + t];
              sum += weight * x[from + tables.taps()[t]];
            }
            result[to] = sum;
          }
        }
      }
      return result;
    }

    double[] naiveGradient() {
      double[] sums = new double[tables.taps().length * Lanes.WIDTH];
      for (int i = 0; i < sums.length; i++) {
        int l = i % Lanes.WIDTH;
        int tap = AT + l + tables.taps()[i / Lanes.WIDTH];
        for (int row = 0; row < tables.rows(); row++) {
          for (int column = 0; column < tables.columns(); column++) {
            sums[i] +=
                (double) y[AT + l + row * tables.yRow() + column * tables.yStep()]
                    * x[tap + row * tables.xRow() + column * tables.xStep()];
          }
        }
      }
      return sums;
    }
  }

  @Property(tries = 300)
  void wholeNumbersAreExact(@ForAll Random random) {
    Call call = new Call(random, true);
    for (Simd simd : Widths.ALL) {
      Bits.assertExact(call.naiveCorrelate(), call.correlate(simd), simd.width() + ": sums");
      Bits.assertExact(call.naiveGradient(), call.gradient(simd), simd.width() + ": gradient");
    }
  }

  @Property(tries = 300)
  void realNumbersHaveOneSetOfBits(@ForAll Random random) {
    Call call = new Call(random, false);
    for (Simd simd : Widths.ALL) {
      Bits.assertIdentical(
          call.correlate(Widths.SCALAR), call.correlate(simd), simd.width() + ": sums");
      Bits.assertIdentical(
          call.gradient(Widths.SCALAR), call.gradient(simd), simd.width() + ": gradient");
    }
  }
}
