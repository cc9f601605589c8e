package dev.lanewise.data.picture;

/** Colour numbers of a GIF, unpacked by its variant of LZW (GIF89a, appendix F). */
final class GifData {

  private static final int MOST_CODES = 4096;

  private final FileBytes file;
  private final int clear;
  private final int[] prefix = new int[MOST_CODES];
  private final byte[] suffix = new byte[MOST_CODES];
  private final byte[] stack = new byte[MOST_CODES + 1];
  private int stacked;
  private int codes;
  private int bits;
  private int last = -1;
  private int first;

  /** Bits that were read and not used yet. */
  private int buffer;

  private int buffered;

  /** The next byte, and how many are left of its block. */
  private long at;

  private int left;

  GifData(FileBytes file, long at) throws PictureException {
    this.file = file;
    int least = file.u8(at);
    if (least < 1 || least > 8) {
      throw PictureException.damaged("a GIF's codes must begin with 1 to 8 bits: " + least);
    }
    this.at = at + 1;
    clear = 1 << least;
    for (int i = 0; i < clear; i++) {
      suffix[i] = (byte) i;
    }
    reset();
  }

  private void reset() {
    codes = clear + 2;
    bits = Integer.SIZE - Integer.numberOfLeadingZeros(clear);
    last = -1;
  }

  /** Reads as many colour numbers as fit. */
  void fill(byte[] to) throws PictureException {
    int x = 0;
    while (x < to.length) {
      while (stacked > 0 && x < to.length) {
        to[x++] = stack[--stacked];
      }
      if (x < to.length) {
        step();
      }
    }
  }

  private void step() throws PictureException {
    int code = code();
    if (code == clear) {
      reset();
      return;
    }
    if (code == clear + 1) {
      throw PictureException.damaged("it has fewer pixels than its header says");
    }
    if (code > codes || code == codes && last < 0 || last < 0 && code > clear) {
      throw PictureException.damaged("its pixels can't be unpacked");
    }
    int rest = code;
    if (code == codes) {
      stack[stacked++] = (byte) first;
      rest = last;
    }
    while (rest > clear) {
      stack[stacked++] = suffix[rest];
      rest = prefix[rest];
    }
    first = rest;
    stack[stacked++] = (byte) rest;
    if (last >= 0 && codes < MOST_CODES) {
      prefix[codes] = last;
      suffix[codes++] = (byte) first;
      if (codes == 1 << bits && bits < 12) {
        bits++;
      }
    }
    last = code;
  }

  private int code() throws PictureException {
    while (buffered < bits) {
      if (left == 0) {
        left = file.u8(at++);
        if (left == 0) {
          throw PictureException.damaged("it has fewer pixels than its header says");
        }
      }
      buffer |= file.u8(at++) << buffered;
      buffered += 8;
      left--;
    }
    int code = buffer & (1 << bits) - 1;
    buffer >>>= bits;
    buffered -= bits;
    return code;
  }
}
