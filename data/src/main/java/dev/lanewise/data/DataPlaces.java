package dev.lanewise.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where data is looked for and where downloads go. A directory that the user names is the only
 * place then, so that a mistyped one can't go unnoticed. Otherwise the places are the directory
 * that the variable {@code LANEWISE_DATA} names, if it is set, and the user's cache, {@code
 * $XDG_CACHE_HOME/lanewise} or {@code ~/.cache/lanewise}.
 *
 * @param directories the places, the first to search first and to download to
 * @param explicit whether the user named the directory for this run
 */
public record DataPlaces(List<Path> directories, boolean explicit) {

  /** The variable that names a data directory. */
  public static final String VARIABLE = "LANEWISE_DATA";

  /**
   * Checks that there is a place.
   *
   * @throws IllegalArgumentException if there is none
   */
  public DataPlaces {
    if (directories.isEmpty()) {
      throw new IllegalArgumentException("Data needs at least one directory. Received: none");
    }
    directories = List.copyOf(directories);
  }

  /**
   * The places of one run.
   *
   * @param named the directory that the user named, or null
   * @param environment the environment's variables
   * @param home the user's home directory
   */
  public static DataPlaces of(@Nullable Path named, Map<String, String> environment, Path home) {
    if (named != null) {
      return new DataPlaces(List.of(named), true);
    }
    List<Path> places = new ArrayList<>();
    String variable = environment.getOrDefault(VARIABLE, "");
    if (!variable.isBlank()) {
      places.add(Path.of(variable));
    }
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    // The XDG base directory specification says to ignore a relative path.
    boolean usable = !cache.isBlank() && Path.of(cache).isAbsolute();
    places.add((usable ? Path.of(cache) : home.resolve(".cache")).resolve("lanewise"));
    return new DataPlaces(places, false);
  }

  /** The folder that a data set is downloaded to. */
  public Path downloadFolder(DataSet set) {
    return directories.getFirst().resolve(set.folder());
  }
}
