package dev.lanewise.cli;

import dev.lanewise.data.ImageFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What lies where in a folder of images: one directory a class, or directories for training,
 * validation and test that have one directory a class each.
 *
 * @param root the folder
 * @param parts the directories of its parts; all of the folder is {@link Part#TRAINING} if it has
 *     none
 * @param divided whether it has directories for its parts
 * @param notes what is passed over, a line each
 */
record FolderLayout(Path root, Map<Part, Path> parts, boolean divided, List<String> notes) {

  /** Directories that hold no classes, whatever made them. */
  private static final List<String> JUNK = List.of("__MACOSX", "@eaDir");

  /**
   * Looks at a folder.
   *
   * @param id what messages call it
   * @throws CliException if it isn't there or cannot be a folder of classes
   */
  static FolderLayout of(Path root, String id) {
    if (!Files.isDirectory(root)) {
      throw new CliException(
          ExitCode.NO_INPUT,
          root + (Files.exists(root) ? ": must be a directory" : ": no such directory"));
    }
    List<Path> directories = directories(root);
    long loose = images(root);
    if (directories.isEmpty()) {
      throw new CliException(
          ExitCode.DATA,
          "%s: expected one directory a class, with its images. Received: %s"
              .formatted(root, loose == 0 ? "none" : count(loose) + " directly in it"));
    }
    Map<Part, Path> parts = parts(directories, root);
    List<String> notes = new ArrayList<>();
    if (parts.isEmpty()) {
      checkClasses(directories, root);
      return new FolderLayout(root, Map.of(Part.TRAINING, root), false, List.of());
    }
    String left =
        directories.stream()
            .filter(directory -> !parts.containsValue(directory))
            .map(directory -> directory.getFileName().toString())
            .collect(Collectors.joining(", "));
    if (!left.isEmpty()) {
      notes.add(
          "%s: left out what lies beside the directories of its parts (%s): %s"
              .formatted(id, names(parts), left));
    }
    if (loose > 0) {
      notes.add("%s: left out %s beside %s".formatted(id, count(loose), names(parts)));
    }
    return new FolderLayout(root, parts, true, notes);
  }

  private static String names(Map<Part, Path> parts) {
    return parts.values().stream()
        .map(path -> path.getFileName().toString())
        .collect(Collectors.joining(", "));
  }

  private static String count(long images) {
    return images == 1 ? "1 image" : Text.count(images) + " images";
  }

  /** Directories that are named as parts and have directories of classes. */
  private static Map<Part, Path> parts(List<Path> directories, Path root) {
    Map<Part, Path> parts = new EnumMap<>(Part.class);
    boolean others = false;
    for (Path directory : directories) {
      Optional<Part> part = Part.named(directory.getFileName().toString());
      if (part.isEmpty() || directories(directory).isEmpty()) {
        others |= part.isEmpty();
        continue;
      }
      Path before = parts.put(part.get(), directory);
      if (before != null) {
        throw new CliException(
            ExitCode.DATA,
            "%s: must have one directory of %s images. Received: %s and %s"
                .formatted(root, part.get().word(), before.getFileName(), directory.getFileName()));
      }
    }
    // A class may be called test, or train; but who has directories in train means the part.
    return parts.containsKey(Part.TRAINING) || !others ? parts : Map.of();
  }

  /** Parts without classes would be learned as if they were the classes. */
  private static void checkClasses(List<Path> directories, Path root) {
    boolean all =
        directories.stream().allMatch(it -> Part.named(it.getFileName().toString()).isPresent());
    if (all) {
      Path first = directories.getFirst();
      throw new CliException(
          ExitCode.DATA,
          "%s: expected one directory a class in it. Received: %s directly in it"
              .formatted(root.resolve(first.getFileName()), count(images(first))));
    }
  }

  /** Directories that count, by name. */
  static List<Path> directories(Path root) {
    return list(root).stream()
        .filter(Files::isDirectory)
        .filter(path -> !path.getFileName().toString().startsWith("."))
        .filter(path -> !JUNK.contains(path.getFileName().toString()))
        .sorted(Comparator.comparing(path -> path.getFileName().toString()))
        .toList();
  }

  /** Names of the directories of classes. */
  static List<String> classes(Path root) {
    return directories(root).stream().map(path -> path.getFileName().toString()).toList();
  }

  private static long images(Path root) {
    return list(root).stream().filter(FolderLayout::isImage).count();
  }

  private static boolean isImage(Path path) {
    return !path.getFileName().toString().startsWith(".")
        && ImageFiles.isImage(path)
        && !Files.isDirectory(path);
  }

  private static List<Path> list(Path root) {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.toList();
    } catch (IOException e) {
      throw new CliException(ExitCode.IO, root + ": the directory can't be read", e);
    } catch (UncheckedIOException e) {
      throw new CliException(ExitCode.IO, root + ": the directory can't be read", e);
    }
  }

  /** The directory of a part. */
  Optional<Path> part(Part part) {
    return Optional.ofNullable(parts.get(part));
  }
}
