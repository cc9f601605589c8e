package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.CsvOptions;
import dev.lanewise.data.DataPlaces;
import dev.lanewise.data.DataSet;
import dev.lanewise.data.DataSource;
import dev.lanewise.data.ImageFit;
import dev.lanewise.data.ImageOrientation;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import dev.lanewise.data.recipe.RecipeData;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.formats.Suggestions;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Recipe;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  @Option(
      names = "--exif",
      paramLabel = "honour|ignore",
      description =
          "Whether pictures are turned as their EXIF orientation says, as viewers do, or stay as"
              + " they are stored. Default: honour.")
  private @Nullable String exif;

  @Mixin private final CsvArguments csv = new CsvArguments();

  /**
   * How a text file is to be read: as the options say, else as its name does, else as other data
   * was.
   *
   * @param name the file's name
   * @param like the name of data that was read before; another kind's for none
   */
  CsvOptions csv(String name, String like) {
    csv.checkFor(name);
    CsvOptions otherwise =
        CsvKeys.isCsv(like) ? CsvKeys.read(like, CsvKeys.PLAIN) : CsvOptions.defaults();
    return CsvKeys.isCsv(name) ? csv.over(CsvKeys.read(name, otherwise)) : otherwise;
  }

  /** The same of images to watch, which the options are not about. */
  private CsvOptions watchedCsv(String name, String like) {
    if (!CsvKeys.isCsv(name)) {
      return CsvOptions.defaults();
    }
    return CsvKeys.read(
        name,
        CsvKeys.isCsv(like) ? CsvKeys.read(like, CsvKeys.PLAIN) : csv.over(CsvOptions.defaults()));
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

  /** The data set of a name that could also have been a folder or a file. */
  static DataSet named(Session session, String name) {
    if (!OwnName.isKnown(name)) {
      throw CliException.usage(
          "Unknown data set %s. %s".formatted(name, OwnName.hint(session, name)));
    }
    OwnName.twofold(session, name).ifPresent(line -> session.warn(line + "."));
    return DataSet.named(name);
  }

  /**
   * What a model is to be trained on.
   *
   * @param data the name that the user gives; empty to take the recipe's
   * @param test test images of the user's own
   * @param input the shape to see, as far as the user gives it
   * @param fit how images become those of that shape, if the user says so
   * @param file the file that the model comes from, or a preset's name
   * @param spec the model
   * @param grows whether the model's input is that of the data
   * @param fixed whether the model has the number of classes that the user means
   * @param saved what the file says of the training before; empty of a model without values
   */
  record Request(
      Optional<String> data,
      Optional<String> test,
      InputSize input,
      Optional<ImageFit> fit,
      String file,
      ModelSpec spec,
      boolean grows,
      boolean fixed,
      Optional<Saved> saved) {

    /**
     * What a file says of the training before.
     *
     * @param dataset on what
     * @param classes names of its classes
     */
    record Saved(String dataset, List<String> classes) {}
  }

  /** Reads or names what a model is to be trained on. */
  NamedData training(Session session, Request request) {
    ModelSpec spec = request.spec();
    String recipe = spec.recipe().data().dataset();
    String written = request.data().orElse(recipe);
    Optional<OwnImages.Source> source = source(session, request.data(), recipe, request.file());
    if (source.isEmpty()) {
      csv.checkFor(written);
      checkKnown(request, written);
      return NamedData.of(
          request.data().isPresent()
              ? named(session, written)
              : named(written, request.file() + ": ", ExitCode.DATA));
    }
    OwnName name = source.get().name();
    Reading reading = reading(session, request, name);
    return warned(
        session,
        name.kind() == OwnName.Kind.CSV
            ? OwnCsv.training(session, source.get(), reading)
            : new OwnFolder(source.get(), reading).training(session));
  }

  private static void checkKnown(Request request, String written) {
    if (request.test().isPresent()) {
      throw CliException.usage(
          "--test-data is for --data folder:PATH or csv:PATH. Received: --data " + written);
    }
    if (request.fit().isPresent()) {
      throw CliException.usage("--fit is for folders of images. Received: --data " + written);
    }
    if (!request.input().equals(InputSize.OPEN)) {
      throw CliException.usage("--input is for data of your own. Received: --data " + written);
    }
  }

  private Reading reading(Session session, Request request, OwnName name) {
    boolean csv = name.kind() == OwnName.Kind.CSV;
    Shape own = request.spec().input();
    Optional<Request.Saved> saved = request.saved();
    if (csv && request.fit().isPresent()) {
      throw CliException.usage("--fit is for folders of images. Received: --data " + name.id());
    }
    checkFit(request.fit(), name);
    int outputs = Models.outputs(request.spec());
    List<String> classes =
        saved
            .map(Request.Saved::classes)
            .filter(names -> !names.isEmpty() && (!csv || names.size() == outputs))
            .orElse(request.fixed() ? NamedData.numbered(outputs) : List.of());
    InputSize shape = InputSize.of(own);
    if (request.grows() && csv) {
      shape = OwnCsv.shape(name.path(session)).map(InputSize::of).orElse(shape);
    }
    return new Reading(
        request.grows() && !csv ? request.input() : request.input().or(shape),
        request.fit().orElse(saved.map(it -> fit(it.dataset())).orElse(ImageFit.STRETCH)),
        classes,
        saved.filter(it -> !it.classes().isEmpty()).isPresent()
            ? Reading.Names.GIVEN_IF_SAME
            : Reading.Names.OWN,
        skip,
        request.test().map(test -> test(session, test, name.kind())),
        csv(name.id(), saved.map(Request.Saved::dataset).orElse("")),
        orientation());
  }

  private static void checkFit(Optional<ImageFit> given, OwnName name) {
    if (given.isPresent() && name.fit().filter(fit -> fit != given.get()).isPresent()) {
      throw CliException.usage(
          "--fit and the name of the data must say the same. Received: --fit %s and %s"
              .formatted(Fits.word(given.get()), name.id()));
    }
  }

  private static OwnName test(Session session, String test, OwnName.Kind kind) {
    return OwnName.find(session, test)
        .filter(name -> name.kind() == kind)
        .orElseThrow(
            () ->
                CliException.usage(
                    "--test-data must be of the kind of --data, %sPATH. Received: %s"
                        .formatted(kind.prefix(), test)));
  }

  /** How a data set's images were fitted. */
  static ImageFit fit(String dataset) {
    return OwnName.isPrefixed(dataset)
        ? OwnName.parse(dataset).fit().orElse(ImageFit.STRETCH)
        : ImageFit.STRETCH;
  }

  /** The user's own data that is meant; empty for a known set. */
  private static Optional<OwnImages.Source> source(
      Session session, Optional<String> given, String recipe, String file) {
    if (given.isPresent()) {
      return OwnName.find(session, given.get()).map(name -> OwnImages.Source.of(session, name));
    }
    return OwnName.isPrefixed(recipe)
        ? Optional.of(SavedPlace.find(session, recipe, file))
        : Optional.empty();
  }

  /** What a saved model is to be measured on: by default what it was trained on. */
  NamedData test(Session session, @Nullable String given, String model, SavedModel saved) {
    return test(session, Optional.ofNullable(given), Optional.empty(), model, saved);
  }

  /** The same with images fitted as the user says. */
  NamedData test(
      Session session,
      Optional<String> given,
      Optional<ImageFit> fit,
      String model,
      SavedModel saved) {
    String dataset = saved.provenance().dataset();
    Optional<OwnImages.Source> source = source(session, given, dataset, model);
    if (source.isEmpty()) {
      csv.checkFor(given.orElse(dataset));
      if (fit.isPresent()) {
        throw CliException.usage(
            "--fit is for folders of images. Received: --data " + given.orElse(dataset));
      }
      return NamedData.of(
          given.isPresent()
              ? named(session, given.get())
              : named(dataset, model + ": ", ExitCode.DATA));
    }
    checkFit(fit, source.get().name());
    Reading reading =
        Reading.of(
            saved.network().input(),
            fit.orElse(fit(dataset)),
            saved.provenance().classes(),
            skip,
            csv(source.get().name().id(), dataset),
            orientation());
    Optional<Path> place =
        given.isEmpty()
            ? Optional.of(source.get().place())
            : SavedPlace.quietly(session, dataset, model);
    return warned(
        session,
        MeasuredImages.of(
            source.get(),
            reading,
            place.map(
                path ->
                    new MeasuredImages.Trained(
                        path, saved.provenance().recipe(), saved.provenance().seed()))));
  }

  /**
   * What a training is to be measured on besides.
   *
   * @param name the name that the user gives
   * @param data what is trained on, whose classes these images must have
   * @param spec the model, for images of the data's shape
   */
  NamedData validation(Session session, String name, NamedData data, ModelSpec spec) {
    NamedData images =
        OwnName.find(session, name)
            .map(own -> validation(session, own, data, spec))
            .orElseGet(() -> NamedData.of(named(session, name)));
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

  private NamedData validation(Session session, OwnName name, NamedData data, ModelSpec spec) {
    Reading reading =
        Reading.of(
            spec.input(),
            fit(data.id()),
            data.classNames(),
            skip,
            watchedCsv(name.id(), data.id()),
            orientation());
    OwnImages.Source source = OwnImages.Source.of(session, name);
    Optional<MeasuredImages.Trained> trained =
        data.own()
            .source()
            .map(
                it ->
                    new MeasuredImages.Trained(
                        it.place(), spec.recipe().withValidation(Recipe.Validation.NONE), 0));
    NamedData images = warned(session, MeasuredImages.of(source, reading, trained));
    if (images.own().part() == Part.TRAINING) {
      session.warn("--val-data names training images: " + name.id());
    }
    return images;
  }

  private static NamedData warned(Session session, NamedData data) {
    Encodings.check(data.classNames(), session);
    OwnImages.Told told = data.own().told();
    told.skipped().forEach(reason -> session.warn("skipped " + reason));
    told.notes().forEach(note -> session.warn(note));
    if (!told.ignored().isEmpty()) {
      session.warn("%s: left out %s".formatted(data.id(), told.endings()));
    }
    return data;
  }

  /** Whether pictures are turned as their EXIF orientation says. */
  ImageOrientation orientation() {
    return switch (exif) {
      case null -> ImageOrientation.HONOUR;
      case "honour" -> ImageOrientation.HONOUR;
      case "ignore" -> ImageOrientation.IGNORE;
      default -> throw CliException.usage("--exif must be honour or ignore. Received: " + exif);
    };
  }

  /** Whether images that can't be read are left out. */
  boolean skip() {
    return skip;
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
          .forEach((split, all) -> sets.put(split, RecipeData.channel(channel, all)));
    } else {
      ImageSet training = data.own().training();
      if (training != null) {
        sets.put(Split.TRAIN, RecipeData.channel(channel, training));
      }
      data.own()
          .test()
          .ifPresent(images -> sets.put(Split.TEST, RecipeData.channel(channel, images)));
    }
    return sets;
  }

  /** The test split of a data set. */
  ImageSet loadTest(Session session, NamedData data, OptionalInt channel) {
    return RecipeData.channel(
        channel,
        data.known().isPresent()
            ? source(session).load(data.known().get(), Split.TEST)
            : data.own().test().orElseThrow());
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
          "The model uses one channel of the images, which must be 0 to %s for %s. Received: %s"
              .formatted(shape.channels() - 1, set.id(), channel.getAsInt()));
    }
    return new Shape(1, shape.height(), shape.width());
  }
}
