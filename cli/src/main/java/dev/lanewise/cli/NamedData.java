package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.CsvFile;
import dev.lanewise.data.CsvImages;
import dev.lanewise.data.CsvOptions;
import dev.lanewise.data.DataSet;
import dev.lanewise.data.ImageFit;
import dev.lanewise.data.ImageFolder;
import dev.lanewise.data.ImageFolderOptions;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --data} names: a set that is known by name and loaded when it is needed, or images of
 * the user's own, which are read at once.
 *
 * @param id what the user wrote
 * @param shape shape of an image
 * @param classNames a name for each class
 * @param known the set, if it is known by name
 * @param own the user's own images
 */
record NamedData(
    String id, Shape shape, List<String> classNames, Optional<DataSet> known, Own own) {

  private static final Map<String, ImageFit> FOLDERS =
      Map.of(
          "folder", ImageFit.STRETCH,
          "folder-cover", ImageFit.COVER,
          "folder-exact", ImageFit.EXACT);

  private static final String CSV = "csv";

  /**
   * Images of the user's own.
   *
   * @param training to learn from; null of a known set
   * @param validation to watch
   * @param test to measure on
   * @param skipped why images were left out, a line each
   */
  record Own(
      @Nullable ImageSet training,
      Optional<ImageSet> validation,
      Optional<ImageSet> test,
      List<String> skipped) {

    static final Own NONE = new Own(null, Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * How the user's own images are to be read.
   *
   * @param shape the shape that the model sees
   * @param classNames names of the classes, for files that have none or as a model knows them
   * @param given whether these names must be those of a folder
   * @param skip whether images that can't be read are left out
   * @param test a folder or file of test images, as the user wrote it; null for none
   * @param csv how a CSV file is written
   */
  record Reading(
      Shape shape,
      List<String> classNames,
      boolean given,
      boolean skip,
      @Nullable String test,
      CsvOptions csv) {

    Reading with(CsvOptions newCsv) {
      return new Reading(shape, classNames, given, skip, test, newCsv);
    }
  }

  /** A set that is known by name. */
  static NamedData of(DataSet set) {
    return new NamedData(set.id(), set.shape(), set.classNames(), Optional.of(set), Own.NONE);
  }

  /** Whether a name means the user's own images. */
  static boolean isOwn(String name) {
    String kind = kind(name);
    return name.contains(":") && (FOLDERS.containsKey(kind) || CsvKeys.isCsv(name));
  }

  private static String kind(String name) {
    if (CsvKeys.isCsv(name)) {
      return CSV;
    }
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  private static Path path(Session session, String name) {
    String text = name.substring(name.indexOf(':') + 1);
    try {
      if (!text.isEmpty()) {
        return session.resolve(Path.of(text));
      }
    } catch (InvalidPathException _) {
      // The message is the same.
    }
    throw CliException.usage("Images of your own must name a folder or a file. Received: " + name);
  }

  /** Reads the user's own images. */
  static NamedData read(Session session, String name, Reading reading) {
    if (CsvKeys.isCsv(name)) {
      return csv(session, name, reading);
    }
    List<String> skipped = new ArrayList<>();
    Own own = folder(session, name, reading, skipped);
    ImageSet any = own.training();
    if (any == null) {
      throw new IllegalStateException("Images of one's own must have been read: " + name);
    }
    return new NamedData(name, any.shape(), any.classNames(), Optional.empty(), own);
  }

  /** Reads test images only: a folder's directory {@code test} if it has one, or all of it. */
  static NamedData readTest(Session session, String name, Reading reading) {
    String only = name;
    if (!kind(name).equals(CSV) && Files.isDirectory(path(session, name).resolve("test"))) {
      only = name + "/test";
    }
    NamedData all = read(session, only, reading);
    Own own =
        new Own(
            all.own().training(),
            Optional.empty(),
            Optional.ofNullable(all.own().training()),
            all.own().skipped());
    String id = CsvKeys.isCsv(name) ? all.id() : name;
    return new NamedData(id, all.shape(), all.classNames(), Optional.empty(), own);
  }

  private static NamedData csv(Session session, String name, Reading reading) {
    CsvImages training =
        csv(path(session, name), reading, reading.given() ? reading.classNames() : List.of());
    ImageSet images = training.images();
    if (!training.options().withHeader(CsvOptions.Header.AUTO).equals(CsvKeys.PLAIN)) {
      session.err().println("lanewise: %s: %s".formatted(name, CsvKeys.describe(training)));
    }
    @Nullable String test = reading.test();
    Optional<ImageSet> measured = Optional.empty();
    if (test != null) {
      Path file = testPath(session, test, CSV);
      Reading same = reading.with(CsvKeys.read(test, training.options()));
      measured = Optional.of(csv(file, same, images.classNames()).images());
    }
    return new NamedData(
        CsvKeys.write(name, training.options()),
        images.shape(),
        images.classNames(),
        Optional.empty(),
        new Own(images, Optional.empty(), measured, List.of()));
  }

  private static CsvImages csv(Path file, Reading reading, List<String> names) {
    return CsvFile.read(file, reading.shape(), reading.classNames().size(), names, reading.csv());
  }

  private static Path testPath(Session session, String test, String kind) {
    if (!isOwn(test) || kind(test).equals(CSV) != kind.equals(CSV)) {
      throw CliException.usage(
          "--test-data must be of the kind of --data, %s:PATH. Received: %s".formatted(kind, test));
    }
    return path(session, test);
  }

  private static Own folder(Session session, String name, Reading reading, List<String> skipped) {
    Path root = path(session, name);
    ImageFit fit = FOLDERS.getOrDefault(kind(name), ImageFit.STRETCH);
    ImageFolderOptions options =
        new ImageFolderOptions(
            reading.shape(),
            fit,
            reading.skip()
                ? ImageFolderOptions.Unreadable.SKIP
                : ImageFolderOptions.Unreadable.FATAL,
            reading.given() ? reading.classNames() : List.of());
    boolean divided = Files.isDirectory(root.resolve("train"));
    @Nullable String test = reading.test();
    ImageSet training = images(divided ? root.resolve("train") : root, options, skipped);
    ImageFolderOptions same = options.withClassNames(training.classNames());
    Optional<ImageSet> measured = Optional.empty();
    if (test != null) {
      measured = Optional.of(images(testPath(session, test, "folder"), same, skipped));
    } else if (divided && Files.isDirectory(root.resolve("test"))) {
      measured = Optional.of(images(root.resolve("test"), same, skipped));
    }
    Optional<ImageSet> watched =
        divided && Files.isDirectory(root.resolve("val"))
            ? Optional.of(images(root.resolve("val"), same, skipped))
            : Optional.empty();
    return new Own(training, watched, measured, List.copyOf(skipped));
  }

  private static ImageSet images(Path root, ImageFolderOptions options, List<String> skipped) {
    ImageFolder folder = ImageFolder.read(root, options);
    folder.skipped().forEach(image -> skipped.add(image.reason()));
    return folder.images();
  }

  /** Names for classes that have none. */
  static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  /** Number of images in a split. */
  int size(Split split) {
    if (known.isPresent()) {
      return known.get().size(split);
    }
    ImageSet training = own.training();
    return split == Split.TRAIN
        ? training == null ? 0 : training.size()
        : own.test().map(ImageSet::size).orElse(0);
  }

  /** What a file's name may have of it. */
  String label() {
    String text = id.substring(id.indexOf(':') + 1);
    Path last = Path.of(text).normalize().getFileName();
    String plain = last == null ? "" : last.toString().replaceAll("\\.[A-Za-z]+$", "");
    return known.isPresent() ? id : plain.replaceAll("[^A-Za-z0-9._]+", "-");
  }
}
