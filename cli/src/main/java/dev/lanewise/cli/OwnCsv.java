package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.CsvFile;
import dev.lanewise.data.CsvImages;
import dev.lanewise.data.CsvOptions;
import dev.lanewise.data.ImageSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads text files with a sample a line. */
final class OwnCsv {

  /** Classes that labels which are numbers may be of, where nothing says how many there are. */
  private static final int MOST_CLASSES = 1 << 16;

  /** Characters of a line that are looked at to tell how many fields it has. */
  private static final int LONGEST = 1 << 22;

  private OwnCsv() {}

  /** All that a training wants. Without names of classes, there are as many as the labels say. */
  static NamedData training(Session session, OwnImages.Source source, Reading reading) {
    CsvImages read =
        read(
            source.place(),
            reading,
            reading.names() == Reading.Names.OWN ? List.of() : reading.classNames(),
            reading.csv());
    ImageSet training = read.images();
    List<String> notes = new ArrayList<>(note(source, read));
    Optional<ImageSet> test = Optional.empty();
    if (reading.test().isPresent()) {
      OwnName name = reading.test().get();
      Path file = name.path(session);
      if (SavedPlace.same(file, source.place())) {
        notes.add("--test-data names the training images: " + name.id());
      }
      test =
          Optional.of(
              read(file, reading, training.classNames(), CsvKeys.read(name.id(), read.options()))
                  .images());
    }
    return named(training, Optional.of(training), test, Part.TEST, source, read, notes);
  }

  /** All of a file, to measure on. */
  static NamedData measured(OwnImages.Source source, Reading reading, Part part) {
    CsvImages read = read(source.place(), reading, reading.classNames(), reading.csv());
    return named(
        read.images(),
        Optional.empty(),
        Optional.of(read.images()),
        part,
        source,
        read,
        note(source, read));
  }

  /** How the file was read, if there is something to say. */
  private static List<String> note(OwnImages.Source source, CsvImages read) {
    return read.options().withHeader(CsvOptions.Header.AUTO).equals(CsvKeys.PLAIN)
        ? List.of()
        : List.of(source.name().id() + ": " + CsvKeys.describe(read));
  }

  private static NamedData named(
      ImageSet any,
      Optional<ImageSet> training,
      Optional<ImageSet> test,
      Part part,
      OwnImages.Source source,
      CsvImages read,
      List<String> notes) {
    OwnName name = OwnName.parse(CsvKeys.write(source.name().id(), read.options()));
    return new NamedData(
        name.id(),
        any.shape(),
        any.classNames(),
        Optional.empty(),
        new OwnImages(
            training.orElse(null),
            Optional.empty(),
            test,
            part,
            Optional.of(source.withName(name)),
            new OwnImages.Told(Optional.empty(), List.of(), Map.of(), notes)));
  }

  private static CsvImages read(
      Path file, Reading reading, List<String> names, CsvOptions options) {
    Shape shape = reading.size().shape();
    int known = names.isEmpty() ? reading.classNames().size() : names.size();
    if (known > 0) {
      return CsvFile.read(file, shape, known, names, options);
    }
    CsvImages open = CsvFile.read(file, shape, MOST_CLASSES, names, options);
    ImageSet images = open.images();
    int most = IntStream.range(0, images.size()).map(images::label).max().orElse(0) + 1;
    return images.classNames().size() == MOST_CLASSES
        ? CsvFile.read(file, shape, most, names, options)
        : open;
  }

  /**
   * The shape of images whose pixels are all fields of a file's first line but one: a square, grey
   * or in three colours.
   *
   * @return empty if there is no such square
   */
  static Optional<Shape> shape(Path file) {
    int pixels = fields(file) - 1;
    for (int channels : new int[] {1, 3}) {
      int side = (int) Math.round(Math.sqrt((double) pixels / channels));
      if (side > 1 && channels * side * side == pixels) {
        return Optional.of(new Shape(channels, side, side));
      }
    }
    return Optional.empty();
  }

  private static int fields(Path file) {
    int[] counts = new int[4];
    String separators = ",;\t|";
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      boolean begun = false;
      for (int i = 0; i < LONGEST; i++) {
        int c = reader.read();
        if (c < 0 || begun && (c == '\n' || c == '\r')) {
          break;
        }
        begun |= c != '\n' && c != '\r';
        int separator = separators.indexOf(c);
        if (separator >= 0) {
          counts[separator]++;
        }
      }
    } catch (IOException | UncheckedIOException _) {
      // Whoever reads all of it says what is wrong.
      return 0;
    }
    return 1 + IntStream.of(counts).max().orElse(0);
  }
}
