package dev.lanewise.core.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdaptivePoolingTest {

  static List<Simd> widths() {
    return Widths.ALL;
  }

  @ParameterizedTest
  @MethodSource("widths")
  void golden(Simd simd) {
    for (Golden golden : Golden.group("adaptive_avgpool2d", "", 7)) {
      int[] shape = golden.shape("x");
      int images = shape[0];
      AdaptiveGeometry geometry =
          new AdaptiveGeometry(
              new Shape(shape[1], shape[2], shape[3]),
              golden.integer("output_size", 0),
              golden.integer("output_size", 1));
      LaneLayout in = new LaneLayout(geometry.input(), new Halo(1, 0, 2, 1));
      LaneLayout out = new LaneLayout(geometry.output(), new Halo(0, 2, 1, 0));
      Pooling pooling = new Pooling(simd, geometry, in, out);
      float[] allY = new float[images * geometry.output().elements()];
      float[] allDx = new float[images * geometry.input().elements()];
      for (int group = 0; group < Lanes.groups(images); group++) {
        int first = group * Lanes.WIDTH;
        int count = Lanes.imagesInGroup(images, group);
        float[] x = new float[in.size()];
        float[] dy = new float[out.size()];
        LaneGroups.pack(golden.floats("x"), first, count, x, 0, in);
        LaneGroups.pack(golden.floats("dy"), first, count, dy, 0, out);
        float[] y = Poison.floats(out.size());
        float[] dx = Poison.floats(in.size());
        pooling.averageForward(x, 0, y, 0);
        pooling.averageBackward(dy, 0, dx, 0);
        Poison.assertOnlyInnerWritten(y, 0, out);
        Poison.assertOnlyInnerWritten(dx, 0, in);
        LaneGroups.unpack(y, 0, out, allY, first, count);
        LaneGroups.unpack(dx, 0, in, allDx, first, count);
      }
      golden.assertWithinBound("y", allY);
      golden.assertWithinBound("dx", allDx);
    }
  }

  /** Five inputs, three outputs: windows 0-1, 1-3, 3-4. */
  @Test
  void windowsByHand() {
    AdaptiveGeometry geometry = new AdaptiveGeometry(new Shape(2, 5, 1), 3, 2);
    assertEquals(new Shape(2, 3, 2), geometry.output());
    assertArrayEquals(new int[] {0, 1, 3}, geometry.rows().start());
    assertArrayEquals(new int[] {2, 3, 2}, geometry.rows().endTap());
    assertArrayEquals(new int[] {2, 3, 2}, geometry.rows().divisor());
    assertArrayEquals(new int[] {0, 0, 1, 1, 2}, geometry.rows().firstOutput());
    assertArrayEquals(new int[] {1, 2, 2, 3, 3}, geometry.rows().endOutput());
    assertArrayEquals(new int[] {0, 0}, geometry.columns().start());
    assertArrayEquals(new int[] {2}, geometry.columns().endOutput());
  }

  /** Channels in fours and those left over, halos or none: as the general kernel would. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 4, 5", "4, 8, 8", "5, 1, 7", "8, 3, 1", "11, 7, 7"})
  void oneWindowHasTheBitsOfTheGeneralKernel(int channels, int height, int width) {
    Shape shape = new Shape(channels, height, width);
    for (Halo halo : new Halo[] {Halo.NONE, new Halo(1, 2, 0, 3)}) {
      LaneLayout in = new LaneLayout(shape, halo);
      LaneLayout out = new LaneLayout(Shape.flat(channels), halo);
      float[] x = Bits.normal(1, in.size());
      float[] dy = Bits.normal(2, out.size());
      float[] y = Poison.floats(out.size());
      float[] dx = Poison.floats(in.size());
      for (int c = 0; c < channels; c++) {
        for (int lane = 0; lane < Lanes.WIDTH; lane++) {
          float sum = 0f;
          float share = dy[out.offset(c, 0, 0) + lane] / (height * width);
          for (int p = 0; p < height * width; p++) {
            int i = in.offset(c, p / width, p % width) + lane;
            sum += x[i];
            dx[i] = share;
          }
          y[out.offset(c, 0, 0) + lane] = sum / (height * width);
        }
      }
      for (Simd simd : Widths.ALL) {
        Pooling pooling = new Pooling(simd, AdaptiveGeometry.global(shape), in, out);
        float[] gotY = Poison.floats(out.size());
        float[] gotDx = Poison.floats(in.size());
        pooling.averageForward(x, 0, gotY, 0);
        pooling.averageBackward(dy, 0, gotDx, 0);
        Bits.assertIdentical(y, gotY, "y at " + simd.width());
        Bits.assertIdentical(dx, gotDx, "dx at " + simd.width());
      }
    }
  }

  @Test
  void refusesSizesOutOfRange() {
    Shape input = new Shape(1, 8192, 8192);
    assertMessage(
        "The result of an adaptive pooling must be at least 1x1. Received: 0x3",
        () -> new AdaptiveGeometry(input, 0, 3));
    assertMessage(
        "A window of a pooling must have at most 16777216 pixels (2^24). Received: 8192x8192, of"
            + " 1x8192x8192",
        () -> AdaptiveGeometry.global(input));
    assertMessage(
        "A shape must have at most 134217728 values (2^27: sixteen images have to fit one array)."
            + " Received: 1x2147483647x2",
        () -> new AdaptiveGeometry(input, Integer.MAX_VALUE, 2));
  }

  private static void assertMessage(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
