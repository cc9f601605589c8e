package dev.lanewise.data;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The images of a folder by their names: nothing of them has been read.
 *
 * @param classes the classes, in the order of their labels
 * @param files the images, by class and then by path
 * @param labels the class of each
 * @param ignored the files that are no images by their names, how many there are of each ending
 */
record FolderFiles(
    List<String> classes, List<Path> files, List<Integer> labels, Map<String, Integer> ignored) {

  /** Directories that archivers and file servers leave behind. */
  private static final Set<String> JUNK = Set.of("__MACOSX", "@eaDir");

  /**
   * Lists a folder.
   *
   * @param root the folder
   * @param classNames the classes; empty to take the directories
   */
  static FolderFiles of(Path root, List<String> classNames) {
    List<Path> others = new ArrayList<>();
    List<String> classes = classes(root, classNames, others);
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      Path directory = root.resolve(classes.get(c));
      if (Files.isDirectory(directory)) {
        List<Path> found = files(directory, others);
        files.addAll(found);
        labels.addAll(Collections.nCopies(found.size(), c));
      }
    }
    return new FolderFiles(classes, files, labels, Endings.count(others));
  }

  private static List<String> classes(Path root, List<String> classNames, List<Path> others) {
    if (!Files.isDirectory(root)) {
      throw new DataException(
          DataException.Kind.NOT_FOUND,
          root + (Files.exists(root) ? ": must be a directory" : ": no such directory"));
    }
    List<String> directories = new ArrayList<>();
    try (Stream<Path> entries = Files.list(root)) {
      entries
          .filter(path -> !isHidden(path))
          .sorted(Comparator.comparing(path -> path.getFileName().toString()))
          .forEach(
              path -> {
                if (Files.isDirectory(path)) {
                  directories.add(path.getFileName().toString());
                } else {
                  others.add(path);
                }
              });
    } catch (IOException e) {
      throw unlistable(root, e);
    }
    if (directories.isEmpty()) {
      throw DataException.damaged(root, "expected one directory a class. Received: none");
    }
    if (classNames.isEmpty()) {
      return List.copyOf(directories);
    }
    for (String name : directories) {
      if (!classNames.contains(name)) {
        throw DataException.damaged(
            root.resolve(name),
            "a directory must be named like one of the %s classes (%s). Received: %s"
                .formatted(classNames.size(), some(classNames), name));
      }
    }
    return classNames;
  }

  private static String some(List<String> names) {
    int most = 10;
    String list = String.join(", ", names.subList(0, Math.min(most, names.size())));
    return names.size() > most ? list + ", ..." : list;
  }

  private static boolean isHidden(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(".") || JUNK.contains(name);
  }

  private static List<Path> files(Path directory, List<Path> others) {
    List<Path> images = new ArrayList<>();
    List<Path> left = new ArrayList<>();
    try {
      Files.walkFileTree(
          directory,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new Finder(directory, images, left));
    } catch (FileSystemLoopException e) {
      throw DataException.damaged(
          e.getFile(), "a link must not lead to a directory that holds it. Received: a loop");
    } catch (IOException e) {
      throw unlistable(directory, e);
    }
    others.addAll(left);
    if (images.isEmpty()) {
      throw DataException.damaged(
          directory,
          "expected at least one %s file. Received: %s"
              .formatted(Endings.KINDS, left.isEmpty() ? "none" : Endings.list(left)));
    }
    images.sort(
        Comparator.comparing(
            path -> directory.relativize(path).toString().replace(File.separatorChar, '/')));
    return images;
  }

  private static DataException unlistable(Path directory, IOException e) {
    return new DataException(
        DataException.Kind.DISK,
        directory + ": the directory can't be read: " + DataException.reason(e),
        e);
  }

  /** Tells images from other files. */
  private static final class Finder extends SimpleFileVisitor<Path> {

    private final Path top;
    private final List<Path> images;
    private final List<Path> others;

    Finder(Path top, List<Path> images, List<Path> others) {
      this.top = top;
      this.images = images;
      this.others = others;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
      return !path.equals(top) && isHidden(path)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      if (!isHidden(path)) {
        (Endings.isImage(path) ? images : others).add(path);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
      if (!isHidden(path)) {
        throw e instanceof FileSystemLoopException
            ? e
            : new IOException(path + ": " + DataException.reason(e), e);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
