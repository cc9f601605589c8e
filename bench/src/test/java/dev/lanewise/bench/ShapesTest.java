package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.bench.jmh.ConvolutionBenchmark;
import dev.lanewise.bench.jmh.ElementwiseBenchmark;
import dev.lanewise.bench.jmh.GemmBenchmark;
import dev.lanewise.bench.jmh.LossBenchmark;
import dev.lanewise.bench.jmh.MicroKernelBenchmark;
import dev.lanewise.bench.jmh.OptimizerBenchmark;
import dev.lanewise.bench.jmh.PoolingBenchmark;
import dev.lanewise.layers.model.Presets;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

class ShapesTest {

  @Test
  void gemmNamesAreUniqueAndFindTheirShapes() {
    List<String> names = Shapes.gemm().stream().map(GemmShape::name).toList();
    assertEquals(names.size(), new HashSet<>(names).size());
    for (GemmShape shape : Shapes.gemm()) {
      assertSame(shape, Shapes.gemm(shape.name()));
      assertTrue(shape.m() > 0 && shape.n() > 0 && shape.k() > 0, shape::name);
      assertTrue(shape.name().matches("[0-9x]+:[nt]{2}"), shape::name);
    }
  }

  @Test
  void convolutionNamesAreUniqueAndFindTheirShapes() {
    List<String> names = Shapes.convolutions().stream().map(ConvShape::name).toList();
    assertEquals(names.size(), new HashSet<>(names).size());
    for (ConvShape shape : Shapes.convolutions()) {
      assertSame(shape, Shapes.convolution(shape.name()));
      assertTrue(shape.batch() > 0 && shape.geometry().multiplyAdds() > 0, shape::name);
      assertTrue(shape.name().matches("[0-9a-z:-]+"), shape::name);
    }
  }

  @Test
  void otherNamesAreUniqueAndFindTheirShapes() {
    assertFound(Shapes.microKernels(), MicroShape::name, Shapes::microKernel);
    assertFound(Shapes.pooling(), PoolShape::name, Shapes::pooling);
    assertFound(Shapes.elementwise(), ElementwiseShape::name, Shapes::elementwise);
    assertFound(Shapes.losses(), LossShape::name, Shapes::loss);
    assertFound(Shapes.optimizers(), OptimizerShape::name, Shapes::optimizer);
  }

  private static <T> void assertFound(
      List<T> shapes, Function<T, String> name, Function<String, T> find) {
    assertEquals(shapes.size(), new HashSet<>(shapes.stream().map(name).toList()).size());
    for (T shape : shapes) {
      assertSame(shape, find.apply(name.apply(shape)));
      assertTrue(name.apply(shape).matches("[0-9a-z:-]+"), name.apply(shape));
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> find.apply("none")).getMessage();
    assertTrue(
        message.contains("has this name. Expected one of [" + name.apply(shapes.getFirst())));
    assertTrue(message.endsWith("Received: none"), message);
  }

  /** Micro-kernels are measured on operands that stay in a cache of 32 KB. */
  @Test
  void microKernelsWorkInTheFirstCache() {
    for (MicroShape shape : Shapes.microKernels()) {
      int plane = shape.pixels() * 16;
      boolean product = shape.kernel() == MicroShape.Kernel.PRODUCT;
      int left = shape.rows() * (product ? shape.depth() : plane);
      int result = shape.rows() * (product ? plane : shape.depth());
      int bytes = 4 * (left + shape.depth() * plane + result);
      assertTrue(bytes <= 32 << 10, () -> shape.name() + ": " + bytes);
    }
  }

  @Test
  void updatesAreThoseOfPresets() {
    for (OptimizerShape shape : Shapes.optimizers()) {
      assertTrue(
          Presets.all().stream()
              .anyMatch(spec -> spec.network(1).parameters().count() == shape.values()),
          shape::name);
    }
  }

  @Test
  void quickShapesAreSomeOfAll() {
    assertTrue(Shapes.pooling().containsAll(Shapes.quickPooling()));
    assertTrue(Shapes.elementwise().containsAll(Shapes.quickElementwise()));
    assertTrue(Shapes.gemm().containsAll(Shapes.quickGemm()));
    assertTrue(Shapes.convolutions().containsAll(Shapes.quickConvolutions()));
  }

  @Test
  void namesAndOperationsOfKnownShapes() {
    GemmShape gemm = new GemmShape(64, 288, 3872, false, true);
    assertEquals("64x288x3872:nt", gemm.name());
    assertEquals(2.0 * 64 * 288 * 3872, gemm.flops());
    ConvShape conv = Shapes.convolution("3-64:64x64:k7s2p3:b32");
    assertEquals("64x32x32", conv.geometry().output().toString());
    assertEquals(2.0 * 32 * 64 * 32 * 32 * 3 * 7 * 7, conv.flops());
    ConvShape depthwise = Shapes.convolution("96-96:32x32:k3s1p1g96:b128");
    assertEquals("96x32x32", depthwise.geometry().output().toString());
    assertEquals(2.0 * 128 * 96 * 32 * 32 * 3 * 3, depthwise.flops());
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    String gemm =
        assertThrows(IllegalArgumentException.class, () -> Shapes.gemm("1x2x3:nn")).getMessage();
    assertTrue(gemm.startsWith("No matrix product has this name. Expected one of [256x256x256:nn"));
    assertTrue(gemm.endsWith("Received: 1x2x3:nn"), gemm);
    String conv =
        assertThrows(IllegalArgumentException.class, () -> Shapes.convolution("")).getMessage();
    assertTrue(conv.startsWith("No convolution has this name. Expected one of [1-32:28x28:"), conv);
  }

  /** An annotation cannot read the table, so the suites repeat its names. */
  @Test
  void theSuitesHaveEveryShape() throws NoSuchFieldException {
    assertEquals(
        Shapes.gemm().stream().map(GemmShape::name).toList(), parameters(GemmBenchmark.class));
    assertEquals(
        Shapes.convolutions().stream().map(ConvShape::name).toList(),
        parameters(ConvolutionBenchmark.class));
    assertEquals(
        Shapes.microKernels().stream().map(MicroShape::name).toList(),
        parameters(MicroKernelBenchmark.class));
    assertEquals(
        Shapes.pooling().stream().map(PoolShape::name).toList(),
        parameters(PoolingBenchmark.class));
    assertEquals(
        Shapes.elementwise().stream().map(ElementwiseShape::name).toList(),
        parameters(ElementwiseBenchmark.class));
    assertEquals(
        Shapes.losses().stream().map(LossShape::name).toList(), parameters(LossBenchmark.class));
    assertEquals(
        Shapes.optimizers().stream().map(OptimizerShape::name).toList(),
        parameters(OptimizerBenchmark.class));
  }

  private static List<String> parameters(Class<?> suite) throws NoSuchFieldException {
    return List.of(suite.getDeclaredField("shape").getAnnotation(Param.class).value());
  }
}
