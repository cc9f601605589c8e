package dev.lanewise.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A named array of numbers in a file, row-major. Immutable: arrays are copied in and out. */
public final class Tensor {

  private final String name;
  private final DType type;
  private final List<Integer> shape;
  private final int size;
  private final Object values;

  /** Takes the array over. */
  Tensor(String name, DType type, List<Integer> shape, int size, Object values) {
    this.name = name;
    this.type = type;
    this.shape = List.copyOf(shape);
    this.size = size;
    this.values = values;
  }

  /**
   * A tensor of dtype F32.
   *
   * @param name its name, for example {@code conv1.weight}
   * @param shape its sizes, outermost first; empty for a single number
   * @param values as many as the shape says; copied
   * @throws IllegalArgumentException if shape and number of values differ
   */
  public static Tensor ofFloats(String name, List<Integer> shape, float[] values) {
    check(name, shape, values.length);
    return new Tensor(name, DType.F32, shape, values.length, values.clone());
  }

  /** A tensor of dtype F64, otherwise as {@link #ofFloats}. */
  public static Tensor ofDoubles(String name, List<Integer> shape, double[] values) {
    check(name, shape, values.length);
    return new Tensor(name, DType.F64, shape, values.length, values.clone());
  }

  /** A tensor of dtype I64, otherwise as {@link #ofFloats}. */
  public static Tensor ofLongs(String name, List<Integer> shape, long[] values) {
    check(name, shape, values.length);
    return new Tensor(name, DType.I64, shape, values.length, values.clone());
  }

  /** A tensor of dtype I32, otherwise as {@link #ofFloats}. */
  public static Tensor ofInts(String name, List<Integer> shape, int[] values) {
    check(name, shape, values.length);
    return new Tensor(name, DType.I32, shape, values.length, values.clone());
  }

  /** A tensor of dtype U8, otherwise as {@link #ofFloats}. */
  public static Tensor ofBytes(String name, List<Integer> shape, byte[] values) {
    check(name, shape, values.length);
    return new Tensor(name, DType.U8, shape, values.length, values.clone());
  }

  private static void check(String name, List<Integer> shape, int length) {
    long product = 1;
    for (int extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException(
            "Tensor %s: sizes must be at least 0. Received: %s".formatted(name, shape));
      }
      product = Math.clamp(product, 0, 1L << 31) * extent;
    }
    if (product != length) {
      throw new IllegalArgumentException(
          "Tensor %s: there must be as many values as its shape says. Expected: %s. Received: %s"
              .formatted(name, shape, length));
    }
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** What its values are in the file. */
  public DType type() {
    return type;
  }

  /** Its sizes, outermost first; empty for a single number. */
  public List<Integer> shape() {
    return shape;
  }

  /** Number of values. */
  public int size() {
    return size;
  }

  /**
   * The values of a floating dtype; those of F64 are rounded.
   *
   * @throws FormatException if the dtype is an integer's
   */
  public float[] floats() {
    if (values instanceof float[] floats) {
      return floats.clone();
    }
    double[] doubles = doubles();
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = (float) doubles[i];
    }
    return floats;
  }

  /**
   * The values of a floating dtype, exactly.
   *
   * @throws FormatException if the dtype is an integer's
   */
  public double[] doubles() {
    double[] doubles = new double[size];
    switch (values) {
      case double[] from -> System.arraycopy(from, 0, doubles, 0, size);
      case float[] from -> Arrays.setAll(doubles, i -> from[i]);
      case short[] from when type == DType.F16 ->
          Arrays.setAll(doubles, i -> Float.float16ToFloat(from[i]));
      case short[] from -> Arrays.setAll(doubles, i -> Float.intBitsToFloat(from[i] << 16));
      default -> throw wrong("a floating dtype");
    }
    return doubles;
  }

  /**
   * The values of an integer dtype.
   *
   * @throws FormatException if the dtype is a floating one
   */
  public long[] longs() {
    long[] longs = new long[size];
    switch (values) {
      case long[] from -> System.arraycopy(from, 0, longs, 0, size);
      case int[] from -> Arrays.setAll(longs, i -> from[i]);
      case byte[] from -> Arrays.setAll(longs, i -> from[i] & 0xff);
      default -> throw wrong("an integer dtype");
    }
    return longs;
  }

  private FormatException wrong(String expected) {
    return new FormatException(
        "Tensor %s must have %s. Received: %s".formatted(name, expected, type));
  }

  /** Writes the values as they are in a file. */
  void writeTo(OutputStream out, Storage storage) throws IOException {
    storage.write(values, type, size, out);
  }

  /** Whether name, dtype, shape and every value are the same; NaN is the same as NaN. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor tensor
        && name.equals(tensor.name)
        && type == tensor.type
        && shape.equals(tensor.shape)
        && Objects.deepEquals(values, tensor.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, shape);
  }

  @Override
  public String toString() {
    return name + " " + type + " " + shape;
  }
}
