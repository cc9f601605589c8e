package dev.lanewise.data;

import dev.lanewise.data.picture.Picture;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads the headers that an {@link ImageProbe} tells of. */
final class ProbedFiles {

  /** Bytes that hold the header of nearly every file. */
  private static final int ENOUGH = 1 << 16;

  private ProbedFiles() {}

  static ImageProbe probe(
      List<Path> files, List<String> classes, ImageOrientation orientation, ImageLimits limits) {
    int[] widths = new int[files.size()];
    int[] heights = new int[files.size()];
    int images = 0;
    boolean grey = true;
    for (Path file : files) {
      try {
        Picture.Header header = header(file, limits);
        if (!limits.objection(header.width(), header.height()).isEmpty()) {
          continue;
        }
        boolean turned = orientation == ImageOrientation.HONOUR && header.isTurned();
        widths[images] = turned ? header.height() : header.width();
        heights[images] = turned ? header.width() : header.height();
        grey &= header.grey();
        images++;
      } catch (DataException _) {
        // Counted below, as those beyond the limits are.
      }
    }
    int[] sides = new int[images];
    for (int i = 0; i < images; i++) {
      sides[i] = Math.min(widths[i], heights[i]);
    }
    Arrays.sort(sides);
    return new ImageProbe(
        images,
        files.size() - images,
        Arrays.stream(widths, 0, images).min().orElse(0),
        Arrays.stream(widths, 0, images).max().orElse(0),
        Arrays.stream(heights, 0, images).min().orElse(0),
        Arrays.stream(heights, 0, images).max().orElse(0),
        images == 0 ? 0 : sides[images / 2],
        images > 0 && grey,
        Endings.count(files),
        classes);
  }

  /** Reads the beginning of a file, and all of it if that is not enough. */
  private static Picture.Header header(Path file, ImageLimits limits) {
    byte[] start = ImageFiles.bytes(file, limits, ENOUGH);
    try {
      return ImageFiles.picture(start, file.toString()).header();
    } catch (DataException e) {
      if (start.length < ENOUGH) {
        throw e;
      }
      byte[] all = ImageFiles.bytes(file, limits, Long.MAX_VALUE);
      return ImageFiles.picture(all, file.toString()).header();
    }
  }
}
