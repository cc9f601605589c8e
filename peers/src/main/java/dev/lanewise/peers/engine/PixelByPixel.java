package dev.lanewise.peers.engine;

import dev.lanewise.core.tensor.Shape;

/** Values in the order that TensorFlow wants on a CPU: channels side by side. */
final class PixelByPixel {

  private PixelByPixel() {}

  /** Images, given channel by channel. */
  static float[] images(float[] values, Shape shape) {
    float[] result = new float[values.length];
    int size = shape.elements();
    for (int from = 0; from < values.length; from++) {
      result[from - from % size + place(from % size, shape)] = values[from];
    }
    return result;
  }

  /** Where a value of one image goes. */
  private static int place(int from, Shape shape) {
    int pixels = shape.height() * shape.width();
    return from % pixels * shape.channels() + from / pixels;
  }

  /**
   * Initial values: convolutions as {@code [row][column][input][output]}, depthwise ones as {@code
   * [row][column][channel][1]}, matrices as {@code [input][output]}.
   */
  static float[] values(Initial.Values initial) {
    return switch (initial.kind()) {
      case CONVOLUTION -> turned(initial.values(), (int) initial.sizes()[0], kernel(initial));
      case MATRIX -> turned(initial.values(), (int) initial.sizes()[0], initial.input());
      case VECTOR, STATISTIC -> initial.values();
    };
  }

  private static Shape kernel(Initial.Values initial) {
    long[] sizes = initial.sizes();
    return new Shape((int) sizes[1], (int) sizes[2], (int) sizes[3]);
  }

  /** Outputs first become outputs last. */
  private static float[] turned(float[] values, int outputs, Shape inputs) {
    float[] result = new float[values.length];
    int size = inputs.elements();
    for (int from = 0; from < values.length; from++) {
      result[place(from % size, inputs) * outputs + from / size] = values[from];
    }
    return result;
  }

  /** Sizes of these values. */
  static long[] sizes(Initial.Values initial) {
    long[] sizes = initial.sizes();
    return switch (initial.kind()) {
      case CONVOLUTION ->
          initial.isDepthwise()
              ? new long[] {sizes[2], sizes[3], sizes[0], sizes[1]}
              : new long[] {sizes[2], sizes[3], sizes[1], sizes[0]};
      case MATRIX -> new long[] {sizes[1], sizes[0]};
      case VECTOR, STATISTIC -> sizes;
    };
  }
}
