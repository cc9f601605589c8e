package dev.lanewise.cli;

import dev.lanewise.data.ImageFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Finds the image files of folders. */
final class ImageWalk {

  /** How PNG, JPEG and TIFF files begin. */
  private static final List<String> BEGINNINGS =
      List.of("\u0089PNG", "\u00ff\u00d8\u00ff", "II*\0", "MM\0*");

  private ImageWalk() {}

  /**
   * The images of a folder and of all folders below it, by their paths. Names that begin with a dot
   * are left out; links are followed, but not round and round.
   *
   * @param folder the folder
   * @param ignored is told of other files, by their endings
   * @param unreadable is told of folders that can't be read; the others are all the same
   */
  static List<Path> below(
      Path folder, Map<String, Integer> ignored, BiConsumer<Path, IOException> unreadable) {
    List<Path> found = new ArrayList<>();
    walk(folder, found, ignored, unreadable, new HashSet<>());
    found.sort(Comparator.comparing(file -> slashed(folder.relativize(file))));
    return found;
  }

  private static String slashed(Path path) {
    return path.toString().replace(File.separatorChar, '/');
  }

  private static void walk(
      Path folder,
      List<Path> found,
      Map<String, Integer> ignored,
      BiConsumer<Path, IOException> unreadable,
      Set<Path> above) {
    try {
      Path real = folder.toRealPath();
      if (!above.add(real)) {
        return;
      }
      for (Path entry : entries(folder)) {
        if (Files.isDirectory(entry)) {
          walk(entry, found, ignored, unreadable, above);
        } else if (isImage(entry)) {
          found.add(entry);
        } else {
          ignored.merge(ending(entry), 1, Integer::sum);
        }
      }
      above.remove(real);
    } catch (IOException e) {
      unreadable.accept(folder, e);
    }
  }

  /** What is in a folder, but for names that begin with a dot. */
  static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.removeIf(entry -> name(entry).startsWith("."));
    entries.sort(Comparator.comparing(ImageWalk::name));
    return entries;
  }

  /** The last part of a path. */
  static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  /** Whether a file is an image by its ending. */
  static boolean isImage(Path file) {
    return ImageFiles.isImage(file);
  }

  /** The ending of a file's name, with its dot, or {@code (none)}. */
  static String ending(Path file) {
    String name = name(file);
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "(none)" : name.substring(dot).toLowerCase(Locale.ROOT);
  }

  /**
   * Whether bytes begin as an image does. Names of files may begin with a format's letters, too,
   * but they have none of the small numbers that come after these.
   */
  static boolean beginsAsImage(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(14, bytes.length), StandardCharsets.ISO_8859_1);
    return BEGINNINGS.stream().anyMatch(start::startsWith)
        || start.startsWith("RIFF") && start.startsWith("WEBP", 8)
        || start.startsWith("BM") && start.startsWith("\0\0\0\0", 6)
        || start.startsWith("GIF8") && start.chars().anyMatch(c -> c < '\t');
  }

  /** Why something could not be read. */
  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.getClass().getSimpleName();
    };
  }
}
