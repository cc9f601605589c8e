package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks MNIST and CIFAR-10 themselves, where {@code LANEWISE_DATA} names a directory that holds
 * them: then they must be there. Each set that was checked adds a line to {@code
 * target/real-data-tests.txt}; without the variable a line on the console says that they were left
 * out.
 */
class RealDataTest {

  @TempDir private Path empty;

  @Test
  void mnistIsRead() throws IOException {
    check(
        DataSet.MNIST,
        sets -> {
          ImageSet train = sets.get(Split.TRAIN);
          assertEquals(0.1307, train.statistics().mean().getFirst(), 5e-5);
          assertEquals(0.3081, train.statistics().std().getFirst(), 5e-5);
          assertEquals(
              List.of(5, 0, 4, 1, 9, 2, 1, 3, 1, 4),
              Arrays.stream(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
                  .map(train::label)
                  .boxed()
                  .toList());
          assertArrayEquals(
              new int[] {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949},
              train.classCounts());
          assertEquals(7, sets.get(Split.TEST).label(0));
        });
  }

  @Test
  void cifar10IsRead() throws IOException {
    check(
        DataSet.CIFAR10,
        sets -> {
          ImageSet.Statistics statistics = sets.get(Split.TRAIN).statistics();
          double[] mean = {0.4914, 0.4822, 0.4465};
          double[] std = {0.2470, 0.2435, 0.2616};
          for (int c = 0; c < 3; c++) {
            assertEquals(mean[c], statistics.mean().get(c), 6e-5);
            assertEquals(std[c], statistics.std().get(c), 6e-5);
          }
          int[] counts = new int[10];
          Arrays.fill(counts, 5000);
          assertArrayEquals(counts, sets.get(Split.TRAIN).classCounts());
          Arrays.fill(counts, 1000);
          assertArrayEquals(counts, sets.get(Split.TEST).classCounts());
          assertEquals(ClassNames.CIFAR10, sets.get(Split.TEST).classNames());
        });
  }

  private void check(DataSet set, Consumer<Map<Split, ImageSet>> figures) throws IOException {
    String directory = System.getenv(DataPlaces.VARIABLE);
    if (directory == null || directory.isBlank()) {
      System.getLogger(RealDataTest.class.getName())
          .log(
              Level.INFO,
              "LANEWISE_DATA is not set: tests on real MNIST and CIFAR-10 were left out (here "
                  + set.id()
                  + ")");
      DataSource nowhere = new DataSource(new DataPlaces(List.of(empty), false));
      DataException e = assertThrows(DataException.class, () -> nowhere.loadAll(set));
      assertTrue(e.getMessage().endsWith("lanewise data fetch " + set.id()), e.getMessage());
      return;
    }
    Map<Split, ImageSet> sets =
        new DataSource(new DataPlaces(List.of(Path.of(directory)), false)).loadAll(set);
    for (Split split : Split.values()) {
      assertEquals(set.size(split), sets.get(split).size());
      assertEquals(set.shape(), sets.get(split).shape());
    }
    figures.accept(sets);
    Path marker =
        Path.of(System.getProperty("lanewise.realDataTests", "target/real-data-tests.txt"));
    Files.createDirectories(marker.getParent());
    Files.writeString(
        marker,
        "real " + set.id() + " was checked\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
