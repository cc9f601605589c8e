package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ImageSet;
import dev.lanewise.formats.SavedModel;
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
    return where.loadTest(session, set, channel).withScale(Models.scale(saved));
  }
}
