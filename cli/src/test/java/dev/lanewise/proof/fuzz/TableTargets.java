package dev.lanewise.proof.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ArraySamples;
import dev.lanewise.data.CsvFile;
import dev.lanewise.data.CsvOptions;
import dev.lanewise.data.DataException;
import dev.lanewise.data.IdxReader;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.SmallCifar;
import dev.lanewise.data.Split;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The parsers of labelled samples: IDX, CIFAR, CSV. */
final class TableTargets {

  private static final List<String> CLASSES = List.of("cat", "dog", "eel");
  private static final int TAR_BLOCK = 512;

  private TableTargets() {}

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] gunzip(byte[] bytes) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
  }

  /** A content that compresses, but not to nothing. */
  private static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ((i >> 4) * 31 + (i & 3));
    }
    return bytes;
  }

  /** Answers with a DataException, whose content is labelled images. */
  private abstract static class ImageSetTarget implements Target {
    private final String name;
    private final String ending;

    ImageSetTarget(String name, String ending) {
      this.name = name;
      this.ending = ending;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String ending() {
      return ending;
    }

    @Override
    public boolean mayThrow(Throwable e) {
      return e instanceof DataException;
    }

    @Override
    public boolean isSummed(byte[] seed) {
      return isGzip(seed);
    }

    /** Shape, labels and pixels. */
    static Object content(ImageSet images) {
      List<Object> content = new ArrayList<>();
      content.add(images.shape());
      content.add(images.classNames());
      for (int i = 0; i < images.size(); i++) {
        content.add(images.label(i));
        content.add(ByteBuffer.wrap(images.pixels(i)));
      }
      return content;
    }

    @Override
    public Optional<String> complaint(byte[] input, Object read) {
      return read.equals(List.of()) ? Optional.of("no image was read") : Optional.empty();
    }
  }

  private static byte[] idx(int[] sizes, byte[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * sizes.length + values.length);
    buffer.putInt(0x0800 | sizes.length);
    for (int size : sizes) {
      buffer.putInt(size);
    }
    return buffer.put(values).array();
  }

  /** IDX files, of images or of labels; the other file is sound. */
  static Target idx(boolean ofLabels) {
    byte[] images = idx(new int[] {6, 4, 3}, pattern(72));
    byte[] channels = idx(new int[] {6, 2, 3, 2}, pattern(72));
    byte[] labels = idx(new int[] {6}, new byte[] {0, 1, 2, 2, 1, 0});
    return new ImageSetTarget(ofLabels ? "idx-labels" : "idx-images", ".idx") {
      @Override
      public List<byte[]> hostile() {
        return ofLabels ? List.of() : Hostile.idx();
      }

      @Override
      public List<byte[]> seeds() {
        return ofLabels
            ? List.of(labels, gzip(labels))
            : List.of(images, gzip(images), channels, gzip(channels));
      }

      @Override
      public Optional<byte[]> deepChange(byte[] seed, Mutator mutator) {
        return isGzip(seed) ? Optional.of(gzip(mutator.change(gunzip(seed)))) : Optional.empty();
      }

      @Override
      public Object read(Path file) throws IOException {
        Path other = file.resolveSibling("other.idx");
        if (!Files.exists(other)) {
          Files.write(other, ofLabels ? images : labels);
        }
        return content(
            IdxReader.read("set", ofLabels ? other : file, ofLabels ? file : other, CLASSES));
      }
    };
  }

  private static byte[] records(int count) {
    byte[] bytes = pattern(count * SmallCifar.RECORD);
    for (int i = 0; i < count; i++) {
      bytes[i * SmallCifar.RECORD] = (byte) (i % CLASSES.size());
    }
    return bytes;
  }

  /** One of CIFAR's files; the others are sound. */
  static Target cifarFile() {
    return new ImageSetTarget("cifar-bin", ".bin") {
      @Override
      public List<byte[]> seeds() {
        return List.of(records(2));
      }

      @Override
      public Object read(Path file) throws IOException {
        Path directory = file.resolveSibling("cifar");
        if (!Files.exists(directory)) {
          Files.createDirectory(directory);
          Files.write(directory.resolve("test_batch.bin"), records(1));
        }
        Path place = directory.resolve("data_batch_1.bin");
        Files.deleteIfExists(place);
        Files.createLink(place, file);
        return sets(place.getParent());
      }
    };
  }

  private static Object sets(Path source) {
    Map<Split, ImageSet> sets = SmallCifar.read(source);
    Map<Split, Object> contents = new EnumMap<>(Split.class);
    sets.forEach((split, images) -> contents.put(split, ImageSetTarget.content(images)));
    return contents;
  }

  /** A tar archive by hand: names, sizes in octal, sums. */
  private static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.forEach(
        (name, bytes) -> {
          byte[] header = new byte[TAR_BLOCK];
          put(header, 0, name);
          put(header, 100, "0000644\0");
          put(header, 108, "0000000\0");
          put(header, 116, "0000000\0");
          put(header, 124, "%011o\0".formatted(bytes.length));
          put(header, 136, "00000000000\0");
          put(header, 156, name.endsWith("/") ? "5" : "0");
          put(header, 257, "ustar\00000");
          sum(header, 0);
          out.writeBytes(header);
          out.writeBytes(
              Arrays.copyOf(bytes, (bytes.length + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK));
        });
    out.writeBytes(new byte[2 * TAR_BLOCK]);
    return out.toByteArray();
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  /** Writes the sum of a header's bytes, its own counted as blanks. */
  private static void sum(byte[] tar, int at) {
    Arrays.fill(tar, at + 148, at + 156, (byte) ' ');
    int sum = 0;
    for (int i = at; i < at + TAR_BLOCK; i++) {
      sum += tar[i] & 0xff;
    }
    System.arraycopy("%06o\0 ".formatted(sum).getBytes(UTF_8), 0, tar, at + 148, 8);
  }

  /** CIFAR's archive, packed or not. */
  static Target cifarArchive() {
    Map<String, byte[]> files = new java.util.LinkedHashMap<>();
    files.put("cifar/", new byte[0]);
    files.put("cifar/batches.meta.txt", "cat\ndog\neel\n".getBytes(UTF_8));
    files.put("cifar/data_batch_1.bin", records(2));
    files.put("cifar/readme.html", "<p>".getBytes(UTF_8));
    files.put("cifar/test_batch.bin", records(1));
    byte[] tar = tar(files);
    return new ImageSetTarget("cifar-tar", ".tar.gz") {
      @Override
      public List<byte[]> seeds() {
        return List.of(tar, gzip(tar), gzip(tar));
      }

      @Override
      public List<byte[]> words() {
        return ModelTargets.words(
            "ustar cifar/ ../ / data_batch_1.bin test_batch.bin batches.meta.txt 00000000000 0 1 2"
                + " 5 L K x g S 77777777777");
      }

      @Override
      public Optional<byte[]> deepChange(byte[] seed, Mutator mutator) {
        byte[] plain = isGzip(seed) ? gunzip(seed) : seed.clone();
        byte[] changed = plain;
        if (mutator.below(2) == 0) {
          // A header, changed where it stands.
          int at = mutator.below(3) * TAR_BLOCK;
          byte[] header = mutator.change(Arrays.copyOfRange(plain, at, at + TAR_BLOCK));
          changed = plain.clone();
          System.arraycopy(header, 0, changed, at, Math.min(header.length, TAR_BLOCK));
        } else {
          changed = mutator.change(plain).clone();
        }
        for (int at = 0; at + TAR_BLOCK <= changed.length; at += TAR_BLOCK) {
          if (changed[at + 257] == 'u' && changed[at + 258] == 's') {
            sum(changed, at);
          }
        }
        return Optional.of(isGzip(seed) ? gzip(changed) : changed);
      }

      @Override
      public Object read(Path file) {
        return sets(file);
      }
    };
  }

  /** CSV of images and of values, written in some ways. */
  static Target csv() {
    Shape shape = new Shape(1, 2, 2);
    return new Target() {
      @Override
      public String name() {
        return "csv";
      }

      @Override
      public List<byte[]> hostile() {
        return Hostile.csvs();
      }

      @Override
      public String ending() {
        return ".csv";
      }

      @Override
      public List<byte[]> seeds() {
        String plain = "0,1,2,3,4\n1,5,6,7,8\n2,9,10,255,0\n0,0,0,0,0\n";
        return java.util.stream.Stream.of(
                plain,
                "label,p0,p1,p2,p3\n" + plain,
                "\ufeff" + plain.replace("\n", "\r\n").replace("255", " \"255\" "),
                "\n\"1\",\"2\",\"3\",\"4\",\"5\"\n" + plain.repeat(30))
            .map(text -> text.getBytes(UTF_8))
            .toList();
      }

      @Override
      public List<byte[]> words() {
        return ModelTargets.words(
            "label class y , ; \t \" \"\" \n \r\n \ufeff 0 1 2 255 256 0.5 1e3 NaN -1 cat");
      }

      @Override
      public Object read(Path file) {
        ImageSet images = CsvFile.images(file, shape, CLASSES, CsvOptions.defaults());
        ArraySamples values = CsvFile.values(file, shape, CLASSES.size(), CsvOptions.defaults());
        List<Object> content = new ArrayList<>();
        content.add(images.size());
        content.add(values.size());
        for (int i = 0; i < images.size(); i++) {
          content.add(images.label(i));
          content.add(ByteBuffer.wrap(images.pixels(i)));
        }
        return content;
      }

      @Override
      public boolean mayThrow(Throwable e) {
        return e instanceof DataException;
      }

      /** Every line that is not blank is a sample, but for a first one of names. */
      @Override
      public Optional<String> complaint(byte[] input, Object read) {
        int samples = (Integer) ((List<?>) read).getFirst();
        String text = new String(input, UTF_8);
        List<String> lines =
            (text.startsWith("\ufeff") ? text.substring(1) : text)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (samples == lines.size()) {
          return Optional.empty();
        }
        String first = lines.getFirst().toLowerCase(Locale.ROOT);
        long numbers =
            Arrays.stream(first.split("[,;\t]"))
                .filter(field -> field.replace("\"", "").strip().matches("-?[0-9.]+"))
                .count();
        boolean names = first.matches("(?s).*[a-z].*") && numbers <= 1;
        boolean counted = first.matches("(?s)(.*[^a-z])?(label|class|target|y)([^a-z].*)?");
        return samples == lines.size() - 1 && (names || counted)
            ? Optional.empty()
            : Optional.of(
                "%d samples of %d lines; the first: %s".formatted(samples, lines.size(), first));
      }
    };
  }

  static List<Target> all() {
    return List.of(idx(false), idx(true), cifarFile(), cifarArchive(), csv());
  }
}
