package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ImageFit;
import dev.lanewise.data.ImageFolder;
import dev.lanewise.data.ImageFolderOptions;
import dev.lanewise.data.ImageLimits;
import dev.lanewise.data.ImageOrientation;
import dev.lanewise.data.ImageProbe;
import dev.lanewise.data.ImageSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads folders of images, part by part, and keeps what is worth a word about them. */
final class OwnFolder {

  private final OwnImages.Source source;
  private final FolderLayout layout;
  private final Reading reading;
  private final ImageFit fit;
  private final List<String> notes = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final Map<String, Integer> ignored = new TreeMap<>();

  OwnFolder(OwnImages.Source source, Reading reading) {
    this.source = source;
    this.reading = reading;
    this.layout = FolderLayout.of(source.place(), source.name().id());
    this.fit = source.name().fit().orElse(reading.fit());
    notes.addAll(layout.notes());
  }

  /** The folder's parts. */
  FolderLayout layout() {
    return layout;
  }

  /** All that a training wants. */
  NamedData training(Session session) {
    Path root =
        layout
            .part(Part.TRAINING)
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.DATA,
                        "%s: must have a directory train beside those of its other parts. Received:"
                                .formatted(layout.root())
                            + " "
                            + String.join(
                                ", ",
                                layout.parts().values().stream()
                                    .map(path -> path.getFileName().toString())
                                    .toList())));
    checkClasses(root);
    ImageProbe probe = probe(root, reading.orientation());
    Shape shape = reading.size().shape(probe);
    ImageSet training = read(root, shape, names(root));
    List<String> classes = training.classNames();
    Optional<ImageSet> validation =
        layout.divided()
            ? layout.part(Part.VALIDATION).map(path -> read(path, shape, classes))
            : Optional.empty();
    Optional<ImageSet> test =
        reading.test().isPresent()
            ? Optional.of(test(session, reading.test().get(), root, shape, classes))
            : layout.part(Part.TEST).map(path -> read(path, shape, classes));
    return named(
        training,
        new OwnImages(
            training,
            validation,
            test,
            Part.TEST,
            Optional.of(source.withName(source.name().withFit(fit))),
            told(Optional.of(PixelNote.of(probe, shape, fit, classes)))));
  }

  /** Images that are measured on although nobody learned from them here. */
  private ImageSet test(
      Session session, OwnName name, Path training, Shape shape, List<String> classes) {
    FolderLayout other = FolderLayout.of(name.path(session), name.id());
    notes.addAll(other.notes());
    Path root = other.part(Part.TEST).orElse(other.part(Part.TRAINING).orElse(other.root()));
    if (SavedPlace.same(root, training)) {
      notes.add("--test-data names the training images: " + name.id());
    }
    return read(root, shape, classes);
  }

  /** One part alone, to measure on. */
  NamedData measured(Path root, Part part) {
    Shape shape = reading.size().shape();
    ImageSet images = read(root, shape, names(root));
    return named(
        images,
        new OwnImages(
            null,
            Optional.empty(),
            Optional.of(images),
            part,
            Optional.of(source.withName(source.name().withFit(fit))),
            told(Optional.empty())));
  }

  private OwnImages.Told told(Optional<String> pixels) {
    return new OwnImages.Told(pixels, skipped, ignored, notes);
  }

  private NamedData named(ImageSet any, OwnImages own) {
    return new NamedData(
        source.name().withFit(fit).id(), any.shape(), any.classNames(), Optional.empty(), own);
  }

  private List<String> names(Path root) {
    List<String> given = reading.classNames();
    return switch (reading.names()) {
      case OWN -> List.of();
      case GIVEN -> given;
      case GIVEN_IF_SAME ->
          new HashSet<>(given).equals(new HashSet<>(FolderLayout.classes(root)))
              ? given
              : List.of();
    };
  }

  /** A folder of one class teaches nothing; often it is one directory too high. */
  private void checkClasses(Path root) {
    List<Path> classes = FolderLayout.directories(root);
    if (classes.size() != 1) {
      return;
    }
    Path only = classes.getFirst();
    List<String> below = FolderLayout.classes(only);
    throw new CliException(
        ExitCode.DATA,
        "%s: expected directories of at least two classes. Received: 1 (%s)%s"
            .formatted(
                root,
                only.getFileName(),
                below.size() > 1
                    ? ". If its directories (%s) are the classes: --data %s"
                        .formatted(ClassGaps.some(below), only)
                    : ""));
  }

  /** What the headers of a part's images say. */
  static ImageProbe probe(Path root, ImageOrientation orientation) {
    return ImageProbe.folder(root, List.of(), orientation, ImageLimits.defaults());
  }

  private ImageSet read(Path root, Shape shape, List<String> classNames) {
    ImageFolder folder =
        ImageFolder.read(
            root,
            ImageFolderOptions.of(shape)
                .withFit(fit)
                .withOrientation(reading.orientation())
                .withClassNames(classNames)
                .withUnreadable(
                    reading.skip()
                        ? ImageFolderOptions.Unreadable.SKIP
                        : ImageFolderOptions.Unreadable.FATAL));
    folder.skipped().forEach(image -> skipped.add(image.reason()));
    folder.ignored().forEach((ending, count) -> ignored.merge(ending, count, Integer::sum));
    return folder.images();
  }
}
