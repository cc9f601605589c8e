package dev.lanewise.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * CIFAR's binary files, or the archive of them.
 *
 * @param format the files
 * @param archive the archive's name without its ending
 */
record CifarLayout(CifarFormat format, String archive) implements DataLayout {

  /** The directory of the files, or else the archive. */
  @Override
  public Optional<List<Path>> find(Path folder, Set<Split> splits) {
    boolean unpacked =
        splits.stream()
            .flatMap(split -> format.files(split).stream())
            .allMatch(name -> Files.isRegularFile(folder.resolve(name)));
    if (unpacked) {
      return Optional.of(List.of(folder));
    }
    return archives().stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .map(List::of);
  }

  private List<String> archives() {
    return List.of(archive + ".tar.gz", archive + ".tgz", archive + ".tar");
  }

  @Override
  public String wanted(Set<Split> splits) {
    return archives().getFirst()
        + ", or "
        + splits.stream()
            .flatMap(split -> format.files(split).stream())
            .collect(Collectors.joining(", "));
  }

  @Override
  public boolean hasOwnNames() {
    return true;
  }

  @Override
  public Map<Split, ImageSet> read(
      DataSet set, Set<Split> splits, Function<Set<Split>, List<Path>> files, DataLimits limits) {
    return CifarReader.read(set.id(), format, files.apply(splits).getFirst(), splits, limits);
  }
}
