package dev.lanewise.data;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Loads data sets by name from where they lie. Files are read as they are; that they are the
 * official ones, byte by byte, is asked of downloads only. In each of the {@link DataPlaces} the
 * usual subfolders are searched, then the directory itself; IDX files may be compressed or not.
 */
public final class DataSource {

  private final DataPlaces places;
  private final DataLimits limits;

  /** A source that searches some places, with the usual limits. */
  public DataSource(DataPlaces places) {
    this(places, DataLimits.defaults());
  }

  private DataSource(DataPlaces places, DataLimits limits) {
    this.places = places;
    this.limits = limits;
  }

  /** The same with other limits of what files may unpack to. */
  public DataSource withLimits(DataLimits newLimits) {
    return new DataSource(places, newLimits);
  }

  /**
   * One split.
   *
   * @throws DataException if it isn't there, can't be read or isn't what it should be
   */
  public ImageSet load(DataSet set, Split split) {
    return load(set, EnumSet.of(split)).get(split);
  }

  /**
   * Both splits; quicker than one after the other where an archive holds both.
   *
   * @throws DataException if they aren't there, can't be read or aren't what they should be
   */
  public Map<Split, ImageSet> loadAll(DataSet set) {
    return load(set, EnumSet.allOf(Split.class));
  }

  private Map<Split, ImageSet> load(DataSet set, Set<Split> splits) {
    return set.layout().read(set, splits, finder(set)::require, limits);
  }

  /**
   * Where a split lies: the file of images, the archive or the directory of .bin files; empty if it
   * isn't there or the program makes it itself.
   */
  public Optional<Path> locate(DataSet set, Split split) {
    return finder(set).find(EnumSet.of(split)).map(List::getFirst);
  }

  private DataFinder finder(DataSet set) {
    return new DataFinder(set, places);
  }
}
