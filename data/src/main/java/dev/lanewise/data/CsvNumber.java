package dev.lanewise.data;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers from bytes: an optional sign, digits with an optional point, an optional
 * exponent. Hexadecimal numbers, {@code NaN}, separators of thousands and digits of other scripts
 * are none. One for each reader; nothing is allocated for numbers of usual length.
 */
final class CsvNumber {

  /** Up to here, powers of ten are exact in double precision. */
  private static final double[] POWERS = new double[23];

  /** Any whole number of so many digits is exact in double precision. */
  private static final int EXACT_DIGITS = 15;

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  /** The number that was read; infinite if it is too large. */
  double value;

  /** Whether it was written with digits alone. */
  boolean plain;

  /** Reads the bytes from one place to another; false if they are no number. */
  boolean parse(byte[] text, int from, int to) {
    int i = from;
    boolean negative = false;
    if (i < to && (text[i] == '-' || text[i] == '+')) {
      negative = text[i++] == '-';
    }
    long mantissa = 0;
    int digits = 0;
    int significant = 0;
    int point = -1;
    for (; i < to; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digits++;
        significant += significant > 0 || digit > 0 ? 1 : 0;
        mantissa = significant <= EXACT_DIGITS ? 10 * mantissa + digit : mantissa;
      } else if (text[i] == '.' && point < 0) {
        point = digits;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return false;
    }
    plain = point < 0 && i == to && !negative && text[from] != '+';
    int exponent = point < 0 ? 0 : point - digits;
    if (i < to) {
      int written = exponent(text, i, to);
      if (written == Integer.MIN_VALUE) {
        return false;
      }
      exponent += written;
    }
    if (significant <= EXACT_DIGITS && Math.abs(exponent) < POWERS.length) {
      double exact = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
      value = negative ? -exact : exact;
    } else {
      value = Double.parseDouble(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
    }
    return true;
  }

  /** The exponent that begins at a place; the smallest integer if none does. */
  private static int exponent(byte[] text, int at, int to) {
    int i = at + 1;
    boolean negative = false;
    if (text[at] != 'e' && text[at] != 'E') {
      return Integer.MIN_VALUE;
    }
    if (i < to && (text[i] == '-' || text[i] == '+')) {
      negative = text[i++] == '-';
    }
    if (i == to) {
      return Integer.MIN_VALUE;
    }
    int exponent = 0;
    for (; i < to; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      exponent = Math.min(100_000, 10 * exponent + digit);
    }
    return negative ? -exponent : exponent;
  }
}
