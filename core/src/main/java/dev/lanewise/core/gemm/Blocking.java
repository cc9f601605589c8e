package dev.lanewise.core.gemm;

/**
 * The block sizes of a matrix product, in the letters of the BLIS papers (Van Zee and van de Geijn,
 * "BLIS: A Framework for Rapidly Instantiating BLAS Functionality", 2015). They decide speed only:
 * every result is one chain over ascending {@code k} whatever the blocks.
 *
 * @param mc rows of the left operand at a time; {@code mc * kc} floats are to stay in L2
 * @param kc most of a block's depth: a product's is divided evenly; a left panel of {@code 8 * kc}
 *     floats is to stay in L1
 * @param nc columns of the right operand packed at a time
 */
public record Blocking(int mc, int kc, int nc) {

  /**
   * Fits caches of 32 KB (L1), 1 MB (L2) and a few MB: a panel of the left operand has 10 KB, a
   * strip of the right one 60 KB, a block of the left operand 240 KB, one of the right 2.6 MB.
   */
  public static final Blocking DEFAULT = new Blocking(192, 320, 2016);

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is below 1, {@code mc} is not whole panels or {@code
   *     nc} not whole strips
   */
  public Blocking {
    if (mc < 1 || kc < 1 || nc < 1 || mc % 8 != 0 || nc % 48 != 0) {
      throw new IllegalArgumentException(
          "Block sizes must be positive, mc a multiple of 8, nc of 48. Received: mc %s, kc %s, nc %s"
              .formatted(mc, kc, nc));
    }
  }
}
