package dev.lanewise.core.setting;

import dev.lanewise.core.tensor.Halo;

/**
 * How many zeros a convolution sees around its input.
 *
 * @param rule explicit sizes or a rule that derives them
 * @param explicit the sizes, for {@link Rule#EXPLICIT}
 */
public record Padding(Rule rule, Halo explicit) {

  /** How the sizes come about. */
  public enum Rule {
    /** Given sizes, which may differ from side to side. */
    EXPLICIT,
    /**
     * TensorFlow's "same": the output has {@code ceil(size / stride)} pixels; {@code total = max(0,
     * (out - 1) * stride + (kernel - 1) * dilation + 1 - size)} zeros, the odd one at the bottom
     * and right. With stride 1 this is PyTorch's "same", which has no other stride.
     */
    SAME
  }

  /** No padding, "valid". */
  public static final Padding VALID = new Padding(Rule.EXPLICIT, Halo.NONE);

  /** Output as large as the input, divided by the stride; see {@link Rule#SAME}. */
  public static final Padding SAME = new Padding(Rule.SAME, Halo.NONE);

  /** The same number of zeros on all four sides. */
  public static Padding of(int zeros) {
    return of(zeros, zeros);
  }

  /** {@code rows} above and below, {@code columns} left and right. */
  public static Padding of(int rows, int columns) {
    return new Padding(Rule.EXPLICIT, new Halo(rows, columns, rows, columns));
  }

  /** Any number on each side. */
  public static Padding of(int top, int left, int bottom, int right) {
    return new Padding(Rule.EXPLICIT, new Halo(top, left, bottom, right));
  }

  /** The sizes for an input of {@code height x width}. */
  public Halo resolve(int height, int width, Window rows, Window columns) {
    if (rule == Rule.EXPLICIT) {
      return explicit;
    }
    int vertical = rows.sameTotal(height);
    int horizontal = columns.sameTotal(width);
    return new Halo(
        vertical / 2, horizontal / 2, vertical - vertical / 2, horizontal - horizontal / 2);
  }
}
