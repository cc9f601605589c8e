package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with one directory a class, with images in it or further below: torchvision's {@code
 * ImageFolder}. PNG, JPEG, BMP, GIF, WebP and TIFF files count, by their ending in any case; other
 * files and files beside the directories are left out and counted; names that begin with a dot are
 * passed over. Images are ordered by class and then by path, so that a folder gives the same set on
 * every machine. They are decoded once and kept as bytes.
 *
 * @param images the images
 * @param files the file of each image
 * @param skipped the images that couldn't be read, in order
 * @param ignored how many files were left out for their names, by ending ({@code txt}, in lower
 *     case, empty for none), sorted
 */
public record ImageFolder(
    ImageSet images, List<Path> files, List<Skipped> skipped, Map<String, Integer> ignored) {

  /**
   * An image that was left out.
   *
   * @param file the file
   * @param reason why, in one line that begins with the file
   */
  public record Skipped(Path file, String reason) {}

  /** Copies the lists. */
  public ImageFolder {
    files = List.copyOf(files);
    skipped = List.copyOf(skipped);
    ignored = Endings.sorted(ignored);
  }

  /**
   * What was left out by its name, for a line to a user: {@code 1 .heic (convert to JPEG or PNG
   * first), 3 .txt}; empty if nothing was.
   */
  public String leftOut() {
    return Endings.list(ignored);
  }

  /**
   * Reads a folder.
   *
   * @param root the folder
   * @param options how
   * @throws DataException if the folder isn't there, a class has no image, the images exceed 2 GiB
   *     of bytes, or an image can't be read and that is to be fatal
   */
  public static ImageFolder read(Path root, ImageFolderOptions options) {
    return decode(root, FolderFiles.of(root, options.classNames()), options);
  }

  private static ImageFolder decode(Path root, FolderFiles found, ImageFolderOptions options) {
    List<Path> files = found.files();
    ImageReading reading = options.reading();
    Shape shape = options.shape();
    long bytes = (long) files.size() * shape.elements();
    if (bytes > Integer.MAX_VALUE - 64) {
      throw DataException.damaged(
          root,
          "the images must fit 2147483583 bytes. Received: %s images of %s, %s bytes"
              .formatted(files.size(), shape, bytes));
    }
    byte[] pixels = new byte[(int) bytes];
    @Nullable DataException[] failures = new DataException[files.size()];
    // Each image has a place of its own, so the order of decoding doesn't matter.
    IntStream.range(0, files.size())
        .parallel()
        .forEach(
            i -> {
              try {
                ImageFiles.read(files.get(i), reading, pixels, i * shape.elements());
              } catch (DataException e) {
                failures[i] = e;
              }
            });
    return assemble(root, found, options, pixels, failures);
  }

  private static ImageFolder assemble(
      Path root,
      FolderFiles found,
      ImageFolderOptions options,
      byte[] pixels,
      @Nullable DataException[] failures) {
    int elements = options.shape().elements();
    List<Path> files = found.files();
    List<Path> kept = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    int[] keptLabels = new int[files.size()];
    for (int i = 0; i < failures.length; i++) {
      DataException failure = failures[i];
      if (failure == null) {
        keptLabels[kept.size()] = found.labels().get(i);
        System.arraycopy(pixels, i * elements, pixels, kept.size() * elements, elements);
        kept.add(files.get(i));
      } else if (options.unreadable() == ImageFolderOptions.Unreadable.FATAL) {
        throw failure;
      } else {
        skipped.add(new Skipped(files.get(i), String.valueOf(failure.getMessage())));
      }
    }
    if (kept.isEmpty()) {
      throw DataException.damaged(
          root,
          "expected at least one image that can be read. Received: %s that can't, the first: %s"
              .formatted(skipped.size(), skipped.getFirst().reason()));
    }
    byte[] keptPixels = skipped.isEmpty() ? pixels : Arrays.copyOf(pixels, kept.size() * elements);
    ImageSet images =
        ImageSet.of(
            String.valueOf(root.toAbsolutePath().normalize().getFileName()),
            options.shape(),
            keptPixels,
            Arrays.copyOf(keptLabels, kept.size()),
            found.classes());
    return new ImageFolder(images, kept, skipped, found.ignored());
  }
}
