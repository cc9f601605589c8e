package dev.lanewise.data;

import static dev.lanewise.data.DataException.Kind.DAMAGED;
import static dev.lanewise.data.DataException.Kind.NOT_FOUND;
import static dev.lanewise.data.DataException.Kind.USAGE;
import static dev.lanewise.data.TestFiles.assertFails;
import static dev.lanewise.data.TestFiles.gzip;
import static dev.lanewise.data.TestFiles.idx;
import static dev.lanewise.data.TestFiles.pattern;
import static dev.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourceTest {

  @TempDir private Path dir;

  private static void mnist(Path folder, int count) {
    write(
        folder.resolve("train-images-idx3-ubyte.gz"),
        gzip(idx(new int[] {count, 28, 28}, pattern(count * 784))));
    write(folder.resolve("train-labels-idx1-ubyte"), idx(new int[] {count}, new byte[count]));
  }

  private static DataSource explicit(Path directory) {
    return new DataSource(DataPlaces.of(directory, Map.of(), Path.of("/nowhere")));
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "mnist", "MNIST/raw", "mnist/raw", "MNIST"})
  void findsMnistInTheUsualFolders(String folder) {
    mnist(dir.resolve(folder), 3);
    ImageSet train = explicit(dir).load(DataSet.MNIST, Split.TRAIN);
    assertEquals(3, train.size());
    assertEquals("mnist", train.name());
  }

  @Test
  void findsNamesWithADot() {
    write(dir.resolve("t10k-images.idx3-ubyte"), idx(new int[] {2, 28, 28}, pattern(1568)));
    write(dir.resolve("t10k-labels.idx1-ubyte"), idx(new int[] {2}, new byte[2]));
    assertEquals(2, explicit(dir).load(DataSet.MNIST, Split.TEST).size());
    assertEquals(
        Optional.of(dir.resolve("t10k-images.idx3-ubyte")),
        explicit(dir).locate(DataSet.MNIST, Split.TEST));
    assertEquals(Optional.empty(), explicit(dir).locate(DataSet.MNIST, Split.TRAIN));
  }

  @Test
  void theVariableComesBeforeTheCacheAndANamedDirectoryStandsAlone() {
    Path data = dir.resolve("data");
    Path home = dir.resolve("home");
    Map<String, String> environment = Map.of("LANEWISE_DATA", data.toString());
    DataSource source = new DataSource(DataPlaces.of(null, environment, home));
    mnist(home.resolve(".cache/lanewise/mnist"), 5);
    assertEquals(5, source.load(DataSet.MNIST, Split.TRAIN).size());
    mnist(data, 4);
    assertEquals(4, source.load(DataSet.MNIST, Split.TRAIN).size());
    DataSource named = new DataSource(DataPlaces.of(dir.resolve("typo"), environment, home));
    assertThrows(DataException.class, () -> named.load(DataSet.MNIST, Split.TRAIN));
  }

  @Test
  void knowsThePlacesOfAnEnvironment() {
    Path home = Path.of("/home/u");
    assertEquals(
        List.of(Path.of("/home/u/.cache/lanewise")),
        DataPlaces.of(null, Map.of("LANEWISE_DATA", " "), home).directories());
    assertEquals(
        List.of(Path.of("/d"), Path.of("/x/lanewise")),
        DataPlaces.of(null, Map.of("LANEWISE_DATA", "/d", "XDG_CACHE_HOME", "/x"), home)
            .directories());
    DataPlaces relative = DataPlaces.of(null, Map.of("XDG_CACHE_HOME", "x"), home);
    assertEquals(List.of(Path.of("/home/u/.cache/lanewise")), relative.directories());
    assertEquals(
        Path.of("/home/u/.cache/lanewise/cifar-10"), relative.downloadFolder(DataSet.CIFAR10));
    assertThrows(IllegalArgumentException.class, () -> new DataPlaces(List.of(), false));
  }

  @Test
  void saysWhereItSearchedAndHowToFetch() {
    Path missing = dir.resolve("missing");
    assertFails(
        NOT_FOUND,
        "mnist was not found. Expected: train-images-idx3-ubyte[.gz],"
            + " train-labels-idx1-ubyte[.gz]. Searched: "
            + missing
            + " (does not exist); in each also mnist, mnist/raw, MNIST/raw, MNIST, raw. To download"
            + " it: lanewise data fetch mnist",
        () -> explicit(missing).load(DataSet.MNIST, Split.TRAIN));
    Path file = write(dir.resolve("file"), new byte[1]);
    DataException e =
        assertThrows(DataException.class, () -> explicit(file).loadAll(DataSet.CIFAR10));
    assertTrue(
        e.getMessage()
            .startsWith(
                "cifar10 was not found. Expected: cifar-10-binary.tar.gz, or data_batch_1.bin, "),
        e.getMessage());
    assertTrue(e.getMessage().contains("test_batch.bin. Searched: " + file + " (not a directory)"));
    assertTrue(e.getMessage().endsWith(" To download it: lanewise data fetch cifar10"));
    assertEquals(
        NOT_FOUND,
        assertThrows(DataException.class, () -> explicit(dir).load(DataSet.CIFAR100, Split.TEST))
            .kind());
  }

  @Test
  void aSplitWithoutItsLabelsIsNotFound() {
    write(dir.resolve("train-images-idx3-ubyte"), idx(new int[] {2, 28, 28}, pattern(1568)));
    assertEquals(
        NOT_FOUND,
        assertThrows(DataException.class, () -> explicit(dir).load(DataSet.MNIST, Split.TRAIN))
            .kind());
  }

  @Test
  void refusesImagesOfAnotherShape() {
    write(dir.resolve("train-images-idx3-ubyte"), idx(new int[] {2, 28, 27}, pattern(1512)));
    write(dir.resolve("train-labels-idx1-ubyte"), idx(new int[] {2}, new byte[2]));
    assertFails(
        DAMAGED,
        dir.resolve("train-images-idx3-ubyte")
            + ": images of mnist must be 1x28x28. Received: 1x28x27",
        () -> explicit(dir).load(DataSet.MNIST, Split.TRAIN));
  }

  @Test
  void doesNotTakeMnistForFashionMnist() {
    mnist(dir, 3);
    DataSource source =
        new DataSource(DataPlaces.of(null, Map.of("LANEWISE_DATA", dir.toString()), dir));
    assertThrows(DataException.class, () -> source.load(DataSet.FASHION_MNIST, Split.TRAIN));
    mnist(dir.resolve("fashion-mnist"), 7);
    assertEquals(7, source.load(DataSet.FASHION_MNIST, Split.TRAIN).size());
    assertEquals(3, source.load(DataSet.MNIST, Split.TRAIN).size());
    assertEquals(
        "Sneaker",
        explicit(dir.resolve("fashion-mnist"))
            .load(DataSet.FASHION_MNIST, Split.TRAIN)
            .classNames()
            .get(7));
  }

  @ParameterizedTest
  @CsvSource({
    "CIFAR10, cifar-10/cifar-10-binary.tar.gz",
    "CIFAR10, cifar-10-binary.tgz",
    "CIFAR100, cifar100/cifar-100-binary.tar",
    "CIFAR100, cifar-100-binary/test.bin",
    "CIFAR10, cifar-10/cifar-10-batches-bin/test_batch.bin",
    "CIFAR10, test_batch.bin"
  })
  void findsCifar(DataSet set, String file) {
    Path path = write(dir.resolve(file), new byte[7]);
    Path expected = file.endsWith(".bin") ? path.getParent() : path;
    assertEquals(Optional.of(expected), explicit(dir).locate(set, Split.TEST));
    assertEquals(
        DAMAGED,
        assertThrows(DataException.class, () -> explicit(dir).load(set, Split.TEST)).kind());
  }

  @Test
  void digitsNeedNoFile() {
    Map<Split, ImageSet> sets = explicit(dir.resolve("missing")).loadAll(DataSet.DIGITS);
    for (Split split : Split.values()) {
      assertEquals(DataSet.DIGITS.size(split), sets.get(split).size());
    }
    assertTrue(DataSet.DIGITS.files().isEmpty());
    assertTrue(DataSet.DIGITS.isGenerated());
    assertEquals(Optional.empty(), explicit(dir).locate(DataSet.DIGITS, Split.TRAIN));
  }

  @Test
  void dataSetsHaveNamesAndFiles() {
    Set<String> sums = new HashSet<>();
    for (DataSet set : DataSet.values()) {
      assertEquals(set, DataSet.named(set.id()));
      assertEquals(set.classNames().size(), set.classNames().stream().distinct().count());
      for (RemoteFile file : set.files()) {
        assertTrue(sums.add(file.sha256()));
        assertTrue(file.mirrors().size() >= 2);
        file.mirrors().forEach(m -> assertTrue(m.getPath().endsWith("/" + file.name())));
      }
    }
    assertEquals(10, sums.size());
    assertFails(
        USAGE,
        "A data set must be one of mnist, fashion-mnist, cifar10, cifar100, digits. Received:"
            + " cifar-10. Did you mean cifar10?",
        () -> DataSet.named("cifar-10"));
    assertTrue(
        assertThrows(DataException.class, () -> DataSet.named("mnst"))
            .getMessage()
            .endsWith("Did you mean mnist?"));
    assertTrue(
        assertThrows(DataException.class, () -> DataSet.named("photographs"))
            .getMessage()
            .endsWith("Received: photographs."));
  }
}
