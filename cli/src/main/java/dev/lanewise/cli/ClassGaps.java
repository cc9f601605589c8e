package dev.lanewise.cli;

import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.train.Strata;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Names classes that have no image where they should have some. */
final class ClassGaps {

  /** Names in a list that may be long. */
  private static final int MOST = 10;

  private ClassGaps() {}

  /** One line on stderr if a class is missing. */
  static void warn(Session session, Samples images, Part part, List<String> names) {
    find(images, part, names).ifPresent(line -> session.warn(line));
  }

  private static Optional<String> find(Samples images, Part part, List<String> names) {
    int[] absent = Strata.absent(images);
    if (absent.length == 0) {
      return Optional.empty();
    }
    String kind = part == Part.ALL ? "" : part.word() + " ";
    List<String> missing = Arrays.stream(absent).mapToObj(names::get).toList();
    return Optional.of("no %simage of class %s".formatted(kind, some(missing)));
  }

  /** A list, shortened if it is long. */
  static String some(List<String> names) {
    return names.size() <= MOST
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST)) + ", ... (" + names.size() + " in all)";
  }
}
