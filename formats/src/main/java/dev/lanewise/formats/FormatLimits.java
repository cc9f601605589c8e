package dev.lanewise.formats;

/**
 * How large the parts of a file may be, so that a hostile or damaged one costs neither much memory
 * nor much time. What is over a limit is refused with a {@link FormatException} that names it.
 *
 * @param headerBytes bytes of a safetensors header; the format itself allows 100,000,000
 * @param tensors tensors of a safetensors file
 * @param nameLength characters of a tensor's name or of a key of the metadata
 * @param dimensions dimensions of a tensor
 * @param modelBytes bytes of a model's JSON
 * @param layers layers of a model
 */
public record FormatLimits(
    int headerBytes, int tensors, int nameLength, int dimensions, int modelBytes, int layers) {

  private static final int FORMATS_OWN = 100_000_000;

  private static final FormatLimits DEFAULTS =
      new FormatLimits(FORMATS_OWN, 1 << 16, 1 << 10, 32, 1 << 24, 10_000);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is below 1, or a header may be longer than the format
   *     allows
   */
  public FormatLimits {
    int least =
        Math.min(
            Math.min(Math.min(headerBytes, tensors), Math.min(nameLength, dimensions)),
            Math.min(modelBytes, layers));
    if (least < 1 || headerBytes > FORMATS_OWN) {
      throw new IllegalArgumentException(
          "Limits must be at least 1, that of a header at most %s. Received: %s, header %s"
              .formatted(FORMATS_OWN, least, headerBytes));
    }
  }

  /**
   * Headers of 100,000,000 bytes, 65,536 tensors, names of 1,024 characters, 32 dimensions, model
   * texts of 16 MiB, 10,000 layers.
   */
  public static FormatLimits defaults() {
    return DEFAULTS;
  }

  /** The same with another limit for a safetensors header. */
  public FormatLimits withHeaderBytes(int bytes) {
    return new FormatLimits(bytes, tensors, nameLength, dimensions, modelBytes, layers);
  }

  /** The same with another number of tensors. */
  public FormatLimits withTensors(int number) {
    return new FormatLimits(headerBytes, number, nameLength, dimensions, modelBytes, layers);
  }

  /** The same with other lengths of names. */
  public FormatLimits withNameLength(int characters) {
    return new FormatLimits(headerBytes, tensors, characters, dimensions, modelBytes, layers);
  }

  /** The same with another number of dimensions. */
  public FormatLimits withDimensions(int number) {
    return new FormatLimits(headerBytes, tensors, nameLength, number, modelBytes, layers);
  }

  /** The same with another limit for a model's text. */
  public FormatLimits withModelBytes(int bytes) {
    return new FormatLimits(headerBytes, tensors, nameLength, dimensions, bytes, layers);
  }

  /** The same with another number of layers. */
  public FormatLimits withLayers(int number) {
    return new FormatLimits(headerBytes, tensors, nameLength, dimensions, modelBytes, number);
  }
}
