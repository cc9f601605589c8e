package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.DataSet;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What {@code --data} names: a set that is known by name and loaded when it is needed, or images of
 * the user's own, which are read at once.
 *
 * @param id what messages call it
 * @param shape shape of an image
 * @param classNames a name for each class
 * @param known the set, if it is known by name
 * @param own the user's own images
 */
record NamedData(
    String id, Shape shape, List<String> classNames, Optional<DataSet> known, OwnImages own) {

  /** A set that is known by name. */
  static NamedData of(DataSet set) {
    return new NamedData(set.id(), set.shape(), set.classNames(), Optional.of(set), OwnImages.NONE);
  }

  /** Whether a name in a file means the user's own images. */
  static boolean isOwn(String name) {
    return OwnName.isPrefixed(name);
  }

  /** Whether these are the user's own images. */
  boolean isOwn() {
    return known.isEmpty();
  }

  /** Names for classes that have none. */
  static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  /** Number of images in a split. */
  int size(Split split) {
    if (known.isPresent()) {
      return known.get().size(split);
    }
    ImageSet training = own.training();
    return split == Split.TRAIN
        ? training == null ? 0 : training.size()
        : own.test().map(ImageSet::size).orElse(0);
  }

  /** What a file's name may have of it. */
  String label() {
    return own.source().map(source -> label(source.place())).orElse(id);
  }

  private static String label(Path place) {
    Path last = place.getFileName();
    String plain = last == null ? "" : last.toString().replaceAll("\\.[A-Za-z]+$", "");
    return plain.replaceAll("[^A-Za-z0-9._]+", "-");
  }
}
