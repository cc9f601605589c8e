package dev.lanewise.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The source tree that the rules look at.
 *
 * @param top the directory that holds the parent's {@code pom.xml}
 */
record Checkout(Path top) {

  /** The module that no ordinary build compiles: its text is looked at, its classes are not. */
  private static final String APART = "peers";

  /** The checkout that the tests run in: the nearest directory upwards with the launcher in it. */
  static Checkout here() {
    Path dir = Path.of("").toAbsolutePath();
    while (dir != null && !(Files.exists(dir.resolve("lanewise")) && isModule(dir))) {
      dir = dir.getParent();
    }
    if (dir == null) {
      throw new IllegalStateException(
          "The tests must run inside a checkout. Received: " + Path.of("").toAbsolutePath());
    }
    return new Checkout(dir);
  }

  /** The directories of the modules of an ordinary build, in the order of their names. */
  List<Path> modules() {
    return allModules().stream().filter(dir -> !dir.endsWith(APART)).toList();
  }

  /** The directories of all modules, in the order of their names. */
  List<Path> allModules() {
    try (Stream<Path> dirs = Files.list(top)) {
      return dirs.filter(Checkout::isModule).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot list " + top, e);
    }
  }

  /**
   * The compiled classes of an ordinary build; what JMH's annotation processor writes is not ours
   * to judge.
   */
  JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(location -> !location.contains("/jmh_generated/"))
        .importPaths(
            modules().stream()
                .map(module -> module.resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList());
  }

  /** Every Java file below {@code src/main/java} of a module. */
  static List<Path> mainSources(Path module) {
    return javaFiles(module.resolve("src/main/java"));
  }

  /** Every Java file of the checkout, tests included. */
  List<Path> sources() {
    List<Path> files = new ArrayList<>();
    for (Path module : allModules()) {
      files.addAll(javaFiles(module.resolve("src")));
    }
    return files;
  }

  /**
   * Every file that belongs to the project: what git tracks or would track; without git, whatever
   * is not build output.
   */
  List<Path> files() {
    try {
      return Files.exists(top.resolve(".git")) ? trackedFiles() : walkedFiles();
    } catch (IOException e) {
      return walkedFiles();
    }
  }

  private List<Path> trackedFiles() throws IOException {
    Process git =
        new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
            .directory(top.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String names = new String(git.getInputStream().readAllBytes());
    List<Path> files =
        Stream.of(names.split("\0"))
            .filter(name -> !name.isEmpty())
            .map(top::resolve)
            .filter(Files::isRegularFile)
            .toList();
    return files.isEmpty() ? walkedFiles() : files;
  }

  private List<Path> walkedFiles() {
    try (Stream<Path> paths = Files.walk(top)) {
      return paths
          .filter(
              path ->
                  Stream.of("target", ".git", ".idea")
                      .noneMatch(skipped -> contains(top.relativize(path), skipped)))
          .filter(Files::isRegularFile)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot walk " + top, e);
    }
  }

  private static boolean contains(Path path, String name) {
    for (Path part : path) {
      if (part.toString().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isModule(Path dir) {
    return Files.exists(dir.resolve("pom.xml"));
  }

  private static List<Path> javaFiles(Path dir) {
    if (!Files.isDirectory(dir)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(dir)) {
      return paths.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot walk " + dir, e);
    }
  }
}
