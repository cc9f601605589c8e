package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with one directory a class, with images in it or further below: torchvision's {@code
 * ImageFolder}. PNG, JPEG, BMP and GIF files count, by their extension in any case; other files,
 * files beside the directories and names that begin with a dot are ignored. Images are ordered by
 * class and then by path, so that a folder gives the same set on every machine. They are decoded
 * once and kept as bytes.
 *
 * @param images the images
 * @param files the file of each image
 * @param skipped the images that couldn't be read, in order
 */
public record ImageFolder(ImageSet images, List<Path> files, List<Skipped> skipped) {

  private static final String KINDS = "PNG, JPEG, BMP or GIF";

  private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "bmp", "gif");

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
    List<String> classes = classes(root, options);
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      Path directory = root.resolve(classes.get(c));
      if (Files.isDirectory(directory)) {
        List<Path> found = files(directory);
        files.addAll(found);
        labels.addAll(Collections.nCopies(found.size(), c));
      }
    }
    return decode(root, files, labels, classes, options);
  }

  private static List<String> classes(Path root, ImageFolderOptions options) {
    if (!Files.isDirectory(root)) {
      throw new DataException(
          DataException.Kind.NOT_FOUND,
          root + (Files.exists(root) ? ": must be a directory" : ": no such directory"));
    }
    List<String> directories;
    try (Stream<Path> entries = Files.list(root)) {
      directories =
          entries
              .filter(Files::isDirectory)
              .map(path -> path.getFileName().toString())
              .filter(name -> !name.startsWith("."))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw unlistable(root, e);
    }
    if (directories.isEmpty()) {
      throw DataException.damaged(root, "expected one directory a class. Received: none");
    }
    if (options.classNames().isEmpty()) {
      return directories;
    }
    for (String name : directories) {
      if (!options.classNames().contains(name)) {
        throw DataException.damaged(
            root.resolve(name),
            "a directory must be named like one of the %d classes (%s). Received: %s"
                .formatted(options.classNames().size(), some(options.classNames()), name));
      }
    }
    return options.classNames();
  }

  private static String some(List<String> names) {
    int most = 10;
    String list = String.join(", ", names.subList(0, Math.min(most, names.size())));
    return names.size() > most ? list + ", ..." : list;
  }

  private static List<Path> files(Path directory) {
    List<Path> files;
    try (Stream<Path> paths = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
      files =
          paths
              .filter(path -> isImage(directory.relativize(path)))
              .filter(path -> !Files.isDirectory(path))
              .sorted(
                  Comparator.comparing(
                      path ->
                          directory.relativize(path).toString().replace(File.separatorChar, '/')))
              .toList();
    } catch (IOException e) {
      throw unlistable(directory, e);
    } catch (UncheckedIOException e) {
      throw unlistable(directory, e.getCause());
    }
    if (files.isEmpty()) {
      throw DataException.damaged(
          directory, "expected at least one " + KINDS + " file. Received: none");
    }
    return files;
  }

  private static boolean isImage(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    String name = relative.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return name.indexOf('.') >= 0 && EXTENSIONS.contains(extension);
  }

  private static DataException unlistable(Path directory, IOException e) {
    return new DataException(
        DataException.Kind.DISK,
        directory + ": the directory can't be read: " + DataException.reason(e),
        e);
  }

  private static ImageFolder decode(
      Path root,
      List<Path> files,
      List<Integer> labels,
      List<String> classes,
      ImageFolderOptions options) {
    Shape shape = options.shape();
    long bytes = (long) files.size() * shape.elements();
    if (bytes > Integer.MAX_VALUE - 64) {
      throw DataException.damaged(
          root,
          "the images must fit 2147483583 bytes. Received: %d images of %s, %d bytes"
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
                decodeOne(files.get(i), options, pixels, i * shape.elements());
              } catch (DataException e) {
                failures[i] = e;
              }
            });
    return assemble(root, files, labels, classes, options, pixels, failures);
  }

  private static void decodeOne(Path file, ImageFolderOptions options, byte[] pixels, int at) {
    BufferedImage image = ImageFiles.decode(file, KINDS);
    Shape shape = options.shape();
    if (options.fit() == ImageFit.EXACT
        && (image.getHeight() != shape.height() || image.getWidth() != shape.width())) {
      throw DataException.damaged(
          file,
          "the image must be %d wide and %d high. Received: %d wide, %d high"
              .formatted(shape.width(), shape.height(), image.getWidth(), image.getHeight()));
    }
    ImageFiles.fit(image, shape, options.fit(), false, pixels, at);
  }

  private static ImageFolder assemble(
      Path root,
      List<Path> files,
      List<Integer> labels,
      List<String> classes,
      ImageFolderOptions options,
      byte[] pixels,
      @Nullable DataException[] failures) {
    int elements = options.shape().elements();
    List<Path> kept = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    int[] keptLabels = new int[files.size()];
    for (int i = 0; i < failures.length; i++) {
      DataException failure = failures[i];
      if (failure == null) {
        keptLabels[kept.size()] = labels.get(i);
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
          "expected at least one image that can be read. Received: %d that can't, the first: %s"
              .formatted(skipped.size(), skipped.getFirst().reason()));
    }
    byte[] keptPixels = skipped.isEmpty() ? pixels : Arrays.copyOf(pixels, kept.size() * elements);
    ImageSet images =
        ImageSet.of(
            String.valueOf(root.toAbsolutePath().normalize().getFileName()),
            options.shape(),
            keptPixels,
            Arrays.copyOf(keptLabels, kept.size()),
            classes);
    return new ImageFolder(images, kept, skipped);
  }
}
