package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link ResampleKernel} in vectors, under the rules of {@link VectorProduct}. */
final class VectorResample implements ResampleKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int STEP = S.length();

  @Override
  public void row(ResampleTables band, float[] x, int xAt, float[] y, int yAt) {
    FloatVector zero = FloatVector.zero(S);
    int[] first = band.first();
    int[] starts = band.start();
    float[] weight = band.weight();
    for (int o = 0; o < first.length; o++) {
      int start = starts[o];
      int end = starts[o + 1];
      int from = xAt + first[o] * Lanes.WIDTH;
      int to = yAt + o * Lanes.WIDTH;
      // One or two terms, which interpolations have, without a loop's beginning and end.
      if (end - start == 1) {
        for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
          FloatVector.broadcast(S, weight[start])
              .fma(FloatVector.fromArray(S, x, from + lane), zero)
              .intoArray(y, to + lane);
        }
      } else if (end - start == 2) {
        for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
          FloatVector sum =
              FloatVector.broadcast(S, weight[start])
                  .fma(FloatVector.fromArray(S, x, from + lane), zero);
          FloatVector.broadcast(S, weight[start + 1])
              .fma(FloatVector.fromArray(S, x, from + Lanes.WIDTH + lane), sum)
              .intoArray(y, to + lane);
        }
      } else {
        for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
          FloatVector sum = zero;
          for (int t = start, i = from + lane; t < end; t++, i += Lanes.WIDTH) {
            sum = FloatVector.broadcast(S, weight[t]).fma(FloatVector.fromArray(S, x, i), sum);
          }
          sum.intoArray(y, to + lane);
        }
      }
    }
  }
}
