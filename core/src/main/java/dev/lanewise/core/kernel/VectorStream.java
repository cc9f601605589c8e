package dev.lanewise.core.kernel;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link StreamKernel} in vectors: several loads in flight, no chain that would hold them up. */
final class VectorStream implements StreamKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, S.vectorShape());
  private static final int STEP = S.length();

  @Override
  public int read(float[] x, int xAt, int n) {
    IntVector b0 = IntVector.zero(I);
    IntVector b1 = b0;
    IntVector b2 = b0;
    IntVector b3 = b0;
    for (int i = xAt; i < xAt + n; i += 4 * STEP) {
      b0 = b0.lanewise(VectorOperators.XOR, FloatVector.fromArray(S, x, i).reinterpretAsInts());
      b1 =
          b1.lanewise(
              VectorOperators.XOR, FloatVector.fromArray(S, x, i + STEP).reinterpretAsInts());
      b2 =
          b2.lanewise(
              VectorOperators.XOR, FloatVector.fromArray(S, x, i + 2 * STEP).reinterpretAsInts());
      b3 =
          b3.lanewise(
              VectorOperators.XOR, FloatVector.fromArray(S, x, i + 3 * STEP).reinterpretAsInts());
    }
    b0 = b0.lanewise(VectorOperators.XOR, b1);
    b2 = b2.lanewise(VectorOperators.XOR, b3);
    return b0.lanewise(VectorOperators.XOR, b2).reduceLanes(VectorOperators.XOR);
  }

  @Override
  public void triad(float a, float[] x, int xAt, float[] z, int zAt, float[] y, int yAt, int n) {
    FloatVector factor = FloatVector.broadcast(S, a);
    for (int i = 0; i < n; i += 2 * STEP) {
      FloatVector y0 =
          factor.fma(FloatVector.fromArray(S, x, xAt + i), FloatVector.fromArray(S, z, zAt + i));
      FloatVector y1 =
          factor.fma(
              FloatVector.fromArray(S, x, xAt + i + STEP),
              FloatVector.fromArray(S, z, zAt + i + STEP));
      y0.intoArray(y, yAt + i);
      y1.intoArray(y, yAt + i + STEP);
    }
  }
}
