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
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PoolingTest {

  private static final float INFINITE = Float.POSITIVE_INFINITY;

  static List<Simd> widths() {
    return Widths.ALL;
  }

  /** A golden case on lane groups with a halo around the input and another around the output. */
  private static final class Case {
    final Golden golden;
    final int images;
    final PoolGeometry geometry;
    final LaneLayout in;
    final LaneLayout out;
    final Pooling pooling;

    Case(Golden golden, Simd simd, boolean countPadding) {
      this.golden = golden;
      int[] shape = golden.shape("x");
      images = shape[0];
      int rows = golden.integer("padding", 0);
      int columns = golden.integer("padding", 1);
      geometry =
          new PoolGeometry(
              new Shape(shape[1], shape[2], shape[3]),
              golden.integer("kernel", 0),
              golden.integer("kernel", 1),
              golden.integer("stride", 0),
              golden.integer("stride", 1),
              new Halo(rows, columns, rows, columns),
              golden.flag("ceil_mode"),
              countPadding);
      in = new LaneLayout(geometry.input(), new Halo(1, 0, 2, 1));
      out = new LaneLayout(geometry.output(), new Halo(0, 2, 1, 0));
      pooling = new Pooling(simd, geometry, in, out);
      int[] expected = golden.shape("y");
      assertEquals(
          new Shape(expected[1], expected[2], expected[3]), geometry.output(), golden.name());
    }

    int groups() {
      return Lanes.groups(images);
    }

    float[] packed(String tensor, LaneLayout layout, int group) {
      float[] values = new float[layout.size()];
      int count = Lanes.imagesInGroup(images, group);
      LaneGroups.pack(golden.floats(tensor), group * Lanes.WIDTH, count, values, 0, layout);
      return values;
    }

    void unpack(float[] values, LaneLayout layout, float[] nchw, int group) {
      int count = Lanes.imagesInGroup(images, group);
      LaneGroups.unpack(values, 0, layout, nchw, group * Lanes.WIDTH, count);
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void goldenMax(Simd simd) {
    for (Golden golden : Golden.group("maxpool2d", "", 29)) {
      Case run = new Case(golden, simd, true);
      float[] allY = new float[run.images * run.geometry.output().elements()];
      float[] allTaps = new float[allY.length];
      float[] allDx = new float[run.images * run.geometry.input().elements()];
      for (int group = 0; group < run.groups(); group++) {
        float[] y = Poison.floats(run.out.size());
        float[] taps = Poison.floats(run.pooling.tapsSize());
        float[] dx = Poison.floats(run.in.size());
        run.pooling.maxForward(false, run.packed("x", run.in, group), 0, y, 0, taps, 0);
        run.pooling.maxBackward(run.packed("dy", run.out, group), 0, taps, 0, dx, 0);
        Poison.assertOnlyInnerWritten(y, 0, run.out);
        Poison.assertOnlyInnerWritten(dx, 0, run.in);
        run.unpack(y, run.out, allY, group);
        run.unpack(taps, LaneLayout.dense(run.geometry.output()), allTaps, group);
        run.unpack(dx, run.in, allDx, group);
      }
      golden.assertExact("y", allY);
      golden.assertWithinBound("dx", allDx);
      assertArrayEquals(golden.longs("indices"), indices(allTaps, run.geometry), golden.name());
    }
  }

  /** Where in the input plane each tap is, as PyTorch counts. */
  private static long[] indices(float[] taps, PoolGeometry geometry) {
    Shape output = geometry.output();
    long[] indices = new long[taps.length];
    for (int i = 0; i < taps.length; i++) {
      int oy = i / output.width() % output.height();
      int ox = i % output.width();
      int ky = (int) taps[i] / geometry.kernelWidth();
      int kx = (int) taps[i] % geometry.kernelWidth();
      int y = oy * geometry.strideHeight() - geometry.padding().top() + ky;
      int x = ox * geometry.strideWidth() - geometry.padding().left() + kx;
      indices[i] = (long) y * geometry.input().width() + x;
    }
    return indices;
  }

  @ParameterizedTest
  @MethodSource("widths")
  void goldenAverage(Simd simd) {
    for (Golden golden : Golden.group("avgpool2d", "", 21)) {
      Case run = new Case(golden, simd, golden.flag("count_include_pad"));
      float[] allY = new float[run.images * run.geometry.output().elements()];
      float[] allDx = new float[run.images * run.geometry.input().elements()];
      for (int group = 0; group < run.groups(); group++) {
        float[] y = Poison.floats(run.out.size());
        float[] dx = Poison.floats(run.in.size());
        run.pooling.averageForward(run.packed("x", run.in, group), 0, y, 0);
        run.pooling.averageBackward(run.packed("dy", run.out, group), 0, dx, 0);
        Poison.assertOnlyInnerWritten(y, 0, run.out);
        Poison.assertOnlyInnerWritten(dx, 0, run.in);
        run.unpack(y, run.out, allY, group);
        run.unpack(dx, run.in, allDx, group);
      }
      golden.assertWithinBound("y", allY);
      golden.assertWithinBound("dx", allDx);
    }
  }

  /** A 2x4 image in all lanes, windows of 2x2 side by side. */
  private static float[] inAllLanes(float... image) {
    float[] group = new float[image.length * Lanes.WIDTH];
    for (int i = 0; i < group.length; i++) {
      group[i] = image[i / Lanes.WIDTH];
    }
    return group;
  }

  private static Pooling twoWindows(Simd simd) {
    Shape input = new Shape(1, 2, 4);
    PoolGeometry geometry = PoolGeometry.of(input, 2, 2);
    return new Pooling(
        simd, geometry, LaneLayout.dense(input), LaneLayout.dense(geometry.output()));
  }

  @ParameterizedTest
  @MethodSource("widths")
  void byHand(Simd simd) {
    Pooling pooling = twoWindows(simd);
    float[] x =
        inAllLanes(
            1, 5, -7, -2, //
            5, 2, -2, -9);
    float[] y = Poison.floats(2 * 16);
    float[] taps = Poison.floats(2 * 16);
    float[] dx = Poison.floats(8 * 16);
    pooling.maxForward(false, x, 0, y, 0, taps, 0);
    assertArrayEquals(inAllLanes(5, -2), y);
    assertArrayEquals(inAllLanes(1, 1), taps);
    pooling.maxBackward(inAllLanes(3, 4), 0, taps, 0, dx, 0);
    assertArrayEquals(inAllLanes(0, 3, 0, 4, 0, 0, 0, 0), dx);
    pooling.averageForward(x, 0, y, 0);
    assertArrayEquals(inAllLanes(3.25f, -5), y);
    pooling.averageBackward(inAllLanes(4, 6), 0, dx, 0);
    assertArrayEquals(inAllLanes(1, 1, 1.5f, 1.5f, 1, 1, 1.5f, 1.5f), dx);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void notANumberWinsAndMinusInfinityHasATap(Simd simd) {
    Pooling pooling = twoWindows(simd);
    float[] x =
        inAllLanes(
            1, Float.NaN, -INFINITE, -INFINITE, //
            INFINITE, 2, -INFINITE, -INFINITE);
    float[] y = Poison.floats(2 * 16);
    float[] taps = Poison.floats(2 * 16);
    pooling.maxForward(false, x, 0, y, 0, taps, 0);
    assertArrayEquals(inAllLanes(Float.NaN, -INFINITE), y);
    assertArrayEquals(inAllLanes(1, 0), taps);
  }

  @Test
  void refusesLayoutsOfOtherShapes() {
    Shape input = new Shape(2, 5, 5);
    PoolGeometry geometry = PoolGeometry.of(input, 2, 2);
    LaneLayout in = LaneLayout.dense(input);
    LaneLayout out = LaneLayout.dense(geometry.output());
    assertMessage(
        "The input's layout must have the pooling's shape. Expected: 2x5x5. Received: 2x2x2",
        () -> new Pooling(Widths.SCALAR, geometry, out, out));
    assertMessage(
        "The output's layout must have the pooling's shape. Expected: 2x2x2. Received: 2x5x5",
        () -> new Pooling(Widths.SCALAR, geometry, in, in));
  }

  @Test
  void refusesShortArrays() {
    Pooling pooling = twoWindows(Widths.SCALAR);
    float[] x = new float[128];
    float[] y = new float[32];
    assertMessage(
        "The array x must hold a whole lane group. Expected: 128 floats from 1. Received: 128"
            + " floats",
        () -> pooling.maxForward(false, x, 1, y, 0, null, 0));
    assertMessage(
        "The array y must hold a whole lane group. Expected: 32 floats from 0. Received: 31"
            + " floats",
        () -> pooling.averageForward(x, 0, new float[31], 0));
    assertMessage(
        "The array taps must hold a whole lane group. Expected: 32 floats from 0. Received: 0"
            + " floats",
        () -> pooling.maxForward(false, x, 0, y, 0, new float[0], 0));
    assertMessage(
        "The array dy must hold a whole lane group. Expected: 32 floats from -1. Received: 32"
            + " floats",
        () -> pooling.averageBackward(y, -1, x, 0));
    assertMessage(
        "The array dx must hold a whole lane group. Expected: 128 floats from 0. Received: 32"
            + " floats",
        () -> pooling.maxBackward(y, 0, y, 0, y, 0));
  }

  private static void assertMessage(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
