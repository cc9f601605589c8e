package dev.lanewise.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A pattern as shells have them, for those who quote it because the list of files would be too long
 * for a command: {@code *} and {@code ?} within a name, {@code [abc]}, {@code {png,jpg}}, and
 * {@code **} for any folders or none. Names that begin with a dot are left out.
 */
final class ImagePattern {

  private static final String ANY_FOLDERS = "**";

  private final List<String> parts;
  private final boolean absolute;
  private final Map<String, Integer> ignored;

  /**
   * A pattern.
   *
   * @param pattern as the user wrote it
   * @param ignored is told of files that match and are no images, by their endings
   */
  ImagePattern(String pattern, Map<String, Integer> ignored) {
    this.absolute = pattern.startsWith("/");
    this.parts = List.of(pattern.substring(absolute ? 1 : 0).split("/+"));
    this.ignored = ignored;
  }

  /** Whether a word that is no file can be a pattern. */
  static boolean isPattern(String word) {
    return word.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  /**
   * The images that match, in the user's words, by their paths.
   *
   * @param base the folder that the pattern begins in
   * @throws IOException if a folder can't be read
   * @throws IllegalArgumentException if it is no pattern
   */
  List<String> matches(Path base) throws IOException {
    Set<String> found = new LinkedHashSet<>();
    Path start = absolute ? base.getFileSystem().getPath("/") : base;
    find(start, absolute ? "/" : "", 0, found, new HashSet<>());
    List<String> images = new ArrayList<>();
    for (String name : found.stream().sorted().toList()) {
      Path file = base.resolve(name);
      if (ImageWalk.isImage(file)) {
        images.add(name);
      } else {
        ignored.merge(ImageWalk.ending(file), 1, Integer::sum);
      }
    }
    return images;
  }

  private void find(Path folder, String name, int part, Set<String> found, Set<Path> above)
      throws IOException {
    String pattern = parts.get(part);
    if (pattern.equals(ANY_FOLDERS)) {
      Path real = folder.toRealPath();
      if (above.contains(real)) {
        return;
      }
      // As the last part it means all files below, as **/* does.
      if (part == parts.size() - 1) {
        findHere(folder, name, "*", part, found, above);
      } else {
        find(folder, name, part + 1, found, above);
      }
      above.add(real);
      for (Path entry : ImageWalk.entries(folder)) {
        if (Files.isDirectory(entry)) {
          find(entry, name + ImageWalk.name(entry) + "/", part, found, above);
        }
      }
      above.remove(real);
    } else {
      findHere(folder, name, pattern, part, found, above);
    }
  }

  private void findHere(
      Path folder, String name, String pattern, int part, Set<String> found, Set<Path> above)
      throws IOException {
    boolean last = part == parts.size() - 1;
    if (!isPattern(pattern)) {
      step(folder.resolve(pattern), name + pattern, last, part, found, above);
      return;
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    for (Path entry : ImageWalk.entries(folder)) {
      Path own = entry.getFileName();
      if (own != null && matcher.matches(own)) {
        step(entry, name + own, last, part, found, above);
      }
    }
  }

  private void step(
      Path entry, String name, boolean last, int part, Set<String> found, Set<Path> above)
      throws IOException {
    if (last) {
      if (Files.exists(entry) && !Files.isDirectory(entry)) {
        found.add(name);
      }
    } else if (Files.isDirectory(entry)) {
      find(entry, name + "/", part + 1, found, above);
    }
  }
}
