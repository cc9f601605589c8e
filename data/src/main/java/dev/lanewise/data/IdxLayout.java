package dev.lanewise.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * MNIST's four IDX files, compressed or not.
 *
 * @param hasOwnNames whether the set is MNIST itself, from which others have the names
 */
record IdxLayout(boolean hasOwnNames) implements DataLayout {

  /** The images and the labels of each split. */
  @Override
  public Optional<List<Path>> find(Path folder, Set<Split> splits) {
    List<Path> files = new ArrayList<>();
    for (Split split : splits) {
      for (String kind : List.of("images-idx3", "labels-idx1")) {
        String plain = stem(split) + "-" + kind + "-ubyte";
        String dotted = stem(split) + "-" + kind.replace("-idx", ".idx") + "-ubyte";
        List<String> names = List.of(plain + ".gz", plain, dotted, dotted + ".gz");
        Optional<Path> file =
            names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
        if (file.isEmpty()) {
          return Optional.empty();
        }
        files.add(file.get());
      }
    }
    return Optional.of(files);
  }

  private static String stem(Split split) {
    return split == Split.TRAIN ? "train" : "t10k";
  }

  @Override
  public String wanted(Set<Split> splits) {
    List<String> names = new ArrayList<>();
    for (Split split : splits) {
      names.add(stem(split) + "-images-idx3-ubyte[.gz]");
      names.add(stem(split) + "-labels-idx1-ubyte[.gz]");
    }
    return String.join(", ", names);
  }

  @Override
  public Map<Split, ImageSet> read(
      DataSet set, Set<Split> splits, Function<Set<Split>, List<Path>> files, DataLimits limits) {
    return DataLayout.each(splits, split -> read(set, files.apply(EnumSet.of(split)), limits));
  }

  private static ImageSet read(DataSet set, List<Path> files, DataLimits limits) {
    ImageSet images =
        IdxReader.read(set.id(), files.get(0), files.get(1), set.classNames(), limits);
    if (!images.shape().equals(set.shape())) {
      throw DataException.damaged(
          files.get(0),
          "images of %s must be %s. Received: %s".formatted(set.id(), set.shape(), images.shape()));
    }
    return images;
  }
}
