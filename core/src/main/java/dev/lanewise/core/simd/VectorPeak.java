package dev.lanewise.core.simd;

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
    FloatVector factor = FloatVector.broadcast(S, FACTOR);
    FloatVector summand = FloatVector.broadcast(S, SUMMAND);
    for (int i = 0; i < iterations; i++) {
      c0 = c0.fma(factor, summand);
      c1 = c1.fma(factor, summand);
      c2 = c2.fma(factor, summand);
      c3 = c3.fma(factor, summand);
      c4 = c4.fma(factor, summand);
      c5 = c5.fma(factor, summand);
      c6 = c6.fma(factor, summand);
      c7 = c7.fma(factor, summand);
      c8 = c8.fma(factor, summand);
      c9 = c9.fma(factor, summand);
      c10 = c10.fma(factor, summand);
      c11 = c11.fma(factor, summand);
      c12 = c12.fma(factor, summand);
      c13 = c13.fma(factor, summand);
      c14 = c14.fma(factor, summand);
      c15 = c15.fma(factor, summand);
      c16 = c16.fma(factor, summand);
      c17 = c17.fma(factor, summand);
      c18 = c18.fma(factor, summand);
      c19 = c19.fma(factor, summand);
      c20 = c20.fma(factor, summand);
      c21 = c21.fma(factor, summand);
      c22 = c22.fma(factor, summand);
      c23 = c23.fma(factor, summand);
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
    FloatVector factor = FloatVector.broadcast(S, FACTOR);
    FloatVector summand = FloatVector.broadcast(S, SUMMAND);
    for (int i = 0; i < iterations; i++) {
      c0 = c0.fma(factor, summand);
      c1 = c1.fma(factor, summand);
      c2 = c2.fma(factor, summand);
      c3 = c3.fma(factor, summand);
      c4 = c4.fma(factor, summand);
      c5 = c5.fma(factor, summand);
      c6 = c6.fma(factor, summand);
      c7 = c7.fma(factor, summand);
      c8 = c8.fma(factor, summand);
      c9 = c9.fma(factor, summand);
      c10 = c10.fma(factor, summand);
      c11 = c11.fma(factor, summand);
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
