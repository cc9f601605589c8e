package dev.lanewise.peers.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.lanewise.bench.GemmShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;

/** oneDNN's {@code dnnl_sgemm}, called without the preset's classes. */
final class OneDnn {

  /** The preset's version, whose library this is. */
  static final String VERSION = "3.13";

  private static final String DIRECTORY = "/org/bytedeco/dnnl/linux-x86_64/";

  private final MethodHandle sgemm;

  @SuppressWarnings("restricted")
  OneDnn() {
    try {
      Loader.cacheResources(OneDnn.class, DIRECTORY);
      Path library = Loader.cacheResources(OneDnn.class, DIRECTORY + "libdnnl.so.3")[0].toPath();
      SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
      sgemm =
          Linker.nativeLinker()
              .downcallHandle(
                  symbols.find("dnnl_sgemm").orElseThrow(),
                  FunctionDescriptor.of(
                      JAVA_INT,
                      JAVA_BYTE,
                      JAVA_BYTE,
                      JAVA_LONG,
                      JAVA_LONG,
                      JAVA_LONG,
                      JAVA_FLOAT,
                      ADDRESS,
                      JAVA_LONG,
                      ADDRESS,
                      JAVA_LONG,
                      JAVA_FLOAT,
                      ADDRESS,
                      JAVA_LONG));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code c = a b}, stored row by row; the strides are of the matrices as they are stored. */
  void multiply(
      GemmShape shape, FloatPointer a, int strideA, FloatPointer b, int strideB, FloatPointer c) {
    int status;
    try {
      status =
          (int)
              sgemm.invokeExact(
                  letter(shape.transposeA()),
                  letter(shape.transposeB()),
                  (long) shape.m(),
                  (long) shape.n(),
                  (long) shape.k(),
                  1f,
                  MemorySegment.ofAddress(a.address()),
                  (long) strideA,
                  MemorySegment.ofAddress(b.address()),
                  (long) strideB,
                  0f,
                  MemorySegment.ofAddress(c.address()),
                  (long) shape.n());
    } catch (Throwable e) {
      throw new IllegalStateException("dnnl_sgemm must be callable.", e);
    }
    if (status != 0) {
      throw new IllegalStateException("dnnl_sgemm must return 0. Received: " + status);
    }
  }

  private static byte letter(boolean transposed) {
    return (byte) (transposed ? 'T' : 'N');
  }
}
