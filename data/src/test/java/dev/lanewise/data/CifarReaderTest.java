package dev.lanewise.data;

import static dev.lanewise.data.DataException.Kind.DAMAGED;
import static dev.lanewise.data.DataException.Kind.NOT_FOUND;
import static dev.lanewise.data.TestFiles.assertFails;
import static dev.lanewise.data.TestFiles.gzip;
import static dev.lanewise.data.TestFiles.pattern;
import static dev.lanewise.data.TestFiles.tar;
import static dev.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarReaderTest {

  /** CIFAR-10's layout with 3 training records a file and 2 test records. */
  private static final CifarFormat TEN =
      new CifarFormat(
          1,
          List.of("data_batch_1.bin", "data_batch_2.bin"),
          List.of("test_batch.bin"),
          3,
          2,
          "batches.meta.txt",
          ClassNames.CIFAR10);

  private static final CifarFormat HUNDRED =
      new CifarFormat(
          2,
          List.of("train.bin"),
          List.of("test.bin"),
          3,
          1,
          "fine_label_names.txt",
          ClassNames.CIFAR100);

  @TempDir private Path dir;

  /** Records with these labels; all bytes of a record's image are its label plus an offset. */
  private static byte[] records(int labelBytes, int offset, int... labels) {
    int size = labelBytes + 3072;
    byte[] bytes = new byte[labels.length * size];
    for (int i = 0; i < labels.length; i++) {
      Arrays.fill(bytes, i * size, (i + 1) * size, (byte) (labels[i] + offset));
      bytes[i * size] = 19;
      bytes[i * size + labelBytes - 1] = (byte) labels[i];
    }
    return bytes;
  }

  /** In another order than that of the records. */
  private static Map<String, byte[]> ten() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("cifar-10-batches-bin/test_batch.bin", records(1, 100, 7, 8));
    files.put("cifar-10-batches-bin/data_batch_2.bin", records(1, 50, 3, 4, 5));
    files.put("cifar-10-batches-bin/readme.html", pattern(999));
    files.put("cifar-10-batches-bin/data_batch_1.bin", records(1, 0, 0, 9, 2));
    files.put(
        "cifar-10-batches-bin/batches.meta.txt",
        "A\nB\nC\nD\nE\nF\nG\nH\nI\nJ\n\n".getBytes(StandardCharsets.UTF_8));
    return files;
  }

  private Path archive(Map<String, byte[]> files) {
    return write(dir.resolve("c.tar.gz"), gzip(tar(files)));
  }

  private static Map<Split, ImageSet> read(Path source) {
    return CifarReader.read("set", TEN, source, EnumSet.allOf(Split.class), DataLimits.defaults());
  }

  private static void check(Map<Split, ImageSet> sets) {
    ImageSet train = sets.get(Split.TRAIN);
    assertEquals(new Shape(3, 32, 32), train.shape());
    assertEquals(6, train.size());
    int[] labels = {0, 9, 2, 3, 4, 5};
    for (int i = 0; i < 6; i++) {
      byte[] expected = new byte[3072];
      Arrays.fill(expected, (byte) (labels[i] + (i < 3 ? 0 : 50)));
      assertEquals(labels[i], train.label(i));
      assertArrayEquals(expected, train.pixels(i));
    }
    assertEquals(8, sets.get(Split.TEST).label(1));
    assertEquals(108, sets.get(Split.TEST).pixels(1)[3071]);
    assertEquals("C", train.classNames().get(2));
  }

  @Test
  void readsArchivesAndDirectories() {
    check(read(archive(ten())));
    check(read(write(dir.resolve("plain.tar"), tar(ten()))));
    ten().forEach((name, bytes) -> write(dir.resolve(name), bytes));
    check(read(dir.resolve("cifar-10-batches-bin")));
  }

  @Test
  void readsTheFineLabelsOfCifar100() {
    write(dir.resolve("train.bin"), records(2, 1, 99, 0, 50));
    Map<Split, ImageSet> sets =
        CifarReader.read("set", HUNDRED, dir, EnumSet.of(Split.TRAIN), DataLimits.defaults());
    assertEquals(EnumSet.of(Split.TRAIN), sets.keySet());
    ImageSet train = sets.get(Split.TRAIN);
    assertEquals(99, train.label(0));
    assertEquals(100, train.pixels(0)[0]);
    assertEquals("woman", train.classNames().get(98));
    assertEquals(100, train.classes());
  }

  @Test
  void readsOneSplitWithoutTheOther() {
    Map<String, byte[]> files = ten();
    files.remove("cifar-10-batches-bin/data_batch_1.bin");
    Path archive = archive(files);
    assertEquals(
        2,
        CifarReader.read("set", TEN, archive, EnumSet.of(Split.TEST), DataLimits.defaults())
            .get(Split.TEST)
            .size());
    assertFails(
        DAMAGED,
        archive + ": expected to contain data_batch_1.bin. Received: none",
        () -> read(archive));
  }

  @Test
  void refusesMissingFiles() {
    Path batch = dir.resolve("data_batch_1.bin");
    assertFails(NOT_FOUND, batch + ": no such file", () -> read(dir));
    Path nothing = dir.resolve("nothing.tar.gz");
    assertFails(NOT_FOUND, nothing + ": no such file", () -> read(nothing));
  }

  @Test
  void refusesWrongLengths() {
    for (int length : new int[] {0, 3072, 3073 * 2, 3073 * 3 - 1, 3073 * 3 + 1, 3073 * 4}) {
      Map<String, byte[]> files = ten();
      files.put("cifar-10-batches-bin/data_batch_1.bin", new byte[length]);
      Path archive = archive(files);
      String rule = ": expected 3 records of 3073 bytes, 9219 together. Received: ";
      assertFails(
          DAMAGED,
          archive + "!cifar-10-batches-bin/data_batch_1.bin" + rule + length + " bytes",
          () -> read(archive));
      Path file = write(dir.resolve("data_batch_1.bin"), new byte[length]);
      assertFails(DAMAGED, file + rule + length + " bytes", () -> read(dir));
    }
  }

  @Test
  void refusesLabelsOutOfRange() {
    Map<String, byte[]> files = ten();
    files.put("cifar-10-batches-bin/data_batch_2.bin", records(1, 0, 1, 2, 10));
    Path archive = archive(files);
    assertFails(
        DAMAGED,
        archive
            + "!cifar-10-batches-bin/data_batch_2.bin: the label of record 2 (byte 6146) must be 0"
            + " to 9. Received: 10",
        () -> read(archive));
    Path file = write(dir.resolve("train.bin"), records(2, 0, 1, 200, 3));
    assertFails(
        DAMAGED,
        file + ": the label of record 1 (byte 3075) must be 0 to 99. Received: 200",
        () ->
            CifarReader.read("set", HUNDRED, dir, EnumSet.of(Split.TRAIN), DataLimits.defaults()));
  }

  @Test
  void refusesAWrongNumberOfNames() {
    Map<String, byte[]> files = ten();
    files.put("cifar-10-batches-bin/batches.meta.txt", "A\nB\n".getBytes(StandardCharsets.UTF_8));
    Path archive = archive(files);
    assertFails(
        DAMAGED,
        archive
            + "!cifar-10-batches-bin/batches.meta.txt: expected 10 class names, one a line."
            + " Received: 2",
        () -> read(archive));
  }

  @Test
  void refusesDamagedArchives() {
    byte[] good = gzip(tar(ten()));
    Path archive = dir.resolve("c.tar.gz");
    for (int length : new int[] {0, 1, 2, 9, 10, 100, good.length - 9, good.length - 1}) {
      write(archive, Arrays.copyOf(good, length));
      DataException e = assertThrows(DataException.class, () -> read(archive), "" + length);
      assertEquals(DAMAGED, e.kind());
      assertTrue(e.getMessage().startsWith(archive.toString()), e.getMessage());
      assertTrue(e.getMessage().lines().count() == 1, e.getMessage());
    }
    for (int bit = (good.length - 8) * 8; bit < good.length * 8; bit += 7) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      write(archive, flipped);
      assertEquals(
          DAMAGED, assertThrows(DataException.class, () -> read(archive), "" + bit).kind());
    }
    write(archive, pattern(2000));
    assertEquals(DAMAGED, assertThrows(DataException.class, () -> read(archive)).kind());
    write(archive, Arrays.copyOf(tar(ten()), 6000));
    assertEquals(DAMAGED, assertThrows(DataException.class, () -> read(archive)).kind());
  }

  @Test
  void survivesAnyDamageToAnArchive() {
    byte[] plain = tar(ten());
    byte[] packed = gzip(plain);
    Path archive = dir.resolve("c.tar");
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      // Half of the plain archives are hit in the first header, where every field matters.
      byte[] good = i % 2 == 0 ? plain : packed;
      byte[] bad = good.clone();
      int where = CounterRandom.below(11, 2 * i, i % 4 == 0 ? 512 : good.length);
      bad[where] = (byte) CounterRandom.bits(11, 2 * i + 1);
      write(archive, bad);
      try {
        assertEquals(6, read(archive).get(Split.TRAIN).size());
      } catch (DataException e) {
        assertEquals(DAMAGED, e.kind());
        assertEquals(1, e.getMessage().lines().count());
        refused++;
      }
    }
    // A plain archive has no sum over its files' bytes; gzip has one over all of it.
    assertTrue(refused > 180, "only " + refused + " of 400 damaged archives were refused");
  }

  @Test
  void theListsOfNamesAreWhole() {
    assertEquals(100, ClassNames.CIFAR100.stream().distinct().count());
    assertEquals(ClassNames.CIFAR100.stream().sorted().toList(), ClassNames.CIFAR100);
    assertEquals(10, ClassNames.FASHION.size());
    assertEquals("frog", ClassNames.CIFAR10.get(6));
  }
}
