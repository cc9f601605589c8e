package dev.lanewise.layers.optim;

import dev.lanewise.core.math.Range;

/**
 * The norm of all gradients together. They are measured in chunks, by any threads in any order; the
 * sums are in double, in an order that depends on the chunk length alone.
 */
public final class GradientNorm {

  private final Norm norm;
  private final int chunk;
  private final double[] parts;

  /**
   * Plans the chunks.
   *
   * @param norm which norm
   * @param values number of gradients
   * @param chunk gradients that are measured at once, at least 1
   * @throws IllegalArgumentException if a number is below 1
   */
  public GradientNorm(Norm norm, int values, int chunk) {
    Range.atLeast(1, "number of gradients", values);
    Range.atLeast(1, "length of a chunk", chunk);
    this.norm = norm;
    this.chunk = chunk;
    parts = new double[(values - 1) / chunk + 1];
  }

  /** Number of chunks. */
  public int chunks() {
    return parts.length;
  }

  /** Measures one chunk. */
  public void measure(int index, float[] gradients) {
    int from = index * chunk;
    int to = Math.min(gradients.length, from + chunk);
    parts[index] =
        switch (norm) {
          case SUM -> sum(gradients, from, to);
          case EUCLIDEAN -> squares(gradients, from, to);
          case MAXIMUM -> maximum(gradients, from, to);
        };
  }

  /** The norm, after every chunk has been measured. Not a number if a gradient is not. */
  public double total() {
    double total = 0;
    for (double part : parts) {
      total = norm == Norm.MAXIMUM ? Math.max(total, part) : total + part;
    }
    return norm == Norm.EUCLIDEAN ? Math.sqrt(total) : total;
  }

  // Four sums at once, because each addition waits for the one before in its sum.
  private static double squares(float[] gradients, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      a = Math.fma((double) gradients[i], gradients[i], a);
      b = Math.fma((double) gradients[i + 1], gradients[i + 1], b);
      c = Math.fma((double) gradients[i + 2], gradients[i + 2], c);
      d = Math.fma((double) gradients[i + 3], gradients[i + 3], d);
    }
    for (; i < to; i++) {
      a = Math.fma((double) gradients[i], gradients[i], a);
    }
    return (a + b) + (c + d);
  }

  private static double sum(float[] gradients, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      a += Math.abs(gradients[i]);
      b += Math.abs(gradients[i + 1]);
      c += Math.abs(gradients[i + 2]);
      d += Math.abs(gradients[i + 3]);
    }
    for (; i < to; i++) {
      a += Math.abs(gradients[i]);
    }
    return (a + b) + (c + d);
  }

  private static double maximum(float[] gradients, int from, int to) {
    float largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Math.abs(gradients[i]));
    }
    return largest;
  }
}
