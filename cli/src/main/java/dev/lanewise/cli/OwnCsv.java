package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.CsvFile;
import dev.lanewise.data.CsvOptions;
import dev.lanewise.data.ImageSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads text files with a sample a line. */
final class OwnCsv {

  private OwnCsv() {}

  /** All that a training wants. */
  static NamedData training(Session session, OwnImages.Source source, Reading reading) {
    ImageSet training = read(source.place(), reading);
    Optional<ImageSet> test =
        reading.test().map(name -> read(name.path(session), reading));
    List<String> notes =
        reading
            .test()
            .filter(name -> SavedPlace.same(name.path(session), source.place()))
            .map(name -> List.of("--test-data names the training images: " + name.id()))
            .orElse(List.of());
    return named(
        training,
        new OwnImages(
            training,
            Optional.empty(),
            test,
            Part.TEST,
            Optional.of(source),
            new OwnImages.Told(Optional.empty(), List.of(), Map.of(), notes)));
  }

  /** All of a file, to measure on. */
  static NamedData measured(OwnImages.Source source, Reading reading, Part part) {
    ImageSet images = read(source.place(), reading);
    return named(
        images,
        new OwnImages(
            null,
            Optional.empty(),
            Optional.of(images),
            part,
            Optional.of(source),
            OwnImages.Told.NOTHING));
  }

  private static NamedData named(ImageSet any, OwnImages own) {
    return new NamedData(
        own.source().orElseThrow().name().id(),
        any.shape(),
        any.classNames(),
        Optional.empty(),
        own);
  }

  private static ImageSet read(Path file, Reading reading) {
    Shape shape = reading.size().shape();
    return CsvFile.images(file, shape, reading.classNames(), CsvOptions.defaults());
  }
}
