package dev.lanewise.cli;

import com.google.gson.JsonPrimitive;
import dev.lanewise.data.DataSet;
import dev.lanewise.data.Fetch;
import dev.lanewise.data.FetchEvent;
import dev.lanewise.data.FetchOptions;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code data fetch}. */
@Command(
    name = "fetch",
    description = {
      "Downloads a data set's official files and checks them by SHA-256. Mirrors are tried in turn;"
          + " a download that broke off goes on where it ended.",
      ""
    },
    sortOptions = false)
final class DataFetchCommand extends BaseCommand {

  @Parameters(paramLabel = "NAME", description = "${bundle:fetched}.")
  private String name = "";

  @Mixin private final DataOptions where = new DataOptions();

  @Option(
      names = "--force",
      description = "Replace files that are there but are not the official ones.")
  private boolean force;

  DataFetchCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    DataSet set = DataOptions.named(name);
    Path folder = where.places(session()).downloadFolder(set);
    List<Path> files = List.of();
    if (set.isGenerated()) {
      text().println(set.id() + " needs no file: the program draws it.");
    } else {
      try (Reporter reporter = new Reporter(text(), session());
          Fetch fetch =
              new Fetch(
                  FetchOptions.defaults().withReplace(force), event -> show(reporter, event))) {
        files = fetch.fetch(set, folder);
      }
    }
    result(
        new JsonMembers()
            .put("name", set.id())
            .put("files", files, file -> new JsonPrimitive(file.toString()))
            .build());
    return ExitCode.OK;
  }

  private static void show(Reporter reporter, FetchEvent event) {
    switch (event) {
      case FetchEvent.Started started -> {
        reporter.note(
            "%s from %s%s"
                .formatted(
                    started.file().name(),
                    started.mirror().getHost(),
                    started.from() > 0 ? ", going on at byte " + started.from() : ""));
        reporter.begin(started.file().name(), "bytes", started.file().bytes());
      }
      case FetchEvent.Progress progress -> reporter.at(progress.bytes());
      case FetchEvent.MirrorFailed failed -> {
        reporter.close();
        reporter.note("%s: %s".formatted(failed.mirror().getHost(), failed.reason()));
      }
      case FetchEvent.Finished finished -> {
        reporter.close();
        reporter.line(
            "%s: %s".formatted(finished.downloaded() ? "downloaded" : "there", finished.path()));
      }
    }
  }
}
