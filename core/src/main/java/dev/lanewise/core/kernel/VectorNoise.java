package dev.lanewise.core.kernel;

import static dev.lanewise.core.math.CurvePolynomials.SINE_0;
import static dev.lanewise.core.math.CurvePolynomials.SINE_1;
import static dev.lanewise.core.math.CurvePolynomials.SINE_2;
import static dev.lanewise.core.math.CurvePolynomials.SINE_3;
import static dev.lanewise.core.math.CurvePolynomials.SINE_4;
import static dev.lanewise.core.math.FloatPolynomials.LN2_REST;
import static dev.lanewise.core.math.FloatPolynomials.LN2_SHORT;
import static dev.lanewise.core.math.FloatPolynomials.LOG_0;
import static dev.lanewise.core.math.FloatPolynomials.LOG_1;
import static dev.lanewise.core.math.FloatPolynomials.LOG_2;
import static dev.lanewise.core.math.FloatPolynomials.LOG_3;
import static dev.lanewise.core.math.FloatPolynomials.LOG_4;
import static dev.lanewise.core.math.FloatPolynomials.LOG_5;
import static dev.lanewise.core.math.FloatPolynomials.LOG_6;
import static dev.lanewise.core.math.FloatPolynomials.LOG_7;
import static dev.lanewise.core.math.FloatPolynomials.LOG_8;
import static dev.lanewise.core.math.FloatPolynomials.ROUNDER;
import static dev.lanewise.core.math.FloatPolynomials.SQRT_HALF_BITS;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** One register at a time; see {@link HiddenKernels} for the width. */
final class VectorNoise implements NoiseKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, S.vectorShape());
  private static final int STEP = S.length();

  /** Bits of {@link dev.lanewise.core.math.FloatPolynomials#ROUNDER}. */
  private static final int ROUNDER_BITS = 0x4b400000;

  private static final int SIGN_BIT = 0x80000000;

  @Override
  public void gaussian(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int n,
      int[] keyLow,
      int[] keyHigh,
      int firstElement,
      float factor,
      float added) {
    for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
      IntVector low = IntVector.fromArray(I, keyLow, lane);
      IntVector high = IntVector.fromArray(I, keyHigh, lane);
      for (int i = lane, element = firstElement; i < n; i += Lanes.WIDTH, element++) {
        IntVector first = low.add((2 * element) * DropoutHash.STEP);
        first = first.lanewise(VectorOperators.XOR, first.lanewise(VectorOperators.LSHR, 16));
        first = first.mul(DropoutHash.MIX_1);
        first = first.lanewise(VectorOperators.XOR, first.lanewise(VectorOperators.LSHR, 13));
        first = first.mul(DropoutHash.MIX_2);
        first =
            first.lanewise(VectorOperators.XOR, first.lanewise(VectorOperators.LSHR, 16)).add(high);
        first = first.lanewise(VectorOperators.XOR, first.lanewise(VectorOperators.LSHR, 16));
        first = first.mul(DropoutHash.MIX_3);
        first = first.lanewise(VectorOperators.XOR, first.lanewise(VectorOperators.LSHR, 15));
        first = first.mul(DropoutHash.MIX_4);
        first = first.lanewise(VectorOperators.XOR, first.lanewise(VectorOperators.LSHR, 16));
        IntVector second = low.add((2 * element + 1) * DropoutHash.STEP);
        second = second.lanewise(VectorOperators.XOR, second.lanewise(VectorOperators.LSHR, 16));
        second = second.mul(DropoutHash.MIX_1);
        second = second.lanewise(VectorOperators.XOR, second.lanewise(VectorOperators.LSHR, 13));
        second = second.mul(DropoutHash.MIX_2);
        second =
            second
                .lanewise(VectorOperators.XOR, second.lanewise(VectorOperators.LSHR, 16))
                .add(high);
        second = second.lanewise(VectorOperators.XOR, second.lanewise(VectorOperators.LSHR, 16));
        second = second.mul(DropoutHash.MIX_3);
        second = second.lanewise(VectorOperators.XOR, second.lanewise(VectorOperators.LSHR, 15));
        second = second.mul(DropoutHash.MIX_4);
        second = second.lanewise(VectorOperators.XOR, second.lanewise(VectorOperators.LSHR, 16));
        FloatVector u =
            FloatVector.broadcast(S, 2f)
                .sub(
                    first
                        .lanewise(VectorOperators.LSHR, 9)
                        .or(NormalHash.ONE_BITS)
                        .reinterpretAsFloats());
        // log(u), as FloatMath has it: u is a normal float from 2^-23 to 1.
        IntVector bits = u.reinterpretAsInts();
        IntVector power = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector f =
            bits.sub(power.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
        FloatVector scale = power.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
        FloatVector p = FloatVector.broadcast(S, LOG_8).fma(f, FloatVector.broadcast(S, LOG_7));
        p = p.fma(f, FloatVector.broadcast(S, LOG_6));
        p = p.fma(f, FloatVector.broadcast(S, LOG_5));
        p = p.fma(f, FloatVector.broadcast(S, LOG_4));
        p = p.fma(f, FloatVector.broadcast(S, LOG_3));
        p = p.fma(f, FloatVector.broadcast(S, LOG_2));
        p = p.fma(f, FloatVector.broadcast(S, LOG_1));
        p = p.fma(f, FloatVector.broadcast(S, LOG_0));
        FloatVector small = scale.fma(FloatVector.broadcast(S, LN2_REST), f.mul(f).mul(p));
        FloatVector product = scale.mul(LN2_SHORT);
        FloatVector total = product.add(f);
        FloatVector lost = product.sub(total).add(f);
        FloatVector log = total.add(lost.add(small));
        FloatVector radius = log.mul(-2f).lanewise(VectorOperators.SQRT);
        FloatVector turn =
            second
                .lanewise(VectorOperators.LSHR, 9)
                .or(NormalHash.ONE_BITS)
                .reinterpretAsFloats()
                .sub(1.5f);
        FloatVector q = FloatVector.broadcast(S, 0.25f).sub(turn.abs());
        FloatVector t = q.mul(q);
        FloatVector s = FloatVector.broadcast(S, SINE_4).fma(t, FloatVector.broadcast(S, SINE_3));
        s = s.fma(t, FloatVector.broadcast(S, SINE_2));
        s = s.fma(t, FloatVector.broadcast(S, SINE_1));
        s = s.fma(t, FloatVector.broadcast(S, SINE_0));
        FloatVector z = radius.mul(q.mul(s));
        FloatVector times = FloatVector.broadcast(S, factor).fma(z, FloatVector.broadcast(S, 1f));
        FloatVector value = FloatVector.fromArray(S, x, xAt + i).mul(times);
        FloatVector.broadcast(S, added).fma(z, value).intoArray(y, yAt + i);
      }
    }
  }

  @Override
  public void affineDropout(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int n,
      int[] keyLow,
      int[] keyHigh,
      int firstElement,
      int threshold,
      float scale,
      float shift,
      float dropped) {
    int signedThreshold = threshold ^ SIGN_BIT;
    int droppedBits = Float.floatToRawIntBits(dropped);
    for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
      IntVector low = IntVector.fromArray(I, keyLow, lane);
      IntVector high = IntVector.fromArray(I, keyHigh, lane);
      for (int i = lane, element = firstElement; i < n; i += Lanes.WIDTH, element++) {
        IntVector h = low.add(element * DropoutHash.STEP);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
        h = h.mul(DropoutHash.MIX_1);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 13));
        h = h.mul(DropoutHash.MIX_2);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16)).add(high);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
        h = h.mul(DropoutHash.MIX_3);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 15));
        h = h.mul(DropoutHash.MIX_4);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
        // Signed comparison of numbers with the top bit flipped: the unsigned one.
        IntVector flipped = h.lanewise(VectorOperators.XOR, SIGN_BIT);
        IntVector kept =
            FloatVector.broadcast(S, scale)
                .fma(FloatVector.fromArray(S, x, xAt + i), FloatVector.broadcast(S, shift))
                .reinterpretAsInts();
        kept.blend(droppedBits, flipped.compare(VectorOperators.LT, signedThreshold))
            .reinterpretAsFloats()
            .intoArray(y, yAt + i);
      }
    }
  }

  @Override
  public void runDropout(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int n,
      int[] keyLow,
      int[] keyHigh,
      int element,
      int threshold,
      float scale) {
    int signedThreshold = threshold ^ SIGN_BIT;
    for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
      IntVector low = IntVector.fromArray(I, keyLow, lane);
      IntVector high = IntVector.fromArray(I, keyHigh, lane);
      IntVector h = low.add(element * DropoutHash.STEP);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
      h = h.mul(DropoutHash.MIX_1);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 13));
      h = h.mul(DropoutHash.MIX_2);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16)).add(high);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
      h = h.mul(DropoutHash.MIX_3);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 15));
      h = h.mul(DropoutHash.MIX_4);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
      IntVector flipped = h.lanewise(VectorOperators.XOR, SIGN_BIT);
      VectorMask<Integer> drops = flipped.compare(VectorOperators.LT, signedThreshold);
      for (int i = lane; i < n; i += Lanes.WIDTH) {
        FloatVector.fromArray(S, x, xAt + i)
            .mul(scale)
            .reinterpretAsInts()
            .blend(0, drops)
            .reinterpretAsFloats()
            .intoArray(y, yAt + i);
      }
    }
  }
}
