package dev.lanewise.data;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** How a data set's files lie in a folder, and how they are read. */
interface DataLayout {

  /** The files of some splits, all from one folder; empty if it lacks one. */
  Optional<List<Path>> find(Path folder, Set<Split> splits);

  /** The names of the files of some splits, for people. */
  String wanted(Set<Split> splits);

  /**
   * Whether files that lie beside a data directory's folders can be this set's only: their names
   * are no other set's.
   */
  boolean hasOwnNames();

  /**
   * Reads some splits.
   *
   * @param set the set
   * @param splits which
   * @param files finds the files of splits, as {@link #find} does, or throws {@link DataException}
   * @param limits what files may unpack to
   * @throws DataException if files are not what they should be
   */
  Map<Split, ImageSet> read(
      DataSet set, Set<Split> splits, Function<Set<Split>, List<Path>> files, DataLimits limits);

  /**
   * No files: the program makes the images itself.
   *
   * @param generate makes a split
   */
  record Generated(Function<Split, ImageSet> generate) implements DataLayout {

    @Override
    public Optional<List<Path>> find(Path folder, Set<Split> splits) {
      return Optional.empty();
    }

    @Override
    public String wanted(Set<Split> splits) {
      return "";
    }

    @Override
    public boolean hasOwnNames() {
      return true;
    }

    @Override
    public Map<Split, ImageSet> read(
        DataSet set, Set<Split> splits, Function<Set<Split>, List<Path>> files, DataLimits limits) {
      return each(splits, generate);
    }
  }

  /** Split by split. */
  static Map<Split, ImageSet> each(Set<Split> splits, Function<Split, ImageSet> reading) {
    Map<Split, ImageSet> sets = new EnumMap<>(Split.class);
    EnumSet.copyOf(splits).forEach(split -> sets.put(split, reading.apply(split)));
    return sets;
  }
}
