package dev.lanewise.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lanewise.data.DataSet;
import dev.lanewise.data.DataSource;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code data info}. */
@Command(
    name = "info",
    description = {
      "Reads a data set and describes it: sizes, images of each class, mean and standard deviation"
          + " of the pixels (0 to 1), files.",
      ""
    },
    sortOptions = false)
final class DataInfoCommand extends BaseCommand {

  @Parameters(
      paramLabel = "NAME",
      description = "mnist, fashion-mnist, cifar10, cifar100 or digits.")
  private String name = "";

  @Mixin private final DataOptions where = new DataOptions();

  DataInfoCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    DataSet set = DataOptions.named(name);
    DataSource source = where.source(session());
    Map<Split, ImageSet> sets = source.loadAll(set);
    text().println("%s: %s".formatted(set.id(), set.description()));
    Json json =
        new Json()
            .put("name", set.id())
            .put("shape", set.shape().toString())
            .put("classes", set.classNames(), JsonPrimitive::new);
    for (Split split : Split.values()) {
      ImageSet images = Models.of(sets, split);
      ImageSet.Statistics statistics = images.statistics();
      Optional<String> path = source.locate(set, split).map(Object::toString);
      text()
          .println(
              "%s: %s images of %s, %d classes%n  from %s%n  mean %s, standard deviation %s%n  %s"
                  .formatted(
                      split.id(),
                      Text.count(images.size()),
                      images.shape(),
                      images.classes(),
                      path.orElse("made by the program"),
                      decimals(statistics.mean()),
                      decimals(statistics.std()),
                      counts(images)));
      json.put(split.id(), json(images, statistics, path));
    }
    result(json.build());
    return ExitCode.OK;
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
    return new Json()
        .put("images", images.size())
        .put("path", path.orElse(null))
        .put("mean", statistics.mean(), Json::number)
        .put("std", statistics.std(), Json::number)
        .put(
            "classCounts", Arrays.stream(images.classCounts()).boxed().toList(), JsonPrimitive::new)
        .build();
  }
}
