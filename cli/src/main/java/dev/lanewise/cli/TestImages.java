package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ImageSet;
import dev.lanewise.formats.SavedModel;
import java.util.List;
import java.util.OptionalInt;

/** A data set's test images as a saved model wants them. */
final class TestImages {

  private TestImages() {}

  /** All of them, of the model's channels and scaled as its training images were. */
  static ImageSet of(SavedModel saved, NamedData set, DataOptions where, Session session) {
    OptionalInt channel = saved.spec().recipe().data().channel();
    Shape shape = DataOptions.shape(set, channel);
    if (!shape.equals(saved.network().input())) {
      throw new CliException(
          ExitCode.DATA,
          "The images of %s must have the shape that %s was trained on. Expected: %s. Received: %s"
              .formatted(set.id(), saved.spec().name(), saved.network().input(), shape));
    }
    Models.checkClasses(saved.spec().name(), saved.network().output(), set);
    List<String> classes = saved.provenance().classes();
    if (!classes.isEmpty() && !classes.equals(set.classNames())) {
      throw new CliException(
          ExitCode.DATA,
          "The classes of %s must be those that %s was trained on. Expected: %s. Received: %s"
              .formatted(
                  set.id(),
                  saved.spec().name(),
                  ClassGaps.some(classes),
                  ClassGaps.some(set.classNames())));
    }
    return where.loadTest(session, set, channel).withScale(Models.scale(saved));
  }

  /** How many images were measured, and what they are, if they are no test images. */
  static String words(int images, NamedData set) {
    Part part = set.own().part();
    String count = Text.count(images) + " " + part.images();
    return switch (part) {
      case TRAINING -> count + ": " + lacks(set);
      case VALIDATION -> count + "; " + lacks(set);
      case TEST, ALL -> count;
    };
  }

  /** That there are no test images. */
  static String lacks(NamedData set) {
    boolean file =
        set.own().source().filter(it -> it.name().kind() == OwnName.Kind.CSV).isPresent();
    return "the %s has no test images".formatted(file ? "file" : "folder");
  }
}
