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

  /**
   * The files of some splits, all from one folder: of IDX sets the images and the labels of a
   * split, of CIFAR the archive or the directory.
   */
  Optional<List<Path>> find(Set<Split> splits) {
    for (Path folder : folders()) {
      Optional<List<Path>> files =
          switch (set) {
            case MNIST, FASHION_MNIST -> idx(folder, splits);
            case CIFAR10 -> cifar(folder, CifarFormat.cifar10(), splits);
            case CIFAR100 -> cifar(folder, CifarFormat.cifar100(), splits);
            case DIGITS -> Optional.empty();
          };
      if (files.isPresent()) {
        return files;
      }
    }
    return Optional.empty();
  }

  /** The error for files that are nowhere. */
  DataException notFound(Set<Split> splits) {
    String where = String.join(", ", places.directories().stream().map(this::describe).toList());
    return new DataException(
        DataException.Kind.NOT_FOUND,
        "%s was not found. Expected: %s. Searched: %s; in each also %s."
                .formatted(set.id(), wanted(splits), where, String.join(", ", subfolders()))
            + " To download it: lanewise data fetch "
            + set.id());
  }

  private String describe(Path directory) {
    if (Files.isDirectory(directory)) {
      return directory.toString();
    }
    return directory + (Files.exists(directory) ? " (not a directory)" : " (does not exist)");
  }

  private String wanted(Set<Split> splits) {
    List<String> names = new ArrayList<>();
    for (Split split : splits) {
      switch (set) {
        case MNIST, FASHION_MNIST -> {
          names.add(stem(split) + "-images-idx3-ubyte[.gz]");
          names.add(stem(split) + "-labels-idx1-ubyte[.gz]");
        }
        case CIFAR10 -> names.addAll(CifarFormat.cifar10().files(split));
        case CIFAR100 -> names.addAll(CifarFormat.cifar100().files(split));
        case DIGITS -> {}
      }
    }
    String all = String.join(", ", names);
    return switch (set) {
      case CIFAR10, CIFAR100 -> archives().getFirst() + ", or " + all;
      default -> all;
    };
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    for (Path directory : places.directories()) {
      for (String sub : subfolders()) {
        folders.add(directory.resolve(sub));
      }
      // MNIST's files have the same names, so only who names a directory may mean these.
      if (set != DataSet.FASHION_MNIST || places.explicit()) {
        folders.add(directory);
      }
    }
    return folders;
  }

  private List<String> subfolders() {
    return switch (set) {
      case MNIST -> List.of("mnist", "mnist/raw", "MNIST/raw", "MNIST", "raw");
      case FASHION_MNIST ->
          List.of("fashion-mnist", "fashion-mnist/raw", "FashionMNIST/raw", "fashion");
      case CIFAR10 ->
          List.of(
              "cifar-10",
              "cifar-10/cifar-10-batches-bin",
              "cifar-10-batches-bin",
              "cifar10",
              "cifar10/cifar-10-batches-bin");
      case CIFAR100 ->
          List.of(
              "cifar-100",
              "cifar-100/cifar-100-binary",
              "cifar-100-binary",
              "cifar100",
              "cifar100/cifar-100-binary");
      case DIGITS -> List.of();
    };
  }

  private List<String> archives() {
    String stem = set == DataSet.CIFAR10 ? "cifar-10-binary" : "cifar-100-binary";
    return List.of(stem + ".tar.gz", stem + ".tgz", stem + ".tar");
  }

  private static String stem(Split split) {
    return split == Split.TRAIN ? "train" : "t10k";
  }

  private static Optional<List<Path>> idx(Path folder, Set<Split> splits) {
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

  private Optional<List<Path>> cifar(Path folder, CifarFormat format, Set<Split> splits) {
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
}
