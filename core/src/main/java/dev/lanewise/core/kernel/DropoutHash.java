package dev.lanewise.core.kernel;

/**
 * Which elements dropout keeps: a hash of the lane's 64-bit key and the element's index, so that
 * neither threads nor the grouping of images matter. Two rounds of multiply-xorshift mixing with
 * murmur3's and lowbias32's constants (Appleby, MurmurHash3, 2011; Wellons, "Prospecting for hash
 * functions", 2018), a half of the key before each.
 */
public final class DropoutHash {

  static final int STEP = 0x9e3779b1;
  static final int MIX_1 = 0x85ebca6b;
  static final int MIX_2 = 0xc2b2ae35;
  static final int MIX_3 = 0x7feb352d;
  static final int MIX_4 = 0x846ca68b;

  private DropoutHash() {}

  /** 32 well-mixed bits. */
  public static int of(int keyLow, int keyHigh, int element) {
    int h = element * STEP + keyLow;
    h = (h ^ (h >>> 16)) * MIX_1;
    h = (h ^ (h >>> 13)) * MIX_2;
    h = (h ^ (h >>> 16)) + keyHigh;
    h = (h ^ (h >>> 16)) * MIX_3;
    h = (h ^ (h >>> 15)) * MIX_4;
    return h ^ (h >>> 16);
  }

  /**
   * The hash, as an unsigned number, from which on an element is kept: {@code round(p * 2^32)}.
   *
   * @param probability of dropping an element, in [0, 1)
   * @throws IllegalArgumentException if it is not
   */
  public static int threshold(double probability) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "A dropout probability must be at least 0 and less than 1. Received: " + probability);
    }
    return (int) Math.min(Math.round(probability * 0x1p32), 0xffffffffL);
  }
}
