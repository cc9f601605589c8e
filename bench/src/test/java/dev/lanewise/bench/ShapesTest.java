package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.bench.jmh.ConvolutionBenchmark;
import dev.lanewise.bench.jmh.GemmBenchmark;
import java.util.HashSet;
import java.util.List;
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
  void quickShapesAreSomeOfAll() {
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
  }

  private static List<String> parameters(Class<?> suite) throws NoSuchFieldException {
    return List.of(suite.getDeclaredField("shape").getAnnotation(Param.class).value());
  }
}
