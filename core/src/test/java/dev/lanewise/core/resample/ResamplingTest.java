package dev.lanewise.core.resample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.setting.Interpolation;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResamplingTest {

  static List<Simd> widths() {
    return Widths.ALL;
  }

  /** The same image in all lanes, taken to another size; or a gradient back. */
  private static float[] run(
      Simd simd, Interpolation mode, Shape from, Shape to, boolean back, float... image) {
    LaneLayout in = LaneLayout.dense(from);
    LaneLayout out = LaneLayout.dense(to);
    Resampling resampling = new Resampling(simd, mode, in, out);
    float[] scratch = Poison.floats(resampling.scratchSize());
    float[] source = new float[image.length * Lanes.WIDTH];
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      for (int i = 0; i < image.length; i++) {
        source[i * Lanes.WIDTH + lane] = image[i];
      }
    }
    float[] target = Poison.floats(back ? in.size() : out.size());
    if (back) {
      resampling.backward(source, 0, target, 0, scratch);
    } else {
      resampling.forward(source, 0, target, 0, scratch);
    }
    float[] result = new float[target.length / Lanes.WIDTH];
    LaneGroups.unpack(target, 0, back ? in : out, result, 0, 1);
    return result;
  }

  private static Shape row(int width) {
    return new Shape(1, 1, width);
  }

  /** PyTorch's documentation of {@code Upsample}: an image of 2x2 at twice the size. */
  @ParameterizedTest
  @MethodSource("widths")
  void byHand(Simd simd) {
    Shape in = new Shape(1, 2, 2);
    Shape out = new Shape(1, 4, 4);
    float[] image = {1, 2, 3, 4};
    assertArrayEquals(
        new float[] {1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4},
        run(simd, Interpolation.NEAREST, in, out, false, image));
    assertArrayEquals(
        new float[] {
          1, 1.25f, 1.75f, 2, 1.5f, 1.75f, 2.25f, 2.5f, 2.5f, 2.75f, 3.25f, 3.5f, 3, 3.25f, 3.75f, 4
        },
        run(simd, Interpolation.BILINEAR, in, out, false, image));
    float[] aligned = run(simd, Interpolation.BILINEAR_ALIGNED, in, out, false, image);
    for (int i = 0; i < 16; i++) {
      assertEquals(1 + i % 4 / 3.0 + i / 4 * 2 / 3.0, aligned[i], 5e-7);
    }
    assertArrayEquals(
        new float[] {1 + 2 + 5 + 6, 3 + 4 + 7 + 8, 9 + 10 + 13 + 14, 11 + 12 + 15 + 16},
        run(
            simd,
            Interpolation.NEAREST,
            in,
            out,
            true,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            10,
            11,
            12,
            13,
            14,
            15,
            16));
  }

  /** Sizes that do not divide, and smaller ones; from the formulas. */
  @ParameterizedTest
  @MethodSource("widths")
  void rowsByHand(Simd simd) {
    assertArrayEquals(
        new float[] {8, 8, 16, 16, 32},
        run(simd, Interpolation.NEAREST, row(3), row(5), false, 8, 16, 32));
    assertArrayEquals(
        new float[] {1, 2, 4},
        run(simd, Interpolation.NEAREST, row(5), row(3), false, 1, 2, 3, 4, 5));
    assertArrayEquals(
        new float[] {3, 5, 0, 7, 0},
        run(simd, Interpolation.NEAREST, row(5), row(3), true, 3, 5, 7));
    // Positions 0.5 and 2.5 of four inputs.
    assertArrayEquals(
        new float[] {3, 12}, run(simd, Interpolation.BILINEAR, row(4), row(2), false, 2, 4, 8, 16));
    assertArrayEquals(
        new float[] {3, 3, 5, 5}, run(simd, Interpolation.BILINEAR, row(4), row(2), true, 6, 10));
    assertArrayEquals(
        new float[] {2, 16},
        run(simd, Interpolation.BILINEAR_ALIGNED, row(4), row(2), false, 2, 4, 8, 16));
    assertArrayEquals(
        new float[] {2, 3, 4, 6, 8},
        run(simd, Interpolation.BILINEAR_ALIGNED, row(3), row(5), false, 2, 4, 8));
    assertArrayEquals(
        new float[] {7}, run(simd, Interpolation.BILINEAR_ALIGNED, row(3), row(1), false, 7, 4, 8));
  }

  /** A neighbour that does not count may be infinite. */
  @ParameterizedTest
  @MethodSource("widths")
  void infinityStaysWhereItIs(Simd simd) {
    float infinite = Float.POSITIVE_INFINITY;
    assertArrayEquals(
        new float[] {1, 1, infinite, infinite},
        run(simd, Interpolation.NEAREST, row(2), row(4), false, 1, infinite));
    assertArrayEquals(
        new float[] {1, infinite, infinite},
        run(simd, Interpolation.BILINEAR_ALIGNED, row(2), row(3), false, 1, infinite));
    assertArrayEquals(
        new float[] {1, infinite, infinite, infinite},
        run(simd, Interpolation.BILINEAR, row(2), row(4), false, 1, infinite));
  }

  private static float[] counting(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = i;
    }
    return values;
  }

  /** Float arithmetic, which PyTorch uses, repeats every pixel as often, up to a factor of 40. */
  @Test
  void nearestRepeatsPixels() {
    for (int factor = 1; factor <= 40; factor++) {
      float[] image = counting(37);
      float[] expected = new float[37 * factor];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = i / factor;
      }
      assertArrayEquals(
          expected,
          run(Widths.best(), Interpolation.NEAREST, row(37), row(37 * factor), false, image),
          "factor " + factor);
    }
    float[] image = counting(47);
    float[] result = run(Widths.best(), Interpolation.NEAREST, row(47), row(47 * 41), false, image);
    assertEquals(0f, result[41], "41 * (1f / 41) is below 1, in PyTorch, too");
  }

  @Test
  void refusesOtherChannelsAndShortArrays() {
    LaneLayout in = LaneLayout.dense(new Shape(2, 1, 1));
    assertMessage(
        "Resampling must keep the channels. Expected: 2. Received: 3",
        () ->
            new Resampling(
                Widths.SCALAR, Interpolation.NEAREST, in, LaneLayout.dense(new Shape(3, 1, 1))));
    Resampling same = new Resampling(Widths.SCALAR, Interpolation.NEAREST, in, in);
    List<Executable> calls = new ArrayList<>();
    float[] right = new float[32];
    float[] wrong = new float[31];
    calls.add(() -> same.forward(wrong, 0, right, 0, right));
    calls.add(() -> same.forward(right, 0, wrong, 0, right));
    calls.add(() -> same.backward(wrong, 0, right, 0, right));
    calls.add(() -> same.backward(right, 0, wrong, 0, right));
    String[] names = {"x", "y", "dy", "dx"};
    for (int i = 0; i < 4; i++) {
      assertMessage(
          "The array "
              + names[i]
              + " must hold a whole lane group. Expected: 32 floats from 0. Received: 31 floats",
          calls.get(i));
    }
  }

  private static void assertMessage(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
