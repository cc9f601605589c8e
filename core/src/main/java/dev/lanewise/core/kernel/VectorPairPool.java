package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** One register at a time; see {@link HiddenKernels} for the width. */
final class VectorPairPool implements PairPoolKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int STEP = S.length();

  @Override
  public void maxForward(
      int windows, boolean rectify, float[] x, int top, int bottom, float[] y, int yAt) {
    // A threshold that no number is below stands for "not rectified".
    float lowest = rectify ? 0f : Float.NEGATIVE_INFINITY;
    for (int window = 0; window < windows; window++) {
      for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
        int upper = top + 2 * Lanes.WIDTH * window + lane;
        int lower = bottom + 2 * Lanes.WIDTH * window + lane;
        FloatVector largest = FloatVector.fromArray(S, x, upper);
        FloatVector value = FloatVector.fromArray(S, x, upper + Lanes.WIDTH);
        VectorMask<Float> wins =
            value.compare(VectorOperators.GT, largest).or(value.compare(VectorOperators.NE, value));
        largest = largest.blend(value, wins);
        value = FloatVector.fromArray(S, x, lower);
        wins =
            value.compare(VectorOperators.GT, largest).or(value.compare(VectorOperators.NE, value));
        largest = largest.blend(value, wins);
        value = FloatVector.fromArray(S, x, lower + Lanes.WIDTH);
        wins =
            value.compare(VectorOperators.GT, largest).or(value.compare(VectorOperators.NE, value));
        largest = largest.blend(value, wins);
        largest
            .blend(lowest, largest.compare(VectorOperators.LE, lowest))
            .intoArray(y, yAt + Lanes.WIDTH * window + lane);
      }
    }
  }

  @Override
  public void maxForwardTaps(
      int windows,
      boolean rectify,
      float[] x,
      int top,
      int bottom,
      float[] y,
      int yAt,
      float[] taps,
      int tapsAt) {
    float lowest = rectify ? 0f : Float.NEGATIVE_INFINITY;
    FloatVector first = FloatVector.zero(S);
    for (int window = 0; window < windows; window++) {
      for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
        int upper = top + 2 * Lanes.WIDTH * window + lane;
        int lower = bottom + 2 * Lanes.WIDTH * window + lane;
        int to = Lanes.WIDTH * window + lane;
        FloatVector largest = FloatVector.fromArray(S, x, upper);
        FloatVector value = FloatVector.fromArray(S, x, upper + Lanes.WIDTH);
        VectorMask<Float> wins =
            value.compare(VectorOperators.GT, largest).or(value.compare(VectorOperators.NE, value));
        largest = largest.blend(value, wins);
        FloatVector winner = first.blend(1f, wins);
        value = FloatVector.fromArray(S, x, lower);
        wins =
            value.compare(VectorOperators.GT, largest).or(value.compare(VectorOperators.NE, value));
        largest = largest.blend(value, wins);
        winner = winner.blend(2f, wins);
        value = FloatVector.fromArray(S, x, lower + Lanes.WIDTH);
        wins =
            value.compare(VectorOperators.GT, largest).or(value.compare(VectorOperators.NE, value));
        largest = largest.blend(value, wins);
        winner = winner.blend(3f, wins);
        if (rectify) {
          winner = winner.blend(PoolKernel.NO_TAP, largest.compare(VectorOperators.GT, 0f).not());
        }
        largest.blend(lowest, largest.compare(VectorOperators.LE, lowest)).intoArray(y, yAt + to);
        winner.intoArray(taps, tapsAt + to);
      }
    }
  }

  @Override
  public void maxBackward(
      int windows,
      float[] dy,
      int dyAt,
      float[] taps,
      int tapsAt,
      float[] dx,
      int top,
      int bottom) {
    FloatVector zero = FloatVector.zero(S);
    for (int window = 0; window < windows; window++) {
      for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
        int upper = top + 2 * Lanes.WIDTH * window + lane;
        int lower = bottom + 2 * Lanes.WIDTH * window + lane;
        int from = Lanes.WIDTH * window + lane;
        // Added to 0 as in the sum that this stands for: -0 becomes 0.
        FloatVector share = FloatVector.fromArray(S, dy, dyAt + from).add(0f);
        FloatVector winner = FloatVector.fromArray(S, taps, tapsAt + from);
        zero.blend(share, winner.compare(VectorOperators.EQ, 0f)).intoArray(dx, upper);
        zero.blend(share, winner.compare(VectorOperators.EQ, 1f))
            .intoArray(dx, upper + Lanes.WIDTH);
        zero.blend(share, winner.compare(VectorOperators.EQ, 2f)).intoArray(dx, lower);
        zero.blend(share, winner.compare(VectorOperators.EQ, 3f))
            .intoArray(dx, lower + Lanes.WIDTH);
      }
    }
  }
}
