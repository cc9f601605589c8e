package dev.lanewise.peers.engine;

import dev.lanewise.bench.GemmShape;
import dev.lanewise.bench.compare.Workload;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.mkl.global.mkl_rt;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.jspecify.annotations.Nullable;

/** A library's product of matrices, stored row by row. */
public final class BlasEngine implements Engine {

  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;
  private static final int SPOTS = 40;

  /** The libraries. */
  public enum Library {
    /** oneMKL. */
    MKL("oneMKL", "mkl"),
    /** OpenBLAS. */
    OPENBLAS("OpenBLAS", "openblas"),
    /** oneDNN. */
    ONEDNN("oneDNN", "dnnl");

    private final String title;
    private final String preset;

    Library(String title, String preset) {
      this.title = title;
      this.preset = preset;
    }

    private String version() {
      return this == ONEDNN ? OneDnn.VERSION : Versions.of("org.bytedeco", preset);
    }
  }

  private final Library library;

  /** The number of threads comes from the environment. */
  public BlasEngine(Library library) {
    this.library = library;
  }

  @Override
  public String version() {
    return "%s %s".formatted(library.title, library.version());
  }

  @Override
  public Work prepare(Workload workload, boolean check) {
    if (!(workload instanceof Workload.Product product)) {
      throw Engine.cannot(library.toString(), workload);
    }
    Product work = new Product(product.shape(), library);
    if (check) {
      work.verify();
    }
    return work;
  }

  /** One product on operands of its own. */
  private static final class Product implements Work {
    private final GemmShape shape;
    private final Library library;
    private final float[] a;
    private final float[] b;
    private final FloatPointer nativeA;
    private final FloatPointer nativeB;
    private final FloatPointer nativeC;
    private final int strideA;
    private final int strideB;
    private @Nullable OneDnn oneDnn;

    Product(GemmShape shape, Library library) {
      this.shape = shape;
      this.library = library;
      a = RandomData.values(shape.m() * shape.k(), 1);
      b = RandomData.values(shape.k() * shape.n(), 2);
      nativeA = new FloatPointer(a);
      nativeB = new FloatPointer(b);
      nativeC = new FloatPointer((long) shape.m() * shape.n());
      strideA = shape.transposeA() ? shape.m() : shape.k();
      strideB = shape.transposeB() ? shape.k() : shape.n();
    }

    @Override
    public void step() {
      int m = shape.m();
      int n = shape.n();
      int k = shape.k();
      int ta = shape.transposeA() ? TRANSPOSED : PLAIN;
      int tb = shape.transposeB() ? TRANSPOSED : PLAIN;
      switch (library) {
        case MKL ->
            mkl_rt.cblas_sgemm(
                ROW_MAJOR, ta, tb, m, n, k, 1, nativeA, strideA, nativeB, strideB, 0, nativeC, n);
        case OPENBLAS ->
            openblas_nolapack.cblas_sgemm(
                ROW_MAJOR, ta, tb, m, n, k, 1, nativeA, strideA, nativeB, strideB, 0, nativeC, n);
        case ONEDNN -> oneDnn().multiply(shape, nativeA, strideA, nativeB, strideB, nativeC);
      }
    }

    private OneDnn oneDnn() {
      OneDnn loaded = oneDnn;
      if (loaded == null) {
        loaded = new OneDnn();
        oneDnn = loaded;
      }
      return loaded;
    }

    void verify() {
      step();
      Random random = new Random(7);
      for (int spot = 0; spot < SPOTS; spot++) {
        int row = random.nextInt(shape.m());
        int column = random.nextInt(shape.n());
        double sum = 0;
        double magnitude = 0;
        for (int k = 0; k < shape.k(); k++) {
          double left = shape.transposeA() ? a[k * shape.m() + row] : a[row * shape.k() + k];
          double right = shape.transposeB() ? b[column * shape.k() + k] : b[k * shape.n() + column];
          sum += left * right;
          magnitude += Math.abs(left * right);
        }
        Checks.near(
            "%s at %s, %s".formatted(shape.name(), row, column),
            sum,
            magnitude,
            nativeC.get((long) row * shape.n() + column));
      }
    }

    @Override
    public void close() {
      nativeA.close();
      nativeB.close();
      nativeC.close();
    }
  }
}
