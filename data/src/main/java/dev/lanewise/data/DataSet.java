package dev.lanewise.data;

import dev.lanewise.core.math.EditDistance;
import dev.lanewise.core.tensor.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The data sets that are known by name. Of files to download, lengths and SHA-256 are as published
 * (those of MNIST belong to the files of its authors' MD5 sums); mirrors hold the same bytes.
 */
public enum DataSet {
  /** Handwritten digits. */
  MNIST(
      "mnist",
      "handwritten digits (Y. LeCun, C. Cortes, C. Burges)",
      Digits.SHAPE,
      ClassNames.DIGITS,
      60_000,
      10_000,
      new IdxLayout(true),
      List.of("mnist", "mnist/raw", "MNIST/raw", "MNIST", "raw"),
      List.of(
          RemoteFile.of(
              "train-images-idx3-ubyte.gz",
              9_912_422,
              "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
              Mirrors.MNIST),
          RemoteFile.of(
              "train-labels-idx1-ubyte.gz",
              28_881,
              "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
              Mirrors.MNIST),
          RemoteFile.of(
              "t10k-images-idx3-ubyte.gz",
              1_648_877,
              "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
              Mirrors.MNIST),
          RemoteFile.of(
              "t10k-labels-idx1-ubyte.gz",
              4_542,
              "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
              Mirrors.MNIST))),
  /** Articles of clothing. */
  FASHION_MNIST(
      "fashion-mnist",
      "articles of clothing (H. Xiao, K. Rasul, R. Vollgraf, Zalando)",
      Digits.SHAPE,
      ClassNames.FASHION,
      60_000,
      10_000,
      new IdxLayout(false),
      List.of("fashion-mnist", "fashion-mnist/raw", "FashionMNIST/raw", "fashion"),
      List.of(
          RemoteFile.of(
              "train-images-idx3-ubyte.gz",
              26_421_880,
              "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
              Mirrors.FASHION),
          RemoteFile.of(
              "train-labels-idx1-ubyte.gz",
              29_515,
              "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
              Mirrors.FASHION),
          RemoteFile.of(
              "t10k-images-idx3-ubyte.gz",
              4_422_102,
              "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
              Mirrors.FASHION),
          RemoteFile.of(
              "t10k-labels-idx1-ubyte.gz",
              5_148,
              "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
              Mirrors.FASHION))),
  /** Small photographs of ten kinds of things. */
  CIFAR10(
      "cifar10",
      "small photographs of ten kinds of things (A. Krizhevsky)",
      CifarReader.SHAPE,
      ClassNames.CIFAR10,
      50_000,
      10_000,
      new CifarLayout(CifarFormat.cifar10(), "cifar-10-binary"),
      List.of(
          "cifar-10",
          "cifar-10/cifar-10-batches-bin",
          "cifar-10-batches-bin",
          "cifar10",
          "cifar10/cifar-10-batches-bin"),
      List.of(
          RemoteFile.of(
              "cifar-10-binary.tar.gz",
              170_052_171,
              "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
              Mirrors.CIFAR))),
  /** Small photographs of a hundred kinds of things. */
  CIFAR100(
      "cifar100",
      "small photographs of a hundred kinds of things (A. Krizhevsky)",
      CifarReader.SHAPE,
      ClassNames.CIFAR100,
      50_000,
      10_000,
      new CifarLayout(CifarFormat.cifar100(), "cifar-100-binary"),
      List.of(
          "cifar-100",
          "cifar-100/cifar-100-binary",
          "cifar-100-binary",
          "cifar100",
          "cifar100/cifar-100-binary"),
      List.of(
          RemoteFile.of(
              "cifar-100-binary.tar.gz",
              168_513_733,
              "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
              Mirrors.CIFAR))),
  /** Digits that the program draws itself. */
  DIGITS(
      "digits",
      "digits drawn by the program itself; needs no file",
      Digits.SHAPE,
      ClassNames.DIGITS,
      Digits.TRAIN_SIZE,
      Digits.TEST_SIZE,
      new DataLayout.Generated(Digits::generate),
      List.of("digits"),
      List.of());

  /** Folders of the same bytes. */
  private interface Mirrors {

    List<String> MNIST =
        List.of(
            "https://storage.googleapis.com/cvdf-datasets/mnist",
            "https://ossci-datasets.s3.amazonaws.com/mnist",
            "https://raw.githubusercontent.com/fgnt/mnist/master");

    // The last one has no TLS; the checksum is what vouches for the bytes.
    List<String> FASHION =
        List.of(
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion",
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com");

    List<String> CIFAR =
        List.of("https://www.cs.toronto.edu/~kriz", "https://cave.cs.toronto.edu/kriz");
  }

  private final String id;
  private final String description;
  private final Shape shape;
  private final List<String> classNames;
  private final int trainSize;
  private final int testSize;
  private final DataLayout layout;
  private final List<String> folders;
  private final List<RemoteFile> files;

  DataSet(
      String id,
      String description,
      Shape shape,
      List<String> classNames,
      int trainSize,
      int testSize,
      DataLayout layout,
      List<String> folders,
      List<RemoteFile> files) {
    this.id = id;
    this.description = description;
    this.shape = shape;
    this.classNames = classNames;
    this.trainSize = trainSize;
    this.testSize = testSize;
    this.layout = layout;
    this.folders = folders;
    this.files = files;
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
        .min(Comparator.comparingInt(d -> EditDistance.between(d.id, name)))
        .filter(d -> EditDistance.between(d.id, name) <= d.id.length() / 2)
        .map(d -> " Did you mean " + d.id + "?")
        .orElse("");
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
    return layout instanceof DataLayout.Generated;
  }

  /** The files to download; none if it {@link #isGenerated()}. */
  public List<RemoteFile> files() {
    return files;
  }

  /** The folder, below a data directory, that downloads go to. */
  public String folder() {
    return folders.getFirst();
  }

  /** The folders, below a data directory, where its files usually lie. */
  List<String> folders() {
    return folders;
  }

  /** How its files lie in a folder. */
  DataLayout layout() {
    return layout;
  }
}
