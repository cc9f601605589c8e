package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ImageProbe;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of images that a model is to see, as far as it is given: what is not comes from the
 * images.
 *
 * @param channels 1 for grey, 3 for colour
 * @param height pixels
 * @param width pixels
 */
record InputSize(OptionalInt channels, OptionalInt height, OptionalInt width) {

  /** Nothing is given. */
  static final InputSize OPEN =
      new InputSize(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

  /** Sizes that may be taken where there are too many images for theirs. */
  private static final int[] SIZES = {28, 32, 64, 96, 128, 224};

  /** Bytes that all training images may have, if a smaller size can do that. */
  private static final long MOST_BYTES = 1L << 30;

  private static final Pattern FORM =
      Pattern.compile("(?:(\\d{1,6})x)??(?:(\\d{1,6})x)?(\\d{1,6})");

  /** A shape. */
  static InputSize of(Shape shape) {
    return new InputSize(
        OptionalInt.of(shape.channels()),
        OptionalInt.of(shape.height()),
        OptionalInt.of(shape.width()));
  }

  /** What {@code --input} says. */
  static InputSize parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      int width = Integer.parseInt(form.group(3));
      int height = form.group(2) == null ? width : Integer.parseInt(form.group(2));
      OptionalInt channels =
          form.group(1) == null
              ? OptionalInt.empty()
              : OptionalInt.of(Integer.parseInt(form.group(1)));
      boolean colours = channels.isEmpty() || channels.getAsInt() == 1 || channels.getAsInt() == 3;
      if (colours && width > 0 && height > 0 && (long) width * height <= 1 << 22) {
        return new InputSize(channels, OptionalInt.of(height), OptionalInt.of(width));
      }
    }
    throw CliException.usage(
        "--input must be CHANNELSxHEIGHTxWIDTH (1 or 3 channels), HEIGHTxWIDTH or one number for"
            + " both, of at most 4194304 pixels. Received: "
            + text);
  }

  /** The same with another's sizes where this has none. */
  InputSize or(InputSize other) {
    return new InputSize(
        channels.isPresent() ? channels : other.channels,
        height.isPresent() ? height : other.height,
        width.isPresent() ? width : other.width);
  }

  /** The shape, if all of it is given. */
  Shape shape() {
    return new Shape(channels.orElseThrow(), height.orElseThrow(), width.orElseThrow());
  }

  /** The shape for images: grey if all of them are, and of the size nearest to theirs. */
  Shape shape(ImageProbe probe) {
    int colours = channels.orElseGet(() -> probe.grey() ? 1 : 3);
    if (height.isPresent() && width.isPresent()) {
      return new Shape(colours, height.getAsInt(), width.getAsInt());
    }
    int size = size(probe, colours);
    return new Shape(colours, size, size);
  }

  private static int size(ImageProbe probe, int colours) {
    int size = probe.sizeClass();
    for (int i = SIZES.length - 1; i >= 0; i--) {
      long bytes = (long) probe.images() * colours * SIZES[i] * SIZES[i];
      if (SIZES[i] <= size && (bytes <= MOST_BYTES || i == 0)) {
        return SIZES[i];
      }
    }
    return size;
  }
}
