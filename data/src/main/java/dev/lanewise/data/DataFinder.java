package dev.lanewise.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the files of one data set in the places where data may lie. */
final class DataFinder {

  private final DataSet set;
  private final DataPlaces places;

  DataFinder(DataSet set, DataPlaces places) {
    this.set = set;
    this.places = places;
  }

  /** The files of some splits, see {@link DataLayout#find}. */
  Optional<List<Path>> find(Set<Split> splits) {
    return folders().stream()
        .flatMap(folder -> set.layout().find(folder, splits).stream())
        .findFirst();
  }

  /** The same where there must be some. */
  List<Path> require(Set<Split> splits) {
    return find(splits).orElseThrow(() -> notFound(splits));
  }

  private DataException notFound(Set<Split> splits) {
    String where = String.join(", ", places.directories().stream().map(this::describe).toList());
    return new DataException(
        DataException.Kind.NOT_FOUND,
        "%s was not found. Expected: %s. Searched: %s; in each also %s."
                .formatted(
                    set.id(), set.layout().wanted(splits), where, String.join(", ", set.folders()))
            + " To download it: lanewise data fetch "
            + set.id());
  }

  private String describe(Path directory) {
    if (Files.isDirectory(directory)) {
      return directory.toString();
    }
    return directory + (Files.exists(directory) ? " (not a directory)" : " (does not exist)");
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    for (Path directory : places.directories()) {
      set.folders().forEach(sub -> folders.add(directory.resolve(sub)));
      // Where names are those of another set, only who names a directory may mean these.
      if (set.layout().hasOwnNames() || places.explicit()) {
        folders.add(directory);
      }
    }
    return folders;
  }
}
