package dev.lanewise.peers.engine;

import dev.lanewise.bench.compare.Net;
import dev.lanewise.bench.compare.Part;
import dev.lanewise.core.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * Values with which a network begins, the same for every engine, in the order in which an engine
 * meets them: parts in their order, of a residual the shortcut's first.
 */
final class Initial {

  /** What values are. */
  enum Kind {
    /** {@code [outputs][inputs of a group][row][column]} of a convolution. */
    CONVOLUTION,
    /** {@code [outputs][inputs]} of a dense layer, inputs channel by channel. */
    MATRIX,
    /** A bias, a scale or a shift. */
    VECTOR,
    /** A running statistic, which training does not learn. */
    STATISTIC
  }

  /**
   * Values of one tensor.
   *
   * @param kind what they are
   * @param sizes its sizes
   * @param values its values, the last axis' side by side
   * @param input shape of what the part with these values reads; before it was made flat, of a
   *     matrix
   */
  record Values(Kind kind, long[] sizes, float[] values, Shape input) {

    /** Whether it is a convolution of each channel alone. */
    boolean isDepthwise() {
      return kind == Kind.CONVOLUTION && sizes[1] != input.channels();
    }

    boolean isLearned() {
      return kind != Kind.STATISTIC;
    }
  }

  private final List<Values> list = new ArrayList<>();

  /** What was made flat and has not met a matrix yet. */
  private Optional<Shape> flattened = Optional.empty();

  private Initial() {}

  /** A network's values. */
  static List<Values> of(Net net) {
    Initial initial = new Initial();
    initial.add(net.parts(), net.input());
    Checks.parameters(
        net,
        initial.list.stream().filter(Values::isLearned).mapToLong(v -> v.values().length).sum());
    return List.copyOf(initial.list);
  }

  /** Hands an engine's tensors out in order. */
  static <T> Queue<T> inOrder(List<T> tensors) {
    return new ArrayDeque<>(tensors);
  }

  private Shape add(List<Part> parts, Shape input) {
    Shape shape = input;
    for (Part part : parts) {
      switch (part) {
        case Part.Conv conv -> {
          weight(Kind.CONVOLUTION, shape, conv.channels(), shape.channels(), conv.kernel());
          if (conv.bias()) {
            vector(conv.channels(), 0, 0, shape);
          }
        }
        case Part.DepthwiseConv conv ->
            weight(Kind.CONVOLUTION, shape, conv.channels(), 1, conv.kernel());
        case Part.Dense dense -> {
          Shape before = flattened.orElse(shape);
          flattened = Optional.empty();
          weight(Kind.MATRIX, before, dense.outputs(), shape.elements(), 1);
          vector(dense.outputs(), 0, 0, shape);
        }
        case Part.BatchNorm _ -> {
          int channels = shape.channels();
          vector(channels, 1, 0.25, shape);
          vector(channels, 0, 0.25, shape);
          statistic(channels, 0, 0.25, shape);
          // Above the variance that such weights give, so that sums of many blocks stay small.
          statistic(channels, 2, 0.5, shape);
        }
        case Part.Residual residual -> {
          add(residual.shortcut(), shape);
          add(residual.body(), shape);
        }
        case Part.Relu _, Part.Relu6 _, Part.MaxPool _, Part.GlobalAvgPool _, Part.Dropout _ -> {}
        case Part.Flatten _ -> flattened = Optional.of(shape);
      }
      shape = part.output(shape);
    }
    return shape;
  }

  private long seed() {
    return 300 + list.size();
  }

  private void weight(Kind kind, Shape input, int outputs, int inputs, int kernel) {
    int fanIn = inputs * kernel * kernel;
    long[] sizes =
        kind == Kind.MATRIX
            ? new long[] {outputs, inputs}
            : new long[] {outputs, inputs, kernel, kernel};
    float[] values = RandomData.weights(outputs * fanIn, fanIn, seed());
    list.add(new Values(kind, sizes, values, input));
  }

  private void vector(int length, double middle, double around, Shape input) {
    list.add(spread(Kind.VECTOR, length, middle, around, input));
  }

  private void statistic(int length, double middle, double around, Shape input) {
    list.add(spread(Kind.STATISTIC, length, middle, around, input));
  }

  private Values spread(Kind kind, int length, double middle, double around, Shape input) {
    float[] values = RandomData.values(length, seed());
    for (int i = 0; i < length; i++) {
      values[i] = (float) (middle + around * values[i]);
    }
    return new Values(kind, new long[] {length}, values, input);
  }
}
