package dev.lanewise.data;

import java.util.List;

/**
 * The official files: lengths and SHA-256 as published (those of MNIST belong to the files of its
 * authors' MD5 sums), and mirrors that hold the same bytes.
 */
final class Downloads {

  private static final List<String> MNIST_MIRRORS =
      List.of(
          "https://storage.googleapis.com/cvdf-datasets/mnist",
          "https://ossci-datasets.s3.amazonaws.com/mnist",
          "https://raw.githubusercontent.com/fgnt/mnist/master");

  // The last one has no TLS; the checksum is what vouches for the bytes.
  private static final List<String> FASHION_MIRRORS =
      List.of(
          "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion",
          "https://storage.googleapis.com/tensorflow/tf-keras-datasets",
          "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com");

  private static final List<String> CIFAR_MIRRORS =
      List.of("https://www.cs.toronto.edu/~kriz", "https://cave.cs.toronto.edu/kriz");

  private Downloads() {}

  static List<RemoteFile> files(DataSet set) {
    return switch (set) {
      case MNIST ->
          List.of(
              RemoteFile.of(
                  "train-images-idx3-ubyte.gz",
                  9_912_422,
                  "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                  MNIST_MIRRORS),
              RemoteFile.of(
                  "train-labels-idx1-ubyte.gz",
                  28_881,
                  "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                  MNIST_MIRRORS),
              RemoteFile.of(
                  "t10k-images-idx3-ubyte.gz",
                  1_648_877,
                  "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                  MNIST_MIRRORS),
              RemoteFile.of(
                  "t10k-labels-idx1-ubyte.gz",
                  4_542,
                  "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                  MNIST_MIRRORS));
      case FASHION_MNIST ->
          List.of(
              RemoteFile.of(
                  "train-images-idx3-ubyte.gz",
                  26_421_880,
                  "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                  FASHION_MIRRORS),
              RemoteFile.of(
                  "train-labels-idx1-ubyte.gz",
                  29_515,
                  "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                  FASHION_MIRRORS),
              RemoteFile.of(
                  "t10k-images-idx3-ubyte.gz",
                  4_422_102,
                  "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                  FASHION_MIRRORS),
              RemoteFile.of(
                  "t10k-labels-idx1-ubyte.gz",
                  5_148,
                  "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
                  FASHION_MIRRORS));
      case CIFAR10 ->
          List.of(
              RemoteFile.of(
                  "cifar-10-binary.tar.gz",
                  170_052_171,
                  "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                  CIFAR_MIRRORS));
      case CIFAR100 ->
          List.of(
              RemoteFile.of(
                  "cifar-100-binary.tar.gz",
                  168_513_733,
                  "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
                  CIFAR_MIRRORS));
      case DIGITS -> List.of();
    };
  }
}
