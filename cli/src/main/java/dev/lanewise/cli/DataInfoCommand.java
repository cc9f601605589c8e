package dev.lanewise.cli;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lanewise.data.DataSet;
import dev.lanewise.data.DataSource;
import dev.lanewise.data.ImageFit;
import dev.lanewise.data.ImageProbe;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code data info}. */
@Command(
    name = "info",
    description = {
      "Reads a data set and describes it: sizes, images of each class, mean and standard deviation"
          + " of the pixels (0 to 1), files. Of a folder of your own also its parts, the files that"
          + " are left out, and what a training would make of its images.",
      ""
    },
    sortOptions = false)
final class DataInfoCommand extends BaseCommand {

  @Parameters(
      paramLabel = "NAME",
      description =
          "${bundle:datasets}; a folder of images or a text file, as" + " train --data takes it.")
  private String name = "";

  @Option(
      names = "--input",
      paramLabel = "CxHxW",
      description =
          "The shape that a training would see of data of your own. Default: chosen by the images,"
              + " as images-cnn does; of a text file the square of its pixels.")
  private @Nullable String input;

  @Mixin private final DataOptions where = new DataOptions();

  DataInfoCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    Optional<OwnName> own = OwnName.find(session(), name);
    if (own.isPresent()) {
      describe(OwnImages.Source.of(session(), own.get()));
    } else {
      describe(DataOptions.named(session(), name));
    }
    return ExitCode.OK;
  }

  private void describe(DataSet set) {
    if (input != null) {
      throw CliException.usage("--input is for data of your own. Received: " + name);
    }
    DataSource source = where.source(session());
    Map<Split, ImageSet> sets = source.loadAll(set);
    text().println("%s: %s".formatted(set.id(), set.description()));
    JsonMembers json =
        new JsonMembers()
            .put("name", set.id())
            .put("shape", set.shape().toString())
            .put("classes", set.classNames(), JsonPrimitive::new);
    for (Split split : Split.values()) {
      ImageSet images = Models.of(sets, split);
      Optional<String> path = source.locate(set, split).map(Object::toString);
      json.put(split.id(), describe(split.id(), images, path));
    }
    result(json.build());
  }

  private JsonObject describe(String part, ImageSet images, Optional<String> path) {
    ImageSet.Statistics statistics = images.statistics();
    text()
        .println(
            "%s: %s images of %s, %s classes%n  from %s%n  mean %s, standard deviation %s%n  %s"
                .formatted(
                    part,
                    Text.count(images.size()),
                    images.shape(),
                    images.classes(),
                    path.orElse("made by the program"),
                    decimals(statistics.mean()),
                    decimals(statistics.std()),
                    counts(images)));
    return json(images, statistics, path);
  }

  private void describe(OwnImages.Source source) {
    boolean folder = source.name().kind() == OwnName.Kind.FOLDER;
    InputSize size = input == null ? InputSize.OPEN : InputSize.parse(input);
    // What can't be read is a finding here, not an error.
    Reading reading =
        new Reading(
            folder
                ? size
                : size.or(InputSize.of(OwnCsv.shape(source.place()).orElse(DataSet.MNIST.shape()))),
            ImageFit.STRETCH,
            List.of(),
            Reading.Names.OWN,
            true,
            Optional.empty(),
            where.csv(source.name().id(), ""),
            where.orientation());
    Optional<OwnFolder> reader =
        folder ? Optional.of(new OwnFolder(source, reading)) : Optional.empty();
    NamedData set =
        reader
            .map(it -> it.training(session()))
            .orElseGet(() -> OwnCsv.training(session(), source, reading));
    OwnImages own = set.own();
    text()
        .println(
            "%s: %s classes%s"
                .formatted(
                    set.id(),
                    set.classNames().size(),
                    own.told().pixels().map(line -> "; " + line).orElse("")));
    JsonMembers json =
        new JsonMembers()
            .put("name", set.id())
            .put("shape", set.shape().toString())
            .put("classes", set.classNames(), JsonPrimitive::new)
            .put("pixels", own.told().pixels().orElse(null));
    put(json, "train", Part.TRAINING, Optional.ofNullable(own.training()), reader, source);
    put(json, "validation", Part.VALIDATION, own.validation(), reader, source);
    put(json, "test", Part.TEST, own.test(), reader, source);
    own.told().notes().forEach(note -> text().println(note));
    own.told().skipped().forEach(reason -> text().println("can't be read: " + reason));
    if (!own.told().ignored().isEmpty()) {
      text().println("left out: " + own.told().endings());
    }
    result(
        json.put("skipped", own.told().skipped(), JsonPrimitive::new)
            .put("ignored", own.told().ignoredJson())
            .build());
  }

  private void put(
      JsonMembers json,
      String member,
      Part part,
      Optional<ImageSet> images,
      Optional<OwnFolder> folder,
      OwnImages.Source source) {
    if (images.isEmpty()) {
      text().println(part.word() + ": none");
      json.put(member, JsonNull.INSTANCE);
      return;
    }
    Path path = folder.flatMap(it -> it.layout().part(part)).orElse(source.place());
    JsonObject described = describe(part.word(), images.get(), Optional.of(path.toString()));
    if (folder.isPresent()) {
      ImageProbe probe = OwnFolder.probe(path, where.orientation());
      text().println("  in files: %s, %s".formatted(probe.sizes(), PixelNote.colours(probe)));
      described.addProperty("minWidth", probe.minWidth());
      described.addProperty("maxWidth", probe.maxWidth());
      described.addProperty("minHeight", probe.minHeight());
      described.addProperty("maxHeight", probe.maxHeight());
      described.addProperty("grey", probe.grey());
    }
    json.put(member, described);
  }

  private static String decimals(List<Double> values) {
    return values.stream().map(Text::fraction).collect(Collectors.joining(" "));
  }

  private static String counts(ImageSet images) {
    int[] counts = images.classCounts();
    StringBuilder text = new StringBuilder("images of each class:");
    for (int c = 0; c < counts.length; c++) {
      text.append(c == 0 ? " " : ", ");
      text.append(images.classNames().get(c)).append(' ').append(Text.count(counts[c]));
    }
    return text.toString();
  }

  private static JsonObject json(
      ImageSet images, ImageSet.Statistics statistics, Optional<String> path) {
    return new JsonMembers()
        .put("images", images.size())
        .put("path", path.orElse(null))
        .put("mean", statistics.mean(), JsonMembers::number)
        .put("std", statistics.std(), JsonMembers::number)
        .put(
            "classCounts", Arrays.stream(images.classCounts()).boxed().toList(), JsonPrimitive::new)
        .build();
  }
}
