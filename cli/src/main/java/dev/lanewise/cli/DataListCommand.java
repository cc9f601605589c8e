package dev.lanewise.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lanewise.data.DataSet;
import dev.lanewise.data.DataSource;
import dev.lanewise.data.Split;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code data list}. */
@Command(
    name = "list",
    description = {"Lists the data sets and where they were found.", ""},
    sortOptions = false)
final class DataListCommand extends BaseCommand {

  @Mixin private final DataOptions where = new DataOptions();

  DataListCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    DataSource source = where.source(session());
    for (DataSet set : DataSet.values()) {
      text()
          .println(
              Text.format(
                  "%-14s %s, %d classes, %s training and %s test images%n%-14s %s%n%-14s %s",
                  set.id(),
                  set.shape(),
                  set.classNames().size(),
                  Text.count(set.size(Split.TRAIN)),
                  Text.count(set.size(Split.TEST)),
                  "",
                  set.description(),
                  "",
                  state(set, source)));
    }
    result(
        new JsonMembers()
            .put("data", Arrays.asList(DataSet.values()), set -> json(set, source))
            .build());
    return ExitCode.OK;
  }

  private static Optional<Path> found(DataSet set, DataSource source) {
    return source.locate(set, Split.TRAIN).filter(p -> source.locate(set, Split.TEST).isPresent());
  }

  private static String state(DataSet set, DataSource source) {
    if (set.isGenerated()) {
      return "always there";
    }
    return found(set, source)
        .map(path -> "found: " + path)
        .orElse("not found; to download it: lanewise data fetch " + set.id());
  }

  private static JsonObject json(DataSet set, DataSource source) {
    return new JsonMembers()
        .put("name", set.id())
        .put("description", set.description())
        .put("shape", set.shape().toString())
        .put("classes", set.classNames().size())
        .put("trainImages", set.size(Split.TRAIN))
        .put("testImages", set.size(Split.TEST))
        .put("generated", set.isGenerated())
        .put(
            "path",
            found(set, source)
                .<JsonElement>map(path -> new JsonPrimitive(path.toString()))
                .orElse(JsonNull.INSTANCE))
        .build();
  }
}
