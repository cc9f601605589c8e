package dev.lanewise.data;

import static dev.lanewise.data.DataException.Kind.DAMAGED;
import static dev.lanewise.data.TestFiles.assertFails;
import static dev.lanewise.data.TestFiles.gzip;
import static dev.lanewise.data.TestFiles.idx;
import static dev.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lanewise.core.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Small files that ask for much, and archives with entries that nobody means well. */
class HostileFilesTest {

  private static final List<String> NAMES = List.of("a", "b");
  private static final DataLimits LIMITS = DataLimits.defaults();

  private static final CifarFormat FORMAT =
      new CifarFormat(
          1,
          List.of("data_batch_1.bin"),
          List.of("test_batch.bin"),
          3,
          1,
          "batches.meta.txt",
          ClassNames.CIFAR10);

  @TempDir Path dir;

  /** Fails the test if a call takes more than ten times the file and 64 MB. */
  private static void bounded(Path file, Executable call) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThrows(DataException.class, call);
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    long allowed = 10 * Files.size(file) + (64L << 20);
    assertTrue(taken <= allowed, taken + " of " + allowed);
  }

  /** A gzip file of a start and very many zeros. */
  private static byte[] zeros(byte[] start, long zeros) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(start);
      byte[] block = new byte[1 << 20];
      for (long left = zeros; left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] head(int... sizes) {
    ByteBuffer head = ByteBuffer.allocate(4 + 4 * sizes.length).putInt(0x800 | sizes.length);
    Arrays.stream(sizes).forEach(head::putInt);
    return head.array();
  }

  @Test
  void anIdxFileThatUnpacksToMuchMoreIsRefusedByItsHeader() throws IOException {
    Path images = write(dir.resolve("images.gz"), zeros(head(1 << 18, 16, 16), 64 << 20));
    Path labels = write(dir.resolve("labels"), idx(new int[] {1}, new byte[1]));
    bounded(images, () -> IdxReader.read("set", images, labels, NAMES));
    long size = Files.size(images);
    assertFails(
        DAMAGED,
        images
            + (": a file of %d bytes may unpack to at most %d bytes (41943040 and 8 times its"
                    + " size). Received: a header of 262144x16x16 values. Unpacked by other means,"
                    + " it is read")
                .formatted(size, LIMITS.unpacked(size)),
        () -> IdxReader.read("set", images, labels, NAMES));
  }

  @Test
  void limitsOfUnpackingAreOptions() throws IOException {
    Path images = write(dir.resolve("images.gz"), gzip(idx(new int[] {2, 9, 9}, new byte[162])));
    Path labels = write(dir.resolve("labels"), idx(new int[] {2}, new byte[2]));
    assertEquals(2, IdxReader.read("set", images, labels, NAMES, LIMITS).size());
    long size = Files.size(images);
    assertFails(
        DAMAGED,
        images
            + ": a file of %d bytes may unpack to at most %d bytes (10 and 1 times its size)."
                .formatted(size, 10 + size)
            + " Received: a header of 2x9x9 values. Unpacked by other means, it is read",
        () -> IdxReader.read("set", images, labels, NAMES, LIMITS.withUnpacked(10, 1)));
  }

  @Test
  void anArchiveThatUnpacksWithoutEndIsRefused() throws IOException {
    byte[] tar = TestFiles.tar(Map.of("padding", new byte[9]));
    Path archive =
        write(dir.resolve("c.tar.gz"), zeros(Arrays.copyOf(tar, tar.length), 200L << 20));
    bounded(archive, () -> read(archive));
    DataException e = assertThrows(DataException.class, () -> read(archive));
    assertTrue(
        e.getMessage()
            .startsWith(archive + ": a file of " + Files.size(archive) + " bytes may unpack to"),
        e.getMessage());
  }

  @Test
  void oneVeryLongLineIsRefusedWithTheLimit() throws IOException {
    Path file = dir.resolve("x.csv");
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] block = "7".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 70; i++) {
        out.write(block);
      }
    }
    bounded(file, () -> csv(file));
    assertFails(
        DAMAGED,
        file + ", line 1: a line may have at most 67108864 bytes. Received: more",
        () -> csv(file));
  }

  private static ImageSet csv(Path file) {
    return CsvFile.images(file, new Shape(1, 2, 2), NAMES, CsvOptions.defaults());
  }

  private static Map<Split, ImageSet> read(Path archive) {
    return CifarReader.read("set", FORMAT, archive, EnumSet.of(Split.TRAIN), LIMITS);
  }

  private Path tar(TarArchiveEntry entry, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.putArchiveEntry(entry);
      tar.write(bytes);
      tar.closeArchiveEntry();
    }
    return write(dir.resolve("c.tar"), out.toByteArray());
  }

  @Test
  void linksAndDevicesInAnArchiveAreNoFiles() throws IOException {
    for (byte kind :
        new byte[] {
          TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR, TarConstants.LF_FIFO
        }) {
      TarArchiveEntry entry = new TarArchiveEntry("../../data_batch_1.bin", kind);
      entry.setLinkName("/etc/passwd");
      Path archive = tar(entry, new byte[0]);
      assertFails(
          DAMAGED,
          archive
              + "!../../data_batch_1.bin: must be a plain file. Received: a link or another kind",
          () -> read(archive));
    }
  }

  @Test
  void namesInAnArchiveReachNoTerminal() throws IOException {
    String name = "\u001b]0;x\u0007\u202e/data_batch_1.bin";
    TarArchiveEntry entry = new TarArchiveEntry(name);
    Path archive = tar(entry, new byte[0]);
    DataException e = assertThrows(DataException.class, () -> read(archive));
    assertTrue(e.getMessage().startsWith(archive + "!\\x1b]0;x\\x07"), e.getMessage());
    assertTrue(
        e.getMessage().codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x202e),
        e.getMessage());
    byte[] names = "a\nb\nc\nd\n\u001b[31me\nf\ng\nh\ni\nj\n".getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry meta = new TarArchiveEntry("batches.meta.txt");
    meta.setSize(names.length);
    Path second = tar(meta, names);
    assertFails(
        DAMAGED,
        second
            + "!batches.meta.txt: a class name must have no control characters. Received:"
            + " \\x1b[31me",
        () -> read(second));
  }

  @Test
  void anEntryThatIsThereTwiceIsRefused() throws IOException {
    byte[] records = new byte[3 * 3073];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (String folder : List.of("a/", "b/")) {
        TarArchiveEntry entry = new TarArchiveEntry(folder + "data_batch_1.bin");
        entry.setSize(records.length);
        tar.putArchiveEntry(entry);
        tar.write(records);
        tar.closeArchiveEntry();
      }
    }
    Path archive = write(dir.resolve("c.tar"), out.toByteArray());
    assertFails(
        DAMAGED,
        archive + "!b/data_batch_1.bin: expected one file of this name. Received: another",
        () -> read(archive));
  }

  @Test
  void sizesInAnArchiveThatCanNotBeAreRefused() throws IOException {
    byte[] good = TestFiles.tar(Map.of("data_batch_1.bin", new byte[3 * 3073]));
    for (String size : List.of("77777777777\0", "-0000000001\0", "999999999999", "zzzzzzzzzzz\0")) {
      byte[] bad = good.clone();
      System.arraycopy(size.getBytes(StandardCharsets.US_ASCII), 0, bad, 124, 12);
      sum(bad);
      check(bad);
    }
    byte[] binary = good.clone();
    Arrays.fill(binary, 124, 136, (byte) 0xff);
    sum(binary);
    check(binary);
    check(Arrays.copyOf(good, 700));
    check(Arrays.copyOf(good, 100));
  }

  private void check(byte[] bytes) throws IOException {
    Path archive = write(dir.resolve("c.tar"), bytes);
    bounded(archive, () -> read(archive));
    assertEquals(DAMAGED, assertThrows(DataException.class, () -> read(archive)).kind());
  }

  /** Makes the checksum of the first header right. */
  private static void sum(byte[] tar) {
    Arrays.fill(tar, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[i] & 0xff;
    }
    System.arraycopy("%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII), 0, tar, 148, 8);
  }
}
