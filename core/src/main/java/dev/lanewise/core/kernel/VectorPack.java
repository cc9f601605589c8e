package dev.lanewise.core.kernel;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link PackKernel} in vectors, under the rules of {@link VectorProduct}. */
final class VectorPack implements PackKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int FLOATS = S.length();

  @Override
  public void packStrips(
      float[] from,
      int at,
      int rowStride,
      int rows,
      int columns,
      float[] to,
      int toAt,
      int stripStride) {
    int whole = columns / STRIP * STRIP;
    for (int k = 0; k < rows; k++) {
      int row = at + k * rowStride;
      int strip = toAt + k * STRIP;
      for (int j = 0; j < whole; j += STRIP, strip += stripStride) {
        for (int l = 0; l < STRIP; l += 3 * FLOATS) {
          FloatVector v0 = FloatVector.fromArray(S, from, row + j + l);
          FloatVector v1 = FloatVector.fromArray(S, from, row + j + l + FLOATS);
          FloatVector v2 = FloatVector.fromArray(S, from, row + j + l + 2 * FLOATS);
          v0.intoArray(to, strip + l);
          v1.intoArray(to, strip + l + FLOATS);
          v2.intoArray(to, strip + l + 2 * FLOATS);
        }
      }
      for (int j = whole; j < columns; j += FLOATS) {
        FloatVector.fromArray(S, from, row + j).intoArray(to, strip + j - whole);
      }
    }
  }
}
