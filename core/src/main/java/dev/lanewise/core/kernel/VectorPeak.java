package dev.lanewise.core.kernel;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link PeakKernel} in vectors; the loops hold no call, as in {@link VectorProduct}. */
final class VectorPeak implements PeakKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int FLOATS = S.length();

  /** Whether there are 32 registers: where there are 16, twelve chains leave room for operands. */
  private static final boolean TALL =
      S.vectorBitSize() == 512 || System.getProperty("os.arch").equals("aarch64");

  private static final float[] START = starts();

  private static float[] starts() {
    float[] starts = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      starts[i] = PeakKernel.start(i);
    }
    return starts;
  }

  @Override
  public float run(int iterations) {
    return TALL ? run24(iterations) : run12(iterations);
  }

  @Override
  public int flopsPerIteration() {
    return 2 * (TALL ? 24 : 12) * FLOATS;
  }

  private static float run24(int iterations) {
    FloatVector c0 = FloatVector.fromArray(S, START, 0 * FLOATS);
    FloatVector c1 = FloatVector.fromArray(S, START, 1 * FLOATS);
    FloatVector c2 = FloatVector.fromArray(S, START, 2 * FLOATS);
    FloatVector c3 = FloatVector.fromArray(S, START, 3 * FLOATS);
    FloatVector c4 = FloatVector.fromArray(S, START, 4 * FLOATS);
    FloatVector c5 = FloatVector.fromArray(S, START, 5 * FLOATS);
    FloatVector c6 = FloatVector.fromArray(S, START, 6 * FLOATS);
    FloatVector c7 = FloatVector.fromArray(S, START, 7 * FLOATS);
    FloatVector c8 = FloatVector.fromArray(S, START, 8 * FLOATS);
    FloatVector c9 = FloatVector.fromArray(S, START, 9 * FLOATS);
    FloatVector c10 = FloatVector.fromArray(S, START, 10 * FLOATS);
    FloatVector c11 = FloatVector.fromArray(S, START, 11 * FLOATS);
    FloatVector c12 = FloatVector.fromArray(S, START, 12 * FLOATS);
    FloatVector c13 = FloatVector.fromArray(S, START, 13 * FLOATS);
    FloatVector c14 = FloatVector.fromArray(S, START, 14 * FLOATS);
    FloatVector c15 = FloatVector.fromArray(S, START, 15 * FLOATS);
    FloatVector c16 = FloatVector.fromArray(S, START, 16 * FLOATS);
    FloatVector c17 = FloatVector.fromArray(S, START, 17 * FLOATS);
    FloatVector c18 = FloatVector.fromArray(S, START, 18 * FLOATS);
    FloatVector c19 = FloatVector.fromArray(S, START, 19 * FLOATS);
    FloatVector c20 = FloatVector.fromArray(S, START, 20 * FLOATS);
    FloatVector c21 = FloatVector.fromArray(S, START, 21 * FLOATS);
    FloatVector c22 = FloatVector.fromArray(S, START, 22 * FLOATS);
    FloatVector c23 = FloatVector.fromArray(S, START, 23 * FLOATS);
    FloatVector left = FloatVector.broadcast(S, LEFT);
    FloatVector right = FloatVector.broadcast(S, RIGHT);
    for (int i = 0; i < iterations; i++) {
      c0 = left.fma(right, c0);
      c1 = left.fma(right, c1);
      c2 = left.fma(right, c2);
      c3 = left.fma(right, c3);
      c4 = left.fma(right, c4);
      c5 = left.fma(right, c5);
      c6 = left.fma(right, c6);
      c7 = left.fma(right, c7);
      c8 = left.fma(right, c8);
      c9 = left.fma(right, c9);
      c10 = left.fma(right, c10);
      c11 = left.fma(right, c11);
      c12 = left.fma(right, c12);
      c13 = left.fma(right, c13);
      c14 = left.fma(right, c14);
      c15 = left.fma(right, c15);
      c16 = left.fma(right, c16);
      c17 = left.fma(right, c17);
      c18 = left.fma(right, c18);
      c19 = left.fma(right, c19);
      c20 = left.fma(right, c20);
      c21 = left.fma(right, c21);
      c22 = left.fma(right, c22);
      c23 = left.fma(right, c23);
    }
    c0 = c0.max(c12);
    c1 = c1.max(c13);
    c2 = c2.max(c14);
    c3 = c3.max(c15);
    c4 = c4.max(c16);
    c5 = c5.max(c17);
    c6 = c6.max(c18);
    c7 = c7.max(c19);
    c8 = c8.max(c20);
    c9 = c9.max(c21);
    c10 = c10.max(c22);
    c11 = c11.max(c23);
    c0 = c0.max(c6);
    c1 = c1.max(c7);
    c2 = c2.max(c8);
    c3 = c3.max(c9);
    c4 = c4.max(c10);
    c5 = c5.max(c11);
    c0 = c0.max(c3);
    c1 = c1.max(c4);
    c2 = c2.max(c5);
    c0 = c0.max(c2);
    c0 = c0.max(c1);
    return c0.reduceLanes(VectorOperators.MAX);
  }

  private static float run12(int iterations) {
    FloatVector c0 = FloatVector.fromArray(S, START, 0 * FLOATS);
    FloatVector c1 = FloatVector.fromArray(S, START, 1 * FLOATS);
    FloatVector c2 = FloatVector.fromArray(S, START, 2 * FLOATS);
    FloatVector c3 = FloatVector.fromArray(S, START, 3 * FLOATS);
    FloatVector c4 = FloatVector.fromArray(S, START, 4 * FLOATS);
    FloatVector c5 = FloatVector.fromArray(S, START, 5 * FLOATS);
    FloatVector c6 = FloatVector.fromArray(S, START, 6 * FLOATS);
    FloatVector c7 = FloatVector.fromArray(S, START, 7 * FLOATS);
    FloatVector c8 = FloatVector.fromArray(S, START, 8 * FLOATS);
    FloatVector c9 = FloatVector.fromArray(S, START, 9 * FLOATS);
    FloatVector c10 = FloatVector.fromArray(S, START, 10 * FLOATS);
    FloatVector c11 = FloatVector.fromArray(S, START, 11 * FLOATS);
    FloatVector left = FloatVector.broadcast(S, LEFT);
    FloatVector right = FloatVector.broadcast(S, RIGHT);
    for (int i = 0; i < iterations; i++) {
      c0 = left.fma(right, c0);
      c1 = left.fma(right, c1);
      c2 = left.fma(right, c2);
      c3 = left.fma(right, c3);
      c4 = left.fma(right, c4);
      c5 = left.fma(right, c5);
      c6 = left.fma(right, c6);
      c7 = left.fma(right, c7);
      c8 = left.fma(right, c8);
      c9 = left.fma(right, c9);
      c10 = left.fma(right, c10);
      c11 = left.fma(right, c11);
    }
    c0 = c0.max(c6);
    c1 = c1.max(c7);
    c2 = c2.max(c8);
    c3 = c3.max(c9);
    c4 = c4.max(c10);
    c5 = c5.max(c11);
    c0 = c0.max(c3);
    c1 = c1.max(c4);
    c2 = c2.max(c5);
    c0 = c0.max(c2);
    c0 = c0.max(c1);
    return c0.reduceLanes(VectorOperators.MAX);
  }
}
