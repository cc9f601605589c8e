package dev.lanewise.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;

/** The commit that the checkout is at which the program was built in. */
final class Commit {

  private static final String REF = "ref: ";
  private static final String GIT_DIRECTORY = "gitdir: ";
  private static final String HASH = "[0-9a-f]{40,64}";

  private Commit() {}

  /** That of the running program; empty if it was not built in a checkout. */
  static Optional<String> here() {
    CodeSource source = Commit.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      return of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** That of the checkout which a file lies in; empty if it lies in none. */
  static Optional<String> of(Path file) {
    for (Path directory = file.toAbsolutePath(); directory != null; ) {
      Path git = directory.resolve(".git");
      if (Files.exists(git)) {
        return head(git);
      }
      directory = directory.getParent();
    }
    return Optional.empty();
  }

  private static Optional<String> head(Path git) {
    try {
      Path own = git;
      if (Files.isRegularFile(git)) {
        // A further working tree's: a line that names its own directory.
        String line = Files.readString(git).strip();
        own =
            git.resolveSibling(
                line.substring(line.indexOf(GIT_DIRECTORY) + GIT_DIRECTORY.length()));
      }
      String head = Files.readString(own.resolve("HEAD")).strip();
      if (!head.startsWith(REF)) {
        return Optional.of(head).filter(text -> text.matches(HASH));
      }
      Path common = own.resolve("commondir");
      Path shared = Files.exists(common) ? own.resolve(Files.readString(common).strip()) : own;
      return named(shared, head.substring(REF.length()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> named(Path git, String ref) throws IOException {
    Path loose = git.resolve(ref);
    if (Files.exists(loose)) {
      return Optional.of(Files.readString(loose).strip()).filter(text -> text.matches(HASH));
    }
    Path packed = git.resolve("packed-refs");
    List<String> lines = Files.exists(packed) ? Files.readAllLines(packed) : List.of();
    return lines.stream()
        .filter(line -> line.endsWith(" " + ref))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .filter(text -> text.matches(HASH))
        .findFirst();
  }
}
