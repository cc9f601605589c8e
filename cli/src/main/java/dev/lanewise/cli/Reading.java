package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.CsvOptions;
import dev.lanewise.data.ImageFit;
import dev.lanewise.data.ImageOrientation;
import java.util.List;
import java.util.Optional;

/**
 * How the user's own images are to be read.
 *
 * @param size the shape that a model sees, or as much of it as is given
 * @param fit how images become those of that size, unless their name says so
 * @param classNames names of the classes, for files that have none or as a model knows them
 * @param names whose names count
 * @param skip whether images that can't be read are left out
 * @param test test images, if they are named for themselves
 * @param csv how a text file is written
 * @param orientation whether pictures are turned as their EXIF orientation says
 */
record Reading(
    InputSize size,
    ImageFit fit,
    List<String> classNames,
    Names names,
    boolean skip,
    Optional<OwnName> test,
    CsvOptions csv,
    ImageOrientation orientation) {

  /** Whose names count. */
  enum Names {
    /** The directories', in their order. */
    OWN,
    /** The given ones: a directory of another name is an error. */
    GIVEN,
    /** The given ones if the directories have just these, in any order, else the directories'. */
    GIVEN_IF_SAME
  }

  /** For a model that wants just this shape and knows its classes. */
  static Reading of(
      Shape shape,
      ImageFit fit,
      List<String> classNames,
      boolean skip,
      CsvOptions csv,
      ImageOrientation orientation) {
    return new Reading(
        InputSize.of(shape),
        fit,
        classNames,
        classNames.isEmpty() ? Names.OWN : Names.GIVEN,
        skip,
        Optional.empty(),
        csv,
        orientation);
  }
}
