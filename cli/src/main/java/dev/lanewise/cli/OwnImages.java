package dev.lanewise.cli;

import com.google.gson.JsonObject;
import dev.lanewise.data.ImageSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Images of the user's own.
 *
 * @param training to learn from; null of a known set, and where only others were asked for
 * @param validation to watch
 * @param test to measure on
 * @param part what {@code test} is in truth
 * @param source where they come from; empty of a known set
 * @param told what was found on the way
 */
record OwnImages(
    @Nullable ImageSet training,
    Optional<ImageSet> validation,
    Optional<ImageSet> test,
    Part part,
    Optional<Source> source,
    Told told) {

  /** None: the set is known by name. */
  static final OwnImages NONE =
      new OwnImages(
          null, Optional.empty(), Optional.empty(), Part.TEST, Optional.empty(), Told.NOTHING);

  /**
   * Where images come from.
   *
   * @param name how the user or a model names them
   * @param place the folder or the file
   * @param absolute whether the name is the same from everywhere
   */
  record Source(OwnName name, Path place, boolean absolute) {

    /** What the user has written. */
    static Source of(Session session, OwnName name) {
      return new Source(name, name.path(session), Path.of(name.place()).isAbsolute());
    }

    /** The same by another name. */
    Source withName(OwnName newName) {
      return new Source(newName, place, absolute);
    }
  }

  /**
   * What is worth a word about images that were read.
   *
   * @param pixels what happens to their pixels; empty if nothing was found out
   * @param skipped why images were left out, a line each
   * @param ignored files that are no images, by ending
   * @param notes other lines
   */
  record Told(
      Optional<String> pixels,
      List<String> skipped,
      Map<String, Integer> ignored,
      List<String> notes) {

    static final Told NOTHING = new Told(Optional.empty(), List.of(), Map.of(), List.of());

    /** Copies the lists; the map is kept by ending. */
    Told {
      skipped = List.copyOf(skipped);
      ignored = new TreeMap<>(ignored);
      notes = List.copyOf(notes);
    }

    /** Files that are no images: {@code 2 .txt, 1 without an ending}. */
    String endings() {
      return ignored.entrySet().stream()
          .map(
              entry ->
                  Text.count(entry.getValue())
                      + (entry.getKey().isEmpty() ? " without an ending" : " ." + entry.getKey()))
          .collect(Collectors.joining(", "));
    }

    /** The same as JSON. */
    JsonObject ignoredJson() {
      JsonObject object = new JsonObject();
      ignored.forEach(object::addProperty);
      return object;
    }
  }
}
