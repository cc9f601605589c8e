package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ChannelAffineKernel} in vectors: a register's lanes go through all rows, then the next's.
 */
final class VectorChannelAffine implements ChannelAffineKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int STEP = S.length();

  @Override
  public void apply(
      float[] memory,
      int x,
      int xStride,
      int y,
      int yStride,
      int rows,
      int n,
      float[] factors,
      int at,
      float floor,
      float ceiling) {
    FloatVector low = FloatVector.broadcast(S, floor);
    FloatVector high = FloatVector.broadcast(S, ceiling);
    for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
      FloatVector centre = FloatVector.fromArray(S, factors, at + lane);
      FloatVector factor = FloatVector.fromArray(S, factors, at + lane + Lanes.WIDTH);
      FloatVector offset = FloatVector.fromArray(S, factors, at + lane + 2 * Lanes.WIDTH);
      for (int row = 0; row < rows; row++) {
        int from = x + row * xStride;
        int to = y + row * yStride;
        for (int i = lane; i < n; i += Lanes.WIDTH) {
          FloatVector value =
              FloatVector.fromArray(S, memory, from + i).sub(centre).fma(factor, offset);
          value = value.blend(low, value.compare(VectorOperators.LE, low));
          value.blend(high, value.compare(VectorOperators.GE, high)).intoArray(memory, to + i);
        }
      }
    }
  }

  @Override
  public void applyAdd(
      float[] memory,
      int x,
      int xStride,
      int s,
      int sStride,
      int y,
      int yStride,
      int rows,
      int n,
      float[] factors,
      int at,
      float floor,
      float ceiling) {
    FloatVector low = FloatVector.broadcast(S, floor);
    FloatVector high = FloatVector.broadcast(S, ceiling);
    for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
      FloatVector centre = FloatVector.fromArray(S, factors, at + lane);
      FloatVector factor = FloatVector.fromArray(S, factors, at + lane + Lanes.WIDTH);
      FloatVector offset = FloatVector.fromArray(S, factors, at + lane + 2 * Lanes.WIDTH);
      for (int row = 0; row < rows; row++) {
        int from = x + row * xStride;
        int summand = s + row * sStride;
        int to = y + row * yStride;
        for (int i = lane; i < n; i += Lanes.WIDTH) {
          FloatVector shift = FloatVector.fromArray(S, memory, summand + i).add(offset);
          FloatVector value =
              FloatVector.fromArray(S, memory, from + i).sub(centre).fma(factor, shift);
          value = value.blend(low, value.compare(VectorOperators.LE, low));
          value.blend(high, value.compare(VectorOperators.GE, high)).intoArray(memory, to + i);
        }
      }
    }
  }
}
