package dev.lanewise.formats;

import java.util.List;

/** What the values of a tensor are, by the names that safetensors has for it. */
public enum DType {
  /** IEEE double. */
  F64(8),
  /** Signed 64-bit integer. */
  I64(8),
  /** IEEE single: what networks have. */
  F32(4),
  /** Signed 32-bit integer. */
  I32(4),
  /** IEEE half. */
  F16(2),
  /** The upper half of an IEEE single. */
  BF16(2),
  /** Unsigned byte. */
  U8(1);

  private static final List<DType> ALL = List.of(values());

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** All of them; unlike {@link #values}, no new array. */
  static List<DType> all() {
    return ALL;
  }

  /** Bytes of one value. */
  public int bytes() {
    return bytes;
  }

  /** Whether values are numbers with a fraction. */
  public boolean isFloating() {
    return this == F64 || this == F32 || this == F16 || this == BF16;
  }

  /** An array for so many values. */
  Object allocate(int size) {
    return switch (this) {
      case F64 -> new double[size];
      case I64 -> new long[size];
      case F32 -> new float[size];
      case I32 -> new int[size];
      case F16, BF16 -> new short[size];
      case U8 -> new byte[size];
    };
  }
}
