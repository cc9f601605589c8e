package dev.lanewise.data;

import static dev.lanewise.data.DataException.Kind.DAMAGED;
import static dev.lanewise.data.DataException.Kind.DISK;
import static dev.lanewise.data.DataException.Kind.NOT_FOUND;
import static dev.lanewise.data.TestFiles.assertFails;
import static dev.lanewise.data.TestFiles.gzip;
import static dev.lanewise.data.TestFiles.idx;
import static dev.lanewise.data.TestFiles.pattern;
import static dev.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.tensor.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxReaderTest {

  private static final List<String> NAMES = List.of("x", "y", "z");

  @TempDir private Path dir;
  private Path images;
  private Path labels;

  @BeforeEach
  void writeGoodFiles() {
    images = write(dir.resolve("images"), idx(new int[] {5, 3, 7}, pattern(105)));
    labels = write(dir.resolve("labels"), idx(new int[] {5}, new byte[] {2, 0, 1, 1, 0}));
  }

  private ImageSet read() {
    return IdxReader.read("set", images, labels, NAMES);
  }

  @Test
  void readsRawAndGzipWhateverTheName() {
    ImageSet raw = read();
    assertEquals(new Shape(1, 3, 7), raw.shape());
    assertEquals(5, raw.size());
    assertEquals("set", raw.name());
    assertEquals(NAMES, raw.classNames());
    assertArrayEquals(Arrays.copyOfRange(pattern(105), 84, 105), raw.pixels(4));
    assertEquals(2, raw.label(0));
    write(images, gzip(idx(new int[] {5, 3, 7}, pattern(105))));
    write(labels, gzip(idx(new int[] {5}, new byte[] {2, 0, 1, 1, 0})));
    ImageSet packed = read();
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(raw.pixels(i), packed.pixels(i));
      assertEquals(raw.label(i), packed.label(i));
    }
  }

  @Test
  void readsSeveralChannels() {
    write(images, idx(new int[] {5, 3, 1, 2}, pattern(30)));
    assertEquals(new Shape(3, 1, 2), read().shape());
  }

  @Test
  void readsBytesThatCompressAsMuchAsAnyCan() {
    write(images, gzip(idx(new int[] {5, 1000, 1000}, new byte[5_000_000])));
    assertEquals(new Shape(1, 1000, 1000), read().shape());
  }

  @Test
  void refusesMissingFilesAndDirectories() {
    images = dir.resolve("nothing");
    assertFails(NOT_FOUND, images + ": no such file", this::read);
    images = dir;
    assertFails(DISK, dir + ": can't be read: Is a directory", this::read);
  }

  @Test
  void refusesAWrongStart() {
    String rule = images + ": an IDX file of unsigned bytes must start with 00 00 08. Received: ";
    write(images, new byte[0]);
    assertFails(DAMAGED, rule + "an empty file", this::read);
    write(images, new byte[] {0, 0, 8});
    assertFails(DAMAGED, rule + "00 00 08", this::read);
    write(images, new byte[] {0, 0, 13, 3, 0, 0, 0, 1});
    assertFails(DAMAGED, rule + "00 00 0d 03", this::read);
    write(images, "<html>".getBytes());
    assertFails(DAMAGED, rule + "3c 68 74 6d", this::read);
  }

  @Test
  void refusesAWrongNumberOfDimensions() {
    Path swapped = images;
    images = labels;
    assertFails(
        DAMAGED,
        labels + ": byte 3, the number of dimensions, must be 3 to 4. Received: 1",
        this::read);
    images = swapped;
    labels = swapped;
    assertFails(
        DAMAGED,
        swapped + ": byte 3, the number of dimensions, must be 1. Received: 3",
        this::read);
  }

  @Test
  void refusesTruncatedFiles() {
    byte[] good = idx(new int[] {5, 3, 7}, pattern(105));
    write(images, Arrays.copyOf(good, 15));
    assertFails(DAMAGED, images + ": the header must have 16 bytes. Received: 15", this::read);
    for (int length = 16; length < good.length; length += 13) {
      write(images, Arrays.copyOf(good, length));
      assertFails(
          DAMAGED,
          length < 105
              ? images
                  + ": 5x3x7 values need 105 bytes after the header. Received: a file of at most "
                  + length
              : images
                  + ": 5x3x7 values need 105 bytes after the header. Received: "
                  + (length - 16),
          this::read);
    }
    byte[] packed = gzip(good);
    for (int length = 2; length < packed.length; length++) {
      write(images, Arrays.copyOf(packed, length));
      DataException e = assertThrows(DataException.class, this::read);
      assertEquals(DAMAGED, e.kind());
      assertTrue(e.getMessage().startsWith(images + ": "), e.getMessage());
    }
    write(images, gzip(Arrays.copyOf(good, 100)));
    assertFails(
        DAMAGED,
        images + ": 5x3x7 values need 105 bytes after the header. Received: 84",
        this::read);
  }

  @Test
  void refusesOverlongFiles() {
    String message =
        images + ": expected the end of the file after the values of 5x3x7. Received: more bytes";
    write(images, idx(new int[] {5, 3, 7}, pattern(106)));
    assertFails(DAMAGED, message, this::read);
    write(images, gzip(idx(new int[] {5, 3, 7}, pattern(106))));
    assertFails(DAMAGED, message, this::read);
    byte[] packed = gzip(idx(new int[] {5, 3, 7}, pattern(105)));
    write(images, Arrays.copyOf(packed, packed.length + 1));
    assertFails(DAMAGED, message, this::read);
  }

  @Test
  void refusesSizesThatAreZeroHugeOrBeyondTheFile() {
    write(images, idx(new int[] {0, 3, 7}, new byte[0]));
    assertFails(
        DAMAGED, images + ": size 0 (byte 4) must be 1 to 2147483647. Received: 0", this::read);
    write(images, idx(new int[] {5, -1, 7}, new byte[0]));
    assertFails(
        DAMAGED,
        images + ": size 1 (byte 8) must be 1 to 2147483647. Received: 4294967295",
        this::read);
    write(images, idx(new int[] {65536, 65536, 65536}, new byte[9]));
    assertFails(
        DAMAGED,
        images
            + ": images must have at most 2^27 values each and 2^31 together. Received: sizes"
            + " 65536x65536x65536",
        this::read);
    // 2^32 + 4 values: a product in int would be 4.
    write(images, idx(new int[] {1073741825, 2, 2}, new byte[4]));
    assertFails(
        DAMAGED,
        images
            + ": images must have at most 2^27 values each and 2^31 together. Received: sizes"
            + " 1073741825x2x2",
        this::read);
    write(images, gzip(idx(new int[] {2000000, 32, 32}, new byte[9])));
    long size = images.toFile().length();
    assertFails(
        DAMAGED,
        images
            + (": a file of %d bytes may unpack to at most %d bytes (41943040 and 8 times its"
                    + " size). Received: a header of 2000000x32x32 values. Unpacked by other means,"
                    + " it is read")
                .formatted(size, 41943040 + 8 * size),
        this::read);
  }

  @Test
  void refusesLabelsThatDoNotFit() {
    write(labels, idx(new int[] {5}, new byte[] {2, 0, 1, 3, 0}));
    assertFails(DAMAGED, labels + ": label 3 (byte 11) must be 0 to 2. Received: 3", this::read);
    write(labels, idx(new int[] {5}, new byte[] {-1, 0, 1, 3, 0}));
    assertFails(DAMAGED, labels + ": label 0 (byte 8) must be 0 to 2. Received: 255", this::read);
    write(labels, idx(new int[] {4}, new byte[4]));
    assertFails(
        DAMAGED,
        labels + ": expected a label for each of the 5 images in images. Received: 4 labels",
        this::read);
  }

  @Test
  void noticesEveryFlippedBitOfTheDataOfAGzipFile() {
    byte[] packed = gzip(idx(new int[] {5, 3, 7}, pattern(105)));
    int unnoticed = 0;
    // The header's time, flags and system bytes (4 to 9) have no sum to check them.
    for (int bit = 80; bit < packed.length * 8; bit++) {
      byte[] flipped = packed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      write(images, flipped);
      try {
        assertArrayEquals(Arrays.copyOf(pattern(105), 21), read().pixels(0));
        unnoticed++;
      } catch (DataException e) {
        assertEquals(DAMAGED, e.kind());
        assertTrue(e.getMessage().startsWith(images + ": "), e.getMessage());
      }
    }
    // Deflate fills its last byte up with bits that mean nothing.
    assertTrue(unnoticed < 8, unnoticed + " flipped bits were not noticed");
  }
}
