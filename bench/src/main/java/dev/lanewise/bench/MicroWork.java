package dev.lanewise.bench;

import dev.lanewise.core.gemm.Panels;
import dev.lanewise.core.kernel.OuterProductKernel;
import dev.lanewise.core.kernel.ProductKernel;
import dev.lanewise.core.kernel.ProductTables;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Lanes;
import java.util.Arrays;

/** Calls of a micro-kernel on one thread, ready to run. */
public final class MicroWork {

  /** Calls of a run: some tens of microseconds. */
  private static final int CALLS = 64;

  private final MicroShape shape;
  private final ProductKernel product;
  private final OuterProductKernel outer;
  private final ProductTables tables;

  /** The left operand, the right one, then the result, a line between them. */
  private final float[] values;

  private final float[] init;

  /** Where the left operand starts: panels, or of an outer product rows of pixels. */
  private int left;

  private final int leftSize;
  private final int rightSize;
  private final float[] scratch = new float[OuterProductKernel.SCRATCH];

  /** Lays out a product and makes its operands. */
  public MicroWork(MicroShape shape, Simd simd) {
    this.shape = shape;
    product = simd.product();
    outer = simd.outerProduct();
    int plane = shape.pixels() * Lanes.WIDTH;
    tables =
        new ProductTables(
            steps(shape.depth(), plane),
            steps(shape.pixels(), Lanes.WIDTH),
            steps(shape.pixels(), Lanes.WIDTH),
            plane);
    init = SpotCheck.values(Panels.roundUp(shape.rows()), 73);
    boolean isProduct = shape.kernel() == MicroShape.Kernel.PRODUCT;
    leftSize =
        Alignment.LINE
            + Lanes.roundUp(
                isProduct ? Panels.size(shape.rows(), shape.depth()) : shape.rows() * plane);
    rightSize = Alignment.LINE + shape.depth() * plane;
    int resultSize = shape.rows() * (isProduct ? plane : shape.depth());
    values = SpotCheck.values(Alignment.LINE + leftSize + rightSize + resultSize, 72);
    left =
        Alignment.fastest(
            place -> {
              left = place;
              call();
            });
    // Each try of an outer product has been added to what was there.
    verify();
  }

  private static int[] steps(int count, int step) {
    int[] offsets = new int[count];
    Arrays.setAll(offsets, i -> i * step);
    return offsets;
  }

  private int right() {
    return left + leftSize;
  }

  private int result() {
    return left + leftSize + rightSize;
  }

  /** Floating-point operations of one run. */
  public double flops() {
    return CALLS * shape.flops();
  }

  /**
   * Calls the kernel some times.
   *
   * @return the array that holds the result, the same at each call; an outer product is added to
   *     what was there
   */
  public float[] run() {
    for (int i = 0; i < CALLS; i++) {
      call();
    }
    return values;
  }

  private void call() {
    switch (shape.kernel()) {
      case PRODUCT ->
          product.multiply(
              tables,
              shape.rows(),
              shape.depth(),
              0,
              shape.pixels(),
              values,
              left,
              Panels.stride(shape.depth()),
              ProductKernel.PANEL_ROWS,
              init,
              0,
              values,
              right(),
              values,
              result());
      case OUTER_PRODUCT ->
          outer.accumulateOuter(
              tables,
              shape.rows(),
              shape.depth(),
              shape.pixels(),
              values,
              left,
              values,
              right(),
              values,
              result(),
              shape.depth(),
              scratch);
    }
  }

  /**
   * Calls the kernel once and compares some of its values with sums in double.
   *
   * @throws IllegalStateException if one is wrong
   */
  public void verify() {
    Arrays.fill(values, result(), values.length, 0f);
    call();
    check();
  }

  /** Compares some of the values that the first call left. */
  void check() {
    for (int spot = 0; spot < SpotCheck.SPOTS; spot++) {
      int row = SpotCheck.index(spot, 0, shape.rows());
      SpotCheck check = new SpotCheck();
      float received =
          shape.kernel() == MicroShape.Kernel.PRODUCT
              ? product(check, spot, row)
              : outerProduct(check, spot, row);
      check.compare("%s, spot %s".formatted(shape.name(), spot), received);
    }
  }

  private float product(SpotCheck check, int spot, int row) {
    int plane = shape.pixels() * Lanes.WIDTH;
    int value = SpotCheck.index(spot, 1, plane);
    int panelRows = ProductKernel.PANEL_ROWS;
    check.add(1f, init[row]);
    for (int k = 0; k < shape.depth(); k++) {
      int a = row / panelRows * Panels.stride(shape.depth()) + k * panelRows + row % panelRows;
      check.add(values[left + a], values[right() + k * plane + value]);
    }
    return values[result() + row * plane + value];
  }

  private float outerProduct(SpotCheck check, int spot, int row) {
    int plane = shape.pixels() * Lanes.WIDTH;
    int column = SpotCheck.index(spot, 1, shape.depth());
    for (int i = 0; i < plane; i++) {
      check.add(values[left + row * plane + i], values[right() + column * plane + i]);
    }
    return values[result() + row * shape.depth() + column];
  }
}
