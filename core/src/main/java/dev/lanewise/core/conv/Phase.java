package dev.lanewise.core.conv;

import dev.lanewise.core.setting.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One phase of a strided convolution's backward data along one axis. Input pixels whose position,
 * in the padded input, leaves the remainder {@code r} modulo the stride are touched by the taps
 * whose distance leaves the same remainder; for them, the gradient is a convolution of stride 1.
 *
 * @param firstPixel the phase's first input pixel
 * @param pixels how many input pixels it has, {@code stride} apart
 * @param gradientStart the output pixel that tap distance {@code r} pairs with the first input
 *     pixel
 * @param taps the kernel's taps that take part, ascending
 * @param shifts for each of them, how many output pixels before {@code gradientStart} its partner
 *     lies
 */
record Phase(int firstPixel, int pixels, int gradientStart, int[] taps, int[] shifts) {

  /** Phase {@code r} of an axis of {@code size} pixels behind {@code before} zeros. */
  static Phase of(Window window, int before, int size, int r) {
    int stride = window.stride();
    int first = Math.floorMod(r - before, stride);
    int pixels = first < size ? (size - 1 - first) / stride + 1 : 0;
    int count = 0;
    for (int k = 0; k < window.kernel(); k++) {
      if (k * window.dilation() % stride == r) {
        count++;
      }
    }
    int[] taps = new int[count];
    int[] shifts = new int[count];
    for (int k = 0, i = 0; k < window.kernel(); k++) {
      if (k * window.dilation() % stride == r) {
        taps[i] = k;
        shifts[i++] = (k * window.dilation() - r) / stride;
      }
    }
    return new Phase(first, pixels, (first + before - r) / stride, taps, shifts);
  }

  /**
   * The phase in pieces of neighbouring pixels that have the same taps within the output; the other
   * taps, which would meet zeros, are left out.
   *
   * @param stride distance of the phase's pixels
   * @param outputs the output's pixels along the axis
   */
  List<Phase> pieces(int stride, int outputs) {
    List<Phase> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= pixels; i++) {
      if (i == pixels || !Arrays.equals(inside(from, outputs), inside(i, outputs))) {
        int[] kept = inside(from, outputs);
        pieces.add(
            new Phase(
                firstPixel + from * stride,
                i - from,
                gradientStart + from,
                Arrays.stream(kept).map(k -> taps[k]).toArray(),
                Arrays.stream(kept).map(k -> shifts[k]).toArray()));
        from = i;
      }
    }
    return pieces;
  }

  /** Which of the taps have their partner of the {@code i}th pixel within the output. */
  private int[] inside(int i, int outputs) {
    return IntStream.range(0, taps.length)
        .filter(k -> gradientStart + i - shifts[k] >= 0 && gradientStart + i - shifts[k] < outputs)
        .toArray();
  }

  /** The first output pixel, maybe negative, that backward data reads along an axis. */
  static int first(Window window, int before, int size) {
    int first = 0;
    for (int r = 0; r < window.stride(); r++) {
      Phase phase = of(window, before, size, r);
      for (int shift : phase.shifts) {
        if (phase.pixels > 0) {
          first = Math.min(first, phase.gradientStart - shift);
        }
      }
    }
    return first;
  }

  /** The last output pixel, maybe beyond the end, that backward data reads along an axis. */
  static int last(Window window, int before, int size) {
    int last = 0;
    for (int r = 0; r < window.stride(); r++) {
      Phase phase = of(window, before, size, r);
      for (int shift : phase.shifts) {
        if (phase.pixels > 0) {
          last = Math.max(last, phase.gradientStart - shift + phase.pixels - 1);
        }
      }
    }
    return last;
  }
}
