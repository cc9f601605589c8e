package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.CsvOptions;
import dev.lanewise.data.DataPlaces;
import dev.lanewise.data.DataSet;
import dev.lanewise.data.DataSource;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.formats.Suggestions;
import dev.lanewise.layers.model.ModelSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where data sets lie, and how they are loaded. */
final class DataOptions {

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "The only directory to look for data sets in. Default: the directory that LANEWISE_DATA"
              + " names, then ~/.cache/lanewise.")
  private @Nullable Path directory;

  @Option(
      names = "--skip-unreadable",
      description =
          "Leave out images of a folder that can't be read, and say which. Default: the first ends"
              + " the program.")
  private boolean skip;

  @Mixin private final CsvArguments csv = new CsvArguments();

  /**
   * How a CSV file is to be read: as the options say, else as its name does, else as other data
   * was.
   *
   * @param name the file's name
   * @param like the name of data that was read before; another kind's for none
   */
  private CsvOptions csv(String name, String like) {
    csv.checkFor(name);
    CsvOptions otherwise =
        CsvKeys.isCsv(like) ? CsvKeys.read(like, CsvKeys.PLAIN) : CsvOptions.defaults();
    return CsvKeys.isCsv(name) ? csv.over(CsvKeys.read(name, otherwise)) : otherwise;
  }

  /** The data set of a name. */
  static DataSet named(String name) {
    return named(name, "", ExitCode.USAGE);
  }

  private static DataSet named(String name, String where, int code) {
    List<String> names = Arrays.stream(DataSet.values()).map(DataSet::id).toList();
    if (!names.contains(name)) {
      throw new CliException(
          code, "%sUnknown data set %s. %s".formatted(where, name, Suggestions.hint(name, names)));
    }
    return DataSet.named(name);
  }

  /** A set that is known by name, which the user gives, or else a model. */
  private static NamedData known(@Nullable String given, String model, String ofModel) {
    return NamedData.of(given != null ? named(given) : named(ofModel, model + ": ", ExitCode.DATA));
  }

  /**
   * What a model is to be trained on.
   *
   * @param given the name that the user gives
   * @param test the name of test images, of the user's own
   * @param model what messages call the model
   * @param spec the model
   */
  NamedData training(
      Session session,
      @Nullable String given,
      @Nullable String test,
      String model,
      ModelSpec spec) {
    String name = given == null ? spec.recipe().data().dataset() : given;
    CsvOptions written = csv(name, "");
    if (NamedData.isOwn(name)) {
      List<String> names = NamedData.numbered(Models.outputs(spec));
      return warned(
          session,
          NamedData.read(
              session,
              name,
              new NamedData.Reading(spec.input(), names, false, skip, test, written)));
    }
    if (test != null) {
      throw CliException.usage(
          "--test-data is for --data folder:PATH or csv:PATH. Received: --data " + name);
    }
    return known(given, model, spec.recipe().data().dataset());
  }

  /** What a saved model is to be measured on: by default what it was trained on. */
  NamedData test(Session session, @Nullable String given, String model, SavedModel saved) {
    String own = saved.provenance().dataset();
    String name = given == null ? own : given;
    CsvOptions written = csv(name, own);
    if (!NamedData.isOwn(name)) {
      return known(given, model, own);
    }
    List<String> classes = saved.provenance().classes();
    NamedData.Reading reading =
        new NamedData.Reading(saved.network().input(), classes, true, skip, null, written);
    return warned(session, NamedData.readTest(session, name, reading));
  }

  /**
   * What a training is to be measured on besides.
   *
   * @param name the name that the user gives
   * @param data what is trained on, whose classes these images must have
   * @param spec the model, for images of the data's shape
   */
  NamedData validation(Session session, String name, NamedData data, ModelSpec spec) {
    NamedData images;
    if (NamedData.isOwn(name)) {
      CsvOptions written =
          CsvKeys.isCsv(name)
              ? CsvKeys.read(
                  name,
                  CsvKeys.isCsv(data.id())
                      ? CsvKeys.read(data.id(), CsvKeys.PLAIN)
                      : csv.over(CsvOptions.defaults()))
              : CsvOptions.defaults();
      NamedData.Reading reading =
          new NamedData.Reading(spec.input(), data.classNames(), true, skip, null, written);
      images = warned(session, NamedData.readTest(session, name, reading));
    } else {
      images = NamedData.of(named(name));
    }
    Shape shape = shape(images, spec.recipe().data().channel());
    if (!shape.equals(spec.input())) {
      throw new CliException(
          ExitCode.DATA,
          "The images of --val-data must have the shape of the training images. Expected: %s."
                  .formatted(spec.input())
              + " Received: %s of %s".formatted(shape, name));
    }
    if (!images.classNames().equals(data.classNames())) {
      throw new CliException(
          ExitCode.DATA,
          "The images of --val-data must have the classes of the training images. Expected: %s."
                  .formatted(data.classNames())
              + " Received: %s of %s".formatted(images.classNames(), name));
    }
    return images;
  }

  private static NamedData warned(Session session, NamedData data) {
    data.own().skipped().forEach(reason -> session.err().println("lanewise: skipped " + reason));
    return data;
  }

  /** The places to look in. */
  DataPlaces places(Session session) {
    Path named = directory == null ? null : session.resolve(directory);
    return DataPlaces.of(named, session.environment(), session.home());
  }

  /** The data sets in those places. */
  DataSource source(Session session) {
    return new DataSource(places(session));
  }

  /** Both splits of a data set, as far as there are such images. */
  Map<Split, ImageSet> load(Session session, NamedData data, OptionalInt channel) {
    Map<Split, ImageSet> sets = new EnumMap<>(Split.class);
    if (data.known().isPresent()) {
      source(session)
          .loadAll(data.known().get())
          .forEach((split, all) -> sets.put(split, only(all, channel)));
    } else {
      ImageSet training = data.own().training();
      if (training != null) {
        sets.put(Split.TRAIN, training);
      }
      data.own().test().ifPresent(images -> sets.put(Split.TEST, images));
    }
    return sets;
  }

  /** The test split of a data set. */
  ImageSet loadTest(Session session, NamedData data, OptionalInt channel) {
    return data.known().isPresent()
        ? only(source(session).load(data.known().get(), Split.TEST), channel)
        : data.own().test().orElseThrow();
  }

  private static ImageSet only(ImageSet all, OptionalInt channel) {
    return applies(all.shape(), channel) ? all.channel(channel.getAsInt()) : all;
  }

  /** A recipe that picks one colour leaves grey images as they are. */
  private static boolean applies(Shape shape, OptionalInt channel) {
    return channel.isPresent() && shape.channels() > 1;
  }

  /** The shape that a model sees. */
  static Shape shape(NamedData set, OptionalInt channel) {
    Shape shape = set.shape();
    if (!applies(shape, channel)) {
      return shape;
    }
    if (channel.getAsInt() >= shape.channels()) {
      throw new CliException(
          ExitCode.DATA,
          "The model uses one channel of the images, which must be 0 to %d for %s. Received: %d"
              .formatted(shape.channels() - 1, set.id(), channel.getAsInt()));
    }
    return new Shape(1, shape.height(), shape.width());
  }
}
