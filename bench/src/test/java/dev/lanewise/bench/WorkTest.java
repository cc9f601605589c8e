package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.kernel.PeakKernel;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.testkit.Widths;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class WorkTest {

  static final List<Simd> WIDTHS = Widths.ALL;

  @ParameterizedTest
  @FieldSource("WIDTHS")
  void thePeakKernelGivesTheScalarBits(Simd simd) {
    for (int iterations : new int[] {0, 1, 2, 17, 100_003}) {
      float expected = 1;
      for (int i = 0; i < iterations; i++) {
        expected = Math.fma(PeakKernel.LEFT, PeakKernel.RIGHT, expected);
      }
      assertEquals(expected, simd.peak().run(iterations), "iterations: " + iterations);
    }
    assertTrue(simd.peak().flopsPerIteration() >= 2 * 12 * simd.width().bits() / 32);
  }

  @ParameterizedTest
  @FieldSource("WIDTHS")
  void productsAreRight(Simd simd) {
    for (GemmShape shape :
        List.of(
            new GemmShape(13, 31, 7, false, false),
            new GemmShape(9, 17, 129, true, false),
            new GemmShape(1, 47, 3, false, true),
            new GemmShape(17, 1, 5, true, true))) {
      assertDoesNotThrow(new GemmWork(shape, simd)::verify);
    }
  }

  @ParameterizedTest
  @FieldSource("WIDTHS")
  void convolutionsAreRight(Simd simd) {
    try (BatchExecutor executor = new BatchExecutor(2)) {
      for (ConvShape shape :
          List.of(
              new ConvShape(new Shape(3, 7, 5), 5, 3, 1, 1, 17),
              new ConvShape(new Shape(2, 9, 8), 9, 3, 2, 0, 33),
              new ConvShape(new Shape(5, 6, 7), 5, 3, 1, 1, 5, 17),
              new ConvShape(new Shape(3, 7, 5), 6, 3, 2, 1, 3, 16),
              new ConvShape(new Shape(6, 5, 6), 4, 3, 1, 1, 2, 19),
              new ConvShape(new Shape(1, 11, 11), 1, 5, 3, 2, 1),
              new ConvShape(new Shape(5, 6, 7), 3, 1, 2, 0, 16))) {
        for (ConvPass pass : ConvPass.values()) {
          assertDoesNotThrow(new ConvWork(shape, pass, executor, simd)::verify);
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("WIDTHS")
  void trainingStepsHaveTheScalarBits(Simd simd) {
    try (BatchExecutor executor = new BatchExecutor(2)) {
      TrainWork work = new TrainWork(Presets.scratchSigmoid(), 19, executor, simd);
      assertTrue(Double.isFinite(work.step()));
      assertDoesNotThrow(work::verify);
    }
  }

  /** The checks see a result of which one value in ten is doubled. */
  @Test
  void aWrongProductIsFound() {
    GemmShape shape = new GemmShape(23, 19, 11, false, false);
    GemmWork work = new GemmWork(shape, Widths.SCALAR);
    float[] c = work.run();
    assertDoesNotThrow(work::check);
    for (int i = 0; i < c.length; i += 10) {
      c[i] *= 2;
    }
    assertTrue(
        assertThrows(IllegalStateException.class, work::check)
            .getMessage()
            .startsWith("A measured result must be right. Expected of 23x19x11:nn at "));
  }

  @Test
  void aWrongConvolutionIsFound() {
    ConvShape shape = new ConvShape(new Shape(2, 5, 7), 3, 3, 1, 1, 17);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      for (ConvPass pass : ConvPass.values()) {
        ConvWork work = new ConvWork(shape, pass, executor, Widths.SCALAR);
        float[][] result = work.run();
        assertDoesNotThrow(work::check);
        for (int i = 0; i < result[0].length; i += 3) {
          result[0][i] = -1 - result[0][i];
        }
        String message = assertThrows(IllegalStateException.class, work::check).getMessage();
        assertTrue(message.contains("of 2-3:5x7:k3s1p1:b17 " + pass + ", spot "), message);
      }
    }
  }
}
