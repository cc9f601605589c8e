package dev.lanewise.cli;

import dev.lanewise.data.ImageSet;
import dev.lanewise.layers.model.Recipe;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which of the user's own images a trained model is measured on: test images; where there are none,
 * images that it did not learn from; else those that there are, which is then said.
 */
final class MeasuredImages {

  private MeasuredImages() {}

  /**
   * How the model was trained.
   *
   * @param place on what
   * @param recipe as it was used
   * @param seed its seed
   */
  record Trained(Path place, Recipe recipe, long seed) {}

  /** Reads them. */
  static NamedData of(OwnImages.Source source, Reading reading, Optional<Trained> trained) {
    boolean same = trained.filter(it -> SavedPlace.same(it.place(), source.place())).isPresent();
    if (source.name().kind() == OwnName.Kind.CSV) {
      NamedData all = OwnCsv.measured(source, reading, same ? Part.TRAINING : Part.ALL);
      return same ? aside(all, trained.orElseThrow()) : all;
    }
    OwnFolder folder = new OwnFolder(source, reading);
    FolderLayout layout = folder.layout();
    Optional<Path> test = layout.part(Part.TEST);
    if (test.isPresent()) {
      return folder.measured(test.get(), Part.TEST);
    }
    Optional<Path> validation = layout.part(Part.VALIDATION);
    if (validation.isPresent()) {
      return folder.measured(validation.get(), Part.VALIDATION);
    }
    Path root = layout.part(Part.TRAINING).orElse(layout.root());
    if (same) {
      return aside(folder.measured(root, Part.TRAINING), trained.orElseThrow());
    }
    Part part =
        layout.divided() ? Part.TRAINING : trained.map(it -> part(it, root)).orElse(Part.ALL);
    return folder.measured(root, part);
  }

  /** A directory of the folder that the model was trained on is one of its parts. */
  private static Part part(Trained trained, Path root) {
    Path parent = root.getParent();
    if (parent != null && SavedPlace.same(parent, trained.place())) {
      return Part.named(String.valueOf(root.getFileName())).orElse(Part.TRAINING);
    }
    return Part.ALL;
  }

  /** Of training images those that the training has set aside, if it has. */
  private static NamedData aside(NamedData all, Trained trained) {
    if (trained.recipe().validation().fraction() == 0) {
      return all;
    }
    OwnImages own = all.own();
    ImageSet images = own.test().orElseThrow();
    Optional<ImageSet> aside =
        TrainingData.divide(images, trained.recipe(), trained.seed(), true).aside();
    return new NamedData(
        all.id(),
        all.shape(),
        all.classNames(),
        all.known(),
        new OwnImages(null, Optional.empty(), aside, Part.VALIDATION, own.source(), own.told()));
  }
}
