package dev.lanewise.bench.compare;

/** Units of figures. */
public enum Unit {
  /** Images a second. */
  IMAGES_PER_SECOND("images/s", true),
  /** 10^9 floating-point operations a second, a multiply-add counting as two. */
  GFLOPS("GFLOP/s", true),
  /** Seconds. */
  SECONDS("s", false),
  /** 2^20 bytes. */
  MEBIBYTES("MiB", false),
  /** Bytes. */
  BYTES("bytes", false);

  private final String text;
  private final boolean moreIsBetter;

  Unit(String text, boolean moreIsBetter) {
    this.text = text;
    this.moreIsBetter = moreIsBetter;
  }

  /** By how much one value is better than another: above 1 if it is. */
  public double advantage(double mine, double other) {
    return moreIsBetter ? mine / other : other / mine;
  }

  @Override
  public String toString() {
    return text;
  }
}
