package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.testkit.Widths;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Works give right results, and their checks see wrong ones. */
class StreamWorkTest {

  static final List<Simd> WIDTHS = Widths.ALL;

  private final BatchExecutor executor = new BatchExecutor(2);

  @AfterEach
  void close() {
    executor.close();
  }

  private static void assertWrong(Runnable check, String begin) {
    String message = assertThrows(IllegalStateException.class, check::run).getMessage();
    assertTrue(
        message.startsWith("A measured result must be right. Expected of " + begin), message);
  }

  @ParameterizedTest
  @FieldSource("WIDTHS")
  void bandwidthIsThatOfRightPasses(Simd simd) {
    for (StreamOperation operation : StreamOperation.values()) {
      for (MemoryLevel level : List.of(MemoryLevel.L1, MemoryLevel.L2)) {
        BandwidthWork work = new BandwidthWork(level, operation, executor, simd);
        assertDoesNotThrow(work::verify);
        work.run();
        assertDoesNotThrow(work::check);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void memoryIsReadInChunks(StreamOperation operation) {
    BandwidthWork work = new BandwidthWork(MemoryLevel.MEMORY, operation, executor, Widths.best());
    work.run();
    assertDoesNotThrow(work::check);
    assertEquals(operation.arrays() * 48.0 * (1 << 20), work.bytes());
    assertEquals(operation.arrays() * 48L << 20, work.workingSet());
  }

  @Test
  void bytesOfACacheAreThoseOfAllPasses() {
    BandwidthWork work =
        new BandwidthWork(MemoryLevel.L2, StreamOperation.TRIAD, executor, Widths.SCALAR);
    // 43 passes make 16 MB, 4 items a worker.
    assertEquals(43.0 * 4 * 2 * (384 << 10), work.bytes());
    assertEquals(384 << 10, work.workingSet());
  }

  @Test
  void levelsHoldWhatFitsThem() {
    assertEquals(MemoryLevel.L1, MemoryLevel.holding(32 << 10));
    assertEquals(MemoryLevel.L2, MemoryLevel.holding((32 << 10) + 1));
    assertEquals(MemoryLevel.L3, MemoryLevel.holding(48 << 20));
    assertEquals(MemoryLevel.MEMORY, MemoryLevel.holding(1L << 33));
    for (MemoryLevel level : MemoryLevel.values()) {
      assertEquals(level, MemoryLevel.holding(level.bytes()));
    }
  }

  @Test
  void aWrongPassOverMemoryIsFound() {
    for (StreamOperation operation :
        List.of(StreamOperation.WRITE, StreamOperation.COPY, StreamOperation.TRIAD)) {
      BandwidthWork work = new BandwidthWork(MemoryLevel.L1, operation, executor, Widths.SCALAR);
      work.verify();
      work.spoil(1, 2047);
      assertWrong(work::check, "L1 " + operation + ", value 2047: ");
    }
    BandwidthWork read =
        new BandwidthWork(MemoryLevel.L1, StreamOperation.READ, executor, Widths.SCALAR);
    read.verify();
    read.spoil(0, 0);
    assertWrong(read::check, "L1 read, bits of item 0: ");
  }

  @ParameterizedTest
  @FieldSource("WIDTHS")
  void poolingIsRight(Simd simd) {
    for (PoolShape shape :
        List.of(
            new PoolShape(new Shape(3, 9, 7), 2, 2, 0, 33),
            new PoolShape(new Shape(2, 8, 11), 3, 2, 1, 1),
            new PoolShape(new Shape(5, 5, 5), 3, 1, 1, 17))) {
      for (PoolPass pass : PoolPass.values()) {
        PoolWork work = new PoolWork(shape, pass, executor, simd);
        work.run();
        assertDoesNotThrow(work::verify);
      }
    }
  }

  @Test
  void aWrongPoolingIsFound() {
    PoolShape shape = new PoolShape(new Shape(3, 9, 7), 2, 2, 0, 33);
    for (PoolPass pass : PoolPass.values()) {
      PoolWork work = new PoolWork(shape, pass, executor, Widths.SCALAR);
      float[] x = new PoolWork(shape, PoolPass.MAX_FORWARD, executor, Widths.SCALAR).input();
      work.verify();
      assertDoesNotThrow(() -> work.check(1, x));
      for (int i = 0; i < work.results()[1].length; i += 3) {
        work.results()[1][i] += 0.5f;
      }
      assertWrong(() -> work.check(1, x), "3:9x7:k2s2p0:b33 " + pass + ", spot ");
    }
  }

  @Test
  void poolingCountsWhatItReadsAndWrites() {
    PoolShape shape = new PoolShape(new Shape(3, 9, 7), 2, 2, 0, 33);
    int in = 3 * 9 * 7 * 16 * 4;
    int out = 3 * 4 * 3 * 16 * 4;
    assertEquals(
        3.0 * (in + 2 * out),
        new PoolWork(shape, PoolPass.MAX_BACKWARD, executor, Widths.SCALAR).bytes());
    assertEquals(
        3.0 * (in + out),
        new PoolWork(shape, PoolPass.AVERAGE_FORWARD, executor, Widths.SCALAR).bytes());
  }

  @ParameterizedTest
  @FieldSource("WIDTHS")
  void functionsOfEachValueAreRight(Simd simd) {
    ElementwiseShape shape = new ElementwiseShape(new Shape(3, 5, 7), 33);
    for (ElementwiseOperation operation : ElementwiseOperation.values()) {
      ElementwiseWork work = new ElementwiseWork(shape, operation, executor, simd);
      work.run();
      assertDoesNotThrow(work::verify);
      assertEquals(3.0 * 4 * 16 * 3 * 5 * 7 * operation.moves(), work.bytes());
    }
  }

  @Test
  void aWrongFunctionIsFound() {
    ElementwiseShape shape = new ElementwiseShape(new Shape(3, 5, 7), 33);
    for (ElementwiseOperation operation : ElementwiseOperation.values()) {
      ElementwiseWork work = new ElementwiseWork(shape, operation, executor, Widths.SCALAR);
      float[] before = work.results()[1].clone();
      work.verify();
      assertDoesNotThrow(() -> work.check(1, before));
      float[] result = work.results()[1];
      result[12 + 1679] = result[12 + 1679] * 1.00001f - 1e-9f;
      assertWrong(() -> work.check(1, before), "3:5x7:b33 " + operation + ", value 1679: ");
    }
  }

  @Test
  void lossIsRightAndAWrongGradientIsFound() {
    for (LossShape shape : List.of(new LossShape(10, 33), new LossShape(1, 1))) {
      LossWork work = new LossWork(shape, executor);
      work.run();
      assertDoesNotThrow(work::verify);
    }
    LossWork work = new LossWork(new LossShape(10, 33), executor);
    work.verify();
    work.gradient(1)[16] *= 1.001f;
    assertWrong(() -> work.check(2, 1), "10:b33, gradient 1 of image 0: ");
    assertEquals(3.0 * 2 * 4 * 16 * 10, work.bytes());
  }

  @ParameterizedTest
  @EnumSource
  void updatesAreRightAndAWrongOneIsFound(OptimizerShape.Rule rule) {
    OptimizerShape shape = new OptimizerShape(rule, 20_011);
    OptimizerWork work = new OptimizerWork(shape, executor);
    work.run();
    assertDoesNotThrow(work::verify);
    assertEquals(4.0 * 20_011 * (rule == OptimizerShape.Rule.ADAM ? 7 : 5), work.bytes());
    for (float[] slot : work.slots()) {
      for (int i = 0; i < slot.length; i += 5) {
        slot[i] *= 1.001f;
      }
    }
    assertWrong(work::check, "20011:" + rule + ", value ");
  }

  @ParameterizedTest
  @FieldSource("WIDTHS")
  void microKernelsAreRight(Simd simd) {
    for (MicroShape.Kernel kernel : MicroShape.Kernel.values()) {
      for (MicroShape shape :
          List.of(
              new MicroShape(kernel, 1, 1, 1),
              new MicroShape(kernel, 13, 7, 5),
              new MicroShape(kernel, 8, 33, 2))) {
        MicroWork work = new MicroWork(shape, simd);
        work.run();
        assertDoesNotThrow(work::verify);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWrongMicroKernelIsFound(MicroShape.Kernel kernel) {
    MicroWork work = new MicroWork(new MicroShape(kernel, 5, 3, 7), Widths.SCALAR);
    work.verify();
    // A second run adds an outer product to the first, and overwrites a product with itself.
    float[] result = work.run();
    for (int i = 0; i < result.length; i++) {
      result[i] += 0.25f;
    }
    assertWrong(work::check, kernel + ":5x3x7, spot 0: ");
    assertEquals(64 * 2.0 * 5 * 3 * 7 * 16, work.flops());
  }

  @ParameterizedTest
  @FieldSource("WIDTHS")
  void layersHaveTheScalarBits(Simd simd) {
    LayerTimes times = new LayerTimes(Presets.scratchDense(), 13, simd);
    times.run();
    assertDoesNotThrow(times::verify);
    times.gradients()[17] += 1;
    assertTrue(
        assertThrows(IllegalStateException.class, times::check)
            .getMessage()
            .startsWith(
                "A pass must give the scalar kernels' bits. Expected for scratch-dense, gradient"
                    + " 17: "));
  }

  @ParameterizedTest
  @FieldSource("WIDTHS")
  void predictionsHaveTheScalarBits(Simd simd) {
    PredictWork work = new PredictWork(Presets.lenet5(), 19, executor, simd);
    assertDoesNotThrow(work::verify);
    float[] results = work.run().clone();
    assertEquals(190, results.length);
    results[183] += 1;
    assertTrue(
        assertThrows(IllegalStateException.class, () -> work.check(results))
            .getMessage()
            .startsWith(
                "A prediction must give the scalar kernels' bits. Expected for lenet5, image 18,"
                    + " value 3: "));
  }
}
