package dev.lanewise.proof.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes bytes without knowing what they mean; the same seed makes the same changes. */
public final class Mutator {

  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    7,
    8,
    15,
    16,
    17,
    31,
    32,
    100,
    127,
    128,
    255,
    256,
    257,
    1000,
    4096,
    32767,
    32768,
    65535,
    65536,
    1 << 20,
    1 << 24,
    1 << 27,
    1 << 30,
    Integer.MAX_VALUE - 8,
    Integer.MAX_VALUE,
    1L << 31,
    (1L << 32) - 1,
    1L << 32,
    1L << 53,
    Long.MAX_VALUE,
    -1,
    -2,
    Integer.MIN_VALUE,
    Long.MIN_VALUE
  };

  private static final List<String> DIGITS =
      List.of(
          "0",
          "1",
          "-1",
          "2",
          "255",
          "256",
          "1.5",
          "-0",
          "0.0",
          "1e9",
          "1e308",
          "1e309",
          "-1e309",
          "1e-400",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551616",
          "1e1000000000",
          "0x10",
          "00",
          "NaN",
          "Infinity",
          "99999999999999999999999999999999",
          "1e",
          ".",
          "null",
          "true",
          "");

  private static final List<byte[]> NOISE =
      List.of(
          new byte[] {0x1b, '[', '3', '1', 'm'},
          new byte[] {0x1b, ']', '0', ';', 'x', 7},
          new byte[] {0},
          new byte[] {'\r'},
          new byte[] {'\n'},
          new byte[] {(byte) 0xff, (byte) 0xfe},
          new byte[] {(byte) 0xc0, (byte) 0x80},
          "\u202e".getBytes(UTF_8),
          "\u2028".getBytes(UTF_8),
          "\u0085".getBytes(UTF_8),
          "\ud83d\ude00".getBytes(UTF_8),
          "\\u0000".getBytes(UTF_8),
          "\\ud800".getBytes(UTF_8),
          "\\u001b[2J".getBytes(UTF_8),
          "\\n".getBytes(UTF_8),
          "[".repeat(3000).getBytes(UTF_8),
          "{\"a\":".repeat(2000).getBytes(UTF_8),
          "x".repeat(700).getBytes(UTF_8),
          "9".repeat(700).getBytes(UTF_8));

  private static final int MOST_GROWTH = 1 << 16;

  private final SplittableRandom random;
  private final List<byte[]> words;

  Mutator(long seed, List<byte[]> words) {
    this.random = new SplittableRandom(seed);
    this.words = words;
  }

  /** A number from 0 to below a bound, or 0 if the bound is not above 0. */
  public int below(int bound) {
    return bound <= 0 ? 0 : random.nextInt(bound);
  }

  /** One of a list. */
  public <T> T one(List<T> list) {
    return list.get(below(list.size()));
  }

  /** A number that is likely to lie on some border. */
  public long number() {
    long number = NUMBERS[below(NUMBERS.length)];
    return below(4) == 0 ? number + below(5) - 2 : number;
  }

  /** One to six changes, mostly few. */
  public byte[] change(byte[] seed) {
    int most = Math.max(4 * seed.length, seed.length + MOST_GROWTH);
    byte[] bytes = seed;
    int changes = 1 + (below(2) == 0 ? 0 : below(6));
    for (int i = 0; i < changes; i++) {
      byte[] changed = once(bytes);
      bytes = changed.length <= most ? changed : Arrays.copyOf(changed, most);
    }
    return bytes;
  }

  /** One to three changes of a text, which stays valid Unicode. */
  public String change(String text) {
    return new String(change(text.getBytes(UTF_8)), UTF_8);
  }

  private byte[] once(byte[] bytes) {
    int n = bytes.length;
    if (n == 0) {
      return one(NOISE).clone();
    }
    int at = place(n);
    return switch (below(16)) {
      case 0, 1 -> set(bytes, at, bytes[at] ^ 1 << below(8));
      case 2 -> set(bytes, at, below(256));
      case 3 -> set(bytes, at, (int) number());
      case 4 -> Arrays.copyOf(bytes, below(n));
      case 5 -> extended(bytes);
      case 6 -> replaced(bytes, at, Math.min(n, at + 1 + below(Math.min(n, 64))), new byte[0]);
      case 7 -> {
        int end = Math.min(n, at + 1 + below(n));
        byte[] part = Arrays.copyOfRange(bytes, at, end);
        int to = below(2) == 0 ? end : place(n);
        yield replaced(bytes, to, to, part);
      }
      case 8, 9 -> binaryNumber(bytes, at);
      case 10, 11, 12 -> textNumber(bytes, at);
      case 13 -> word(bytes, at, words.isEmpty() ? NOISE : words);
      case 14 -> word(bytes, at, below(3) == 0 ? NOISE : words.isEmpty() ? NOISE : words);
      default -> {
        byte[] copy = bytes.clone();
        Arrays.fill(copy, at, Math.min(n, at + 1 + below(32)), (byte) (below(2) == 0 ? 0 : 255));
        yield copy;
      }
    };
  }

  /** Headers stand in front, so the front is more likely. */
  private int place(int n) {
    return below(3) == 0 ? below(Math.min(n, 64)) : below(n);
  }

  private byte[] set(byte[] bytes, int at, int value) {
    byte[] copy = bytes.clone();
    copy[at] = (byte) value;
    return copy;
  }

  private byte[] extended(byte[] bytes) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + below(below(4) == 0 ? 4096 : 16));
    switch (below(3)) {
      case 0 -> Arrays.fill(longer, bytes.length, longer.length, (byte) ' ');
      case 1 -> {
        for (int i = bytes.length; i < longer.length; i++) {
          longer[i] = (byte) below(256);
        }
      }
      default -> {
        // Zeros, as copyOf leaves them.
      }
    }
    return longer;
  }

  /** The bytes with a range replaced. */
  public static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    byte[] result = new byte[bytes.length - (to - from) + by.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
    return result;
  }

  private byte[] binaryNumber(byte[] bytes, int at) {
    int size = 1 << below(4);
    if (at + size > bytes.length) {
      return set(bytes, at, (int) number());
    }
    byte[] copy = bytes.clone();
    ByteBuffer buffer =
        ByteBuffer.wrap(copy).order(below(2) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    boolean near = below(2) == 0;
    long delta = below(9) - 4;
    switch (size) {
      case 1 -> copy[at] = (byte) (near ? copy[at] + delta : number());
      case 2 -> buffer.putShort(at, (short) (near ? buffer.getShort(at) + delta : number()));
      case 4 -> buffer.putInt(at, (int) (near ? buffer.getInt(at) + delta : number()));
      default -> buffer.putLong(at, near ? buffer.getLong(at) + delta : number());
    }
    return copy;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9' || b == '.' || b == '-';
  }

  /** Replaces the next number in digits; without one, a byte. */
  private byte[] textNumber(byte[] bytes, int at) {
    int from = at;
    while (from < bytes.length && !isDigit(bytes[from])) {
      from++;
    }
    if (from == bytes.length) {
      return set(bytes, at, '0' + below(10));
    }
    int to = from;
    while (to < bytes.length && isDigit(bytes[to])) {
      to++;
    }
    String old = new String(bytes, from, to - from, UTF_8);
    String digits =
        switch (below(3)) {
          case 0 -> one(DIGITS);
          case 1 -> Long.toString(number());
          default ->
              old.matches("-?[0-9]+")
                  ? new BigInteger(old).add(BigInteger.valueOf(below(5) - 2)).toString()
                  : one(DIGITS);
        };
    return replaced(bytes, from, to, digits.getBytes(UTF_8));
  }

  private byte[] word(byte[] bytes, int at, List<byte[]> from) {
    byte[] word = one(from);
    return replaced(bytes, at, below(2) == 0 ? at : Math.min(bytes.length, at + word.length), word);
  }

  /** The front of one and the rest of another. */
  byte[] spliced(byte[] first, byte[] second) {
    int cut = below(first.length + 1);
    int from = below(2) == 0 ? Math.min(cut, second.length) : below(second.length + 1);
    byte[] result = Arrays.copyOf(first, cut + second.length - from);
    System.arraycopy(second, from, result, cut, second.length - from);
    return result;
  }
}
