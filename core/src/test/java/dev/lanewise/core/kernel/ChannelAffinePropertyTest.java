package dev.lanewise.core.kernel;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Every lane has the bits that {@link BatchNormKernel} gives a channel, at every width. */
class ChannelAffinePropertyTest {

  private static final int AT = 5;

  @Property(tries = 200)
  void lanesHaveTheBitsOfChannels(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(min = 1, max = 7) int pixels) {
    Random random = new Random(seed);
    int n = pixels * Lanes.WIDTH;
    int stride = n + 16 * random.nextInt(3);
    int size = rows * stride;
    float[] factors = Bits.wild(random, AT + ChannelAffineKernel.FACTORS);
    float[] memory = Bits.wild(random, 3 * size);
    float floor = random.nextBoolean() ? Float.NEGATIVE_INFINITY : 0f;
    float ceiling = random.nextBoolean() ? Float.POSITIVE_INFINITY : 6f;
    float[] plain = memory.clone();
    float[] added = memory.clone();
    BatchNormKernel channels = Widths.SCALAR.batchNorm();
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      float mean = factors[AT + lane];
      float scale = factors[AT + lane + Lanes.WIDTH];
      float shift = factors[AT + lane + 2 * Lanes.WIDTH];
      float[] one = memory.clone();
      channels.apply(one, 0, stride, size, stride, rows, n, mean, scale, shift, floor, ceiling);
      copyLane(one, plain, lane);
      one = memory.clone();
      channels.applyAdd(
          one, 0, stride, 2 * size, stride, size, stride, rows, n, mean, scale, shift, floor,
          ceiling);
      copyLane(one, added, lane);
    }
    for (Simd simd : Widths.ALL) {
      float[] got = memory.clone();
      simd.channelAffine()
          .apply(got, 0, stride, size, stride, rows, n, factors, AT, floor, ceiling);
      Bits.assertSame(plain, got, "apply at " + simd.width());
      got = memory.clone();
      simd.channelAffine()
          .applyAdd(
              got, 0, stride, 2 * size, stride, size, stride, rows, n, factors, AT, floor, ceiling);
      Bits.assertSame(added, got, "applyAdd at " + simd.width());
    }
  }

  private static void copyLane(float[] from, float[] to, int lane) {
    for (int i = lane; i < to.length; i += Lanes.WIDTH) {
      to[i] = from[i];
    }
  }
}
