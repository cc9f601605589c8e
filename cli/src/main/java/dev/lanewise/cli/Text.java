package dev.lanewise.cli;

import java.util.Locale;

/** Numbers as people read them; the same in every locale. */
final class Text {

  private Text() {}

  /** {@link String#format} without a locale's habits. */
  static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** A loss: four decimals, or three digits and an exponent where these would not do. */
  static String loss(double loss) {
    double size = Math.abs(loss);
    return size != 0 && (size < 1e-3 || size >= 1e5) ? format("%.3e", loss) : format("%.4f", loss);
  }

  /** A fraction from 0 to 1, four decimals. */
  static String fraction(double fraction) {
    return format("%.4f", fraction);
  }

  /** A whole number in groups of three digits. */
  static String count(long count) {
    return format("%,d", count);
  }
}
