package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ImageFit;
import dev.lanewise.data.ImageProbe;
import java.util.List;

/** One line about what becomes of images on their way to a model. */
final class PixelNote {

  private PixelNote() {}

  /** For example {@code 64x48 RGB to 32x32, stretched; classes circle, square, triangle}. */
  static String of(ImageProbe probe, Shape shape, ImageFit fit, List<String> classes) {
    String size = shape.width() + "x" + shape.height();
    String before = colours(probe);
    String after = shape.channels() == 1 ? "grey" : "RGB";
    boolean sameSize = probe.sizes().equals(size);
    String pixels =
        before.equals(after)
            ? sameSize ? "as they are" : "to " + size + ", " + Fits.done(fit)
            : "to %s %s%s".formatted(size, after, sameSize ? "" : ", " + Fits.done(fit));
    return "%s %s %s; classes %s".formatted(probe.sizes(), before, pixels, ClassGaps.some(classes));
  }

  /** Whether the images are grey. */
  static String colours(ImageProbe probe) {
    return probe.grey() ? "grey" : "RGB";
  }
}
