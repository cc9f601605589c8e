package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.DataPlaces;
import dev.lanewise.data.DataSet;
import dev.lanewise.data.DataSource;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import dev.lanewise.formats.Suggestions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
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

  /** The data set of a name. */
  static DataSet named(String name) {
    return named(name, "", ExitCode.USAGE);
  }

  /** The data set that the user names, or else a model. */
  static DataSet named(@Nullable String given, String model, String ofModel) {
    return given != null ? named(given) : named(ofModel, model + ": ", ExitCode.DATA);
  }

  private static DataSet named(String name, String where, int code) {
    List<String> names = Arrays.stream(DataSet.values()).map(DataSet::id).toList();
    if (!names.contains(name)) {
      throw new CliException(
          code, "%sUnknown data set %s. %s".formatted(where, name, Suggestions.hint(name, names)));
    }
    return DataSet.named(name);
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

  /** Both splits of a data set. */
  Map<Split, ImageSet> load(Session session, DataSet set, OptionalInt channel) {
    Map<Split, ImageSet> sets = new EnumMap<>(Split.class);
    source(session).loadAll(set).forEach((split, all) -> sets.put(split, only(all, channel)));
    return sets;
  }

  /** The test split of a data set. */
  ImageSet loadTest(Session session, DataSet set, OptionalInt channel) {
    return only(source(session).load(set, Split.TEST), channel);
  }

  private static ImageSet only(ImageSet all, OptionalInt channel) {
    return applies(all.shape(), channel) ? all.channel(channel.getAsInt()) : all;
  }

  /** A recipe that picks one colour leaves grey images as they are. */
  private static boolean applies(Shape shape, OptionalInt channel) {
    return channel.isPresent() && shape.channels() > 1;
  }

  /** The shape that a model sees. */
  static Shape shape(DataSet set, OptionalInt channel) {
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
