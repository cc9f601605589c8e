package dev.lanewise.data;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Endings of files' names: which are of images, and how many there are of each. */
final class Endings {

  /** What messages call the kinds that are read. */
  static final String KINDS = "PNG, JPEG, BMP, GIF, WebP or TIFF";

  private static final Set<String> IMAGES =
      Set.of("png", "jpg", "jpeg", "jpe", "jfif", "bmp", "dib", "gif", "webp", "tif", "tiff");

  /** Images of kinds that are not read. */
  private static final Set<String> UNREAD =
      Set.of("heic", "heif", "avif", "jxl", "jp2", "svg", "psd", "raw", "cr2", "nef", "dng", "ico");

  private Endings() {}

  /** The ending in lower case, without its dot; empty if there is none. */
  static String of(Path file) {
    Path last = file.getFileName();
    String name = last == null ? "" : last.toString();
    return name.substring(name.lastIndexOf('.') + 1).length() == name.length()
        ? ""
        : name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether a name's ending is that of an image. */
  static boolean isImage(Path file) {
    return IMAGES.contains(of(file));
  }

  /** How many files there are of each ending. */
  static Map<String, Integer> count(Collection<Path> files) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    files.forEach(file -> counts.merge(of(file), 1, Integer::sum));
    return Collections.unmodifiableSortedMap(counts);
  }

  /** How many there are of each ending: {@code 1 .heic (convert to JPEG or PNG first), 3 .txt}. */
  static String list(Collection<Path> files) {
    return list(count(files));
  }

  /** The same, of counted files. */
  static String list(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(
            entry ->
                entry.getValue()
                    + (entry.getKey().isEmpty() ? " without an ending" : " ." + entry.getKey())
                    + (UNREAD.contains(entry.getKey()) ? " (convert to JPEG or PNG first)" : ""))
        .collect(Collectors.joining(", "));
  }

  /** A copy in the order of the endings. */
  static Map<String, Integer> sorted(Map<String, Integer> counts) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }
}
