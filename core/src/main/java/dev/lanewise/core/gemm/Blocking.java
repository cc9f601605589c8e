package dev.lanewise.core.gemm;

/**
 * The block sizes of a matrix product, in the letters of the BLIS papers (Van Zee and van de Geijn,
 * "BLIS: A Framework for Rapidly Instantiating BLAS Functionality", 2015). They decide speed only:
 * every result is one chain over ascending {@code k} whatever the blocks.
 *
 * @param mc rows of the left operand packed at a time; {@code mc * kc} floats are to stay in L2
 * @param kc depth of a block; a left panel of {@code 8 * kc} floats is to stay in L1
 * @param nc columns of the right operand packed at a time; {@code kc * nc} floats are to stay in L2
 */
public record Blocking(int mc, int kc, int nc) {

  /**
   * Fits caches of 32 KB (L1), 1 MB (L2) and a few MB: panels of 8 KB, blocks of 192 KB of the left
   * operand and 2 MB of the right one, of which 512 KB are used at a time.
   */
  public static final Blocking DEFAULT = new Blocking(192, 256, 2048);

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is below 1, {@code mc} is not whole panels or {@code
   *     nc} not whole pairs of pixels
   */
  public Blocking {
    if (mc < 1 || kc < 1 || nc < 1 || mc % 8 != 0 || nc % 32 != 0) {
      throw new IllegalArgumentException(
          "Block sizes must be positive, mc a multiple of 8, nc of 32. Received: mc %d, kc %d, nc %d"
              .formatted(mc, kc, nc));
    }
  }
}
