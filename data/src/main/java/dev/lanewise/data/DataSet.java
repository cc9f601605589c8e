package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The data sets that are known by name. */
public enum DataSet {
  /** Handwritten digits. */
  MNIST(
      "mnist",
      "handwritten digits (Y. LeCun, C. Cortes, C. Burges)",
      Digits.SHAPE,
      ClassNames.DIGITS,
      60_000,
      10_000),
  /** Articles of clothing. */
  FASHION_MNIST(
      "fashion-mnist",
      "articles of clothing (H. Xiao, K. Rasul, R. Vollgraf, Zalando)",
      Digits.SHAPE,
      ClassNames.FASHION,
      60_000,
      10_000),
  /** Small photographs of ten kinds of things. */
  CIFAR10(
      "cifar10",
      "small photographs of ten kinds of things (A. Krizhevsky)",
      CifarReader.SHAPE,
      ClassNames.CIFAR10,
      50_000,
      10_000),
  /** Small photographs of a hundred kinds of things. */
  CIFAR100(
      "cifar100",
      "small photographs of a hundred kinds of things (A. Krizhevsky)",
      CifarReader.SHAPE,
      ClassNames.CIFAR100,
      50_000,
      10_000),
  /** Digits that the program draws itself. */
  DIGITS(
      "digits",
      "digits drawn by the program itself; needs no file",
      Digits.SHAPE,
      ClassNames.DIGITS,
      Digits.TRAIN_SIZE,
      Digits.TEST_SIZE);

  private final String id;
  private final String description;
  private final Shape shape;
  private final List<String> classNames;
  private final int trainSize;
  private final int testSize;

  DataSet(
      String id,
      String description,
      Shape shape,
      List<String> classNames,
      int trainSize,
      int testSize) {
    this.id = id;
    this.description = description;
    this.shape = shape;
    this.classNames = classNames;
    this.trainSize = trainSize;
    this.testSize = testSize;
  }

  /**
   * The data set of a name.
   *
   * @throws DataException if there is none; the message names the nearest
   */
  public static DataSet named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new DataException(
                    DataException.Kind.USAGE,
                    "A data set must be one of %s. Received: %s.".formatted(ids(), name)
                        + suggestion(name)));
  }

  private static Optional<DataSet> find(String name) {
    return Arrays.stream(values()).filter(d -> d.id.equals(name)).findFirst();
  }

  private static String ids() {
    return Arrays.stream(values()).map(DataSet::id).collect(Collectors.joining(", "));
  }

  /** The nearest name, unless most of its letters would have to change. */
  private static String suggestion(String name) {
    return Arrays.stream(values())
        .min(Comparator.comparingInt(d -> distance(d.id, name)))
        .filter(d -> distance(d.id, name) <= d.id.length() / 2)
        .map(d -> " Did you mean " + d.id + "?")
        .orElse("");
  }

  /** Letters to insert, delete or replace to turn one word into the other (Levenshtein, 1965). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  /** The name that a user types. */
  public String id() {
    return id;
  }

  /** What it is and whose, in one line. */
  public String description() {
    return description;
  }

  /** Shape of an image. */
  public Shape shape() {
    return shape;
  }

  /** A name per class. */
  public List<String> classNames() {
    return classNames;
  }

  /** Number of images in a split, as published. */
  public int size(Split split) {
    return split == Split.TRAIN ? trainSize : testSize;
  }

  /** Whether the program makes it itself, so that there is nothing to find or to fetch. */
  public boolean isGenerated() {
    return this == DIGITS;
  }

  /** The files to download; none if it {@link #isGenerated()}. */
  public List<RemoteFile> files() {
    return Downloads.files(this);
  }

  /** The folder, below a data directory, that downloads go to. */
  public String folder() {
    return switch (this) {
      case MNIST, FASHION_MNIST, DIGITS -> id;
      case CIFAR10 -> "cifar-10";
      case CIFAR100 -> "cifar-100";
    };
  }
}
