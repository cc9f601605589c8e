package dev.lanewise.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads the headers that an {@link ImageProbe} tells of. */
final class ProbedFiles {

  private ProbedFiles() {}

  static ImageProbe probe(
      List<Path> files, List<String> classes, ImageOrientation orientation, ImageLimits limits) {
    int[] widths = new int[files.size()];
    int[] heights = new int[files.size()];
    int images = 0;
    boolean grey = true;
    for (Path file : files) {
      try {
        var image = ImageFiles.decode(file, Endings.KINDS);
        widths[images] = image.getWidth();
        heights[images] = image.getHeight();
        grey &= image.getColorModel().getNumComponents() <= 2;
        images++;
      } catch (DataException _) {
        // Counted below.
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
}
