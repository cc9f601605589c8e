package dev.lanewise.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of a data set's images something is about. */
enum Part {
  /** To learn from. */
  TRAINING("training", List.of("train", "training")),
  /** To watch while learning. */
  VALIDATION("validation", List.of("val", "valid", "validation")),
  /** To measure on. */
  TEST("test", List.of("test", "testing")),
  /** All that there are, of data that nobody has divided. */
  ALL("all", List.of());

  private final String word;
  private final List<String> directories;

  Part(String word, List<String> directories) {
    this.word = word;
    this.directories = directories;
  }

  /** What text and JSON call it. */
  String word() {
    return word;
  }

  /** What its images are called. */
  String images() {
    return this == ALL ? "images" : word + " images";
  }

  /** The part that a directory of a folder holds, by its name in any case. */
  static Optional<Part> named(String directory) {
    String lower = directory.toLowerCase(Locale.ROOT);
    for (Part part : values()) {
      if (part.directories.contains(lower)) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }
}
