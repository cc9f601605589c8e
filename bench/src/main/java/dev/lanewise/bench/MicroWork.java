package dev.lanewise.bench;

import dev.lanewise.core.gemm.Panels;
import dev.lanewise.core.simd.OuterProductKernel;
import dev.lanewise.core.simd.ProductKernel;
import dev.lanewise.core.simd.ProductTables;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Lanes;
import java.util.Arrays;

/** Calls of a micro-kernel on one thread, ready to run. */
public final class MicroWork {

  /** Calls of a run: some tens of microseconds. */
  private static final int CALLS = 64;

  /** Element 12 of a large array is usually the first at a cache line's start. */
  private static final int AT = 12;

  private final MicroShape shape;
  private final ProductKernel product;
  private final OuterProductKernel outer;
  private final ProductTables tables;

  /** Panels of a product; of an outer product the operand whose rows are the result's. */
  private final float[] left;

  private final float[] right;
  private final float[] init;
  private final float[] result;
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
    right = SpotCheck.values(AT + shape.depth() * plane, 71);
    init = SpotCheck.values(Panels.roundUp(shape.rows()), 73);
    boolean isProduct = shape.kernel() == MicroShape.Kernel.PRODUCT;
    left =
        SpotCheck.values(
            AT + (isProduct ? Panels.size(shape.rows(), shape.depth()) : shape.rows() * plane), 72);
    result = new float[AT + shape.rows() * (isProduct ? plane : shape.depth())];
  }

  private static int[] steps(int count, int step) {
    int[] offsets = new int[count];
    Arrays.setAll(offsets, i -> i * step);
    return offsets;
  }

  /** Floating-point operations of one run. */
  public double flops() {
    return CALLS * shape.flops();
  }

  /**
   * Calls the kernel some times.
   *
   * @return the result's array, the same at each call; an outer product is added to what it holds
   */
  public float[] run() {
    for (int i = 0; i < CALLS; i++) {
      call();
    }
    return result;
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
              left,
              AT,
              Panels.stride(shape.depth()),
              ProductKernel.PANEL_ROWS,
              init,
              0,
              right,
              AT,
              result,
              AT);
      case OUTER_PRODUCT ->
          outer.accumulateOuter(
              tables,
              shape.rows(),
              shape.depth(),
              shape.pixels(),
              left,
              AT,
              right,
              AT,
              result,
              AT,
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
    Arrays.fill(result, 0f);
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
      check.compare("%s, spot %d".formatted(shape.name(), spot), received);
    }
  }

  private float product(SpotCheck check, int spot, int row) {
    int plane = shape.pixels() * Lanes.WIDTH;
    int value = SpotCheck.index(spot, 1, plane);
    int panelRows = ProductKernel.PANEL_ROWS;
    check.add(1f, init[row]);
    for (int k = 0; k < shape.depth(); k++) {
      int a = row / panelRows * Panels.stride(shape.depth()) + k * panelRows + row % panelRows;
      check.add(left[AT + a], right[AT + k * plane + value]);
    }
    return result[AT + row * plane + value];
  }

  private float outerProduct(SpotCheck check, int spot, int row) {
    int plane = shape.pixels() * Lanes.WIDTH;
    int column = SpotCheck.index(spot, 1, shape.depth());
    for (int i = 0; i < plane; i++) {
      check.add(left[AT + row * plane + i], right[AT + column * plane + i]);
    }
    return result[AT + row * shape.depth() + column];
  }
}
