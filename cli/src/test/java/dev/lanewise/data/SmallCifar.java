package dev.lanewise.data;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** CIFAR's layout with few records, for tests of other packages. */
public final class SmallCifar {

  /** Bytes of a record. */
  public static final int RECORD = 3073;

  private static final CifarFormat FORMAT =
      new CifarFormat(
          1,
          List.of("data_batch_1.bin"),
          List.of("test_batch.bin"),
          2,
          1,
          "batches.meta.txt",
          List.of("cat", "dog", "eel"));

  private SmallCifar() {}

  /** Reads two records of training and one of test from a directory or an archive. */
  public static Map<Split, ImageSet> read(Path source) {
    return CifarReader.read(
        "small", FORMAT, source, EnumSet.allOf(Split.class), DataLimits.defaults());
  }
}
