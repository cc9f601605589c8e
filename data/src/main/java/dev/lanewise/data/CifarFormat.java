package dev.lanewise.data;

import java.util.List;

/**
 * One of the two layouts of CIFAR's binary files. A record is its label bytes, the fine label last,
 * then 3,072 bytes: the red, the green and the blue plane, each row by row.
 *
 * @param labelBytes label bytes of a record
 * @param trainFiles files of the training images, in order
 * @param testFiles files of the test images
 * @param trainRecords records in each training file
 * @param testRecords records in each test file
 * @param namesFile file with a class name a line; it may be absent
 * @param classNames the names to use without that file
 */
record CifarFormat(
    int labelBytes,
    List<String> trainFiles,
    List<String> testFiles,
    int trainRecords,
    int testRecords,
    String namesFile,
    List<String> classNames) {

  List<String> files(Split split) {
    return split == Split.TRAIN ? trainFiles : testFiles;
  }

  int records(Split split) {
    return split == Split.TRAIN ? trainRecords : testRecords;
  }

  static CifarFormat cifar10() {
    return new CifarFormat(
        1,
        List.of(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin"),
        List.of("test_batch.bin"),
        10_000,
        10_000,
        "batches.meta.txt",
        ClassNames.CIFAR10);
  }

  static CifarFormat cifar100() {
    return new CifarFormat(
        2,
        List.of("train.bin"),
        List.of("test.bin"),
        50_000,
        10_000,
        "fine_label_names.txt",
        ClassNames.CIFAR100);
  }
}
