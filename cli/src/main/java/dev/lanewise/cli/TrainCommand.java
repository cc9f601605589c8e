package dev.lanewise.cli;

import dev.lanewise.data.Split;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}. */
@Command(
    name = "train",
    description = {
      "Trains a network, measures it on the test images and saves it.",
      "",
      "With no options: a small network (digits-cnn) on digits that the program draws itself. Each"
          + " model has a recipe (data, optimizer, epochs, batch size, ...); options override it."
          + " The same seed gives the same weights, whatever --threads and --simd are.",
      "",
      "Ctrl-C stops after the step that runs and saves the model as it is then.",
      ""
    },
    sortOptions = false)
final class TrainCommand extends TrainingCommand {

  /**
   * Options that change nothing of a training's course, that no checkpoint knows, or that may
   * change on the way.
   */
  private static final Set<String> WITH_RESUME =
      Set.of(
          "--resume",
          "--checkpoint",
          "--epochs",
          "--lr",
          "--schedule",
          "--warmup",
          "--patience",
          "--log-every",
          "--data",
          "--data-dir",
          "--skip-unreadable",
          "--test-data",
          "--val-data",
          "--threads",
          "--simd",
          "--out",
          "--save-best",
          "--save-last",
          "--log-csv",
          "--log-jsonl",
          "--print-plan",
          "--json",
          "--trace");

  @Option(
      names = "--val-data",
      paramLabel = "NAME",
      description =
          "Measure after each epoch on these images too: the test images of a data set, or images"
              + " of your own as --data names them, of a folder those in its directory test, if it"
              + " has one. May be given several times; all validation images count as one set.")
  private List<String> validationData = new ArrayList<>();

  @Option(
      names = "--log-every",
      paramLabel = "STEPS",
      description =
          "Print loss and accuracy of the last so many steps; 0 for never. Default: the model's.")
  private @Nullable Integer logEvery;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "Where to save the model; an existing file is replaced. Default: MODEL-DATA.safetensors"
              + " in the current directory; with --resume, where the training would have saved it.")
  private @Nullable Path out;

  @Option(
      names = "--save-best",
      paramLabel = "FILE",
      description = "Also save the model after each epoch that is better than all before.")
  private @Nullable Path best;

  @Option(
      names = "--save-last",
      paramLabel = "FILE",
      description = "Also save the model after each epoch.")
  private @Nullable Path last;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Write all that is needed to go on with the training (--resume) after each epoch, and"
              + " when it is stopped.")
  private @Nullable Path checkpoint;

  @Option(
      names = "--resume",
      paramLabel = "CHECKPOINT",
      description =
          "Go on with a training, to the same weights as if it had not been stopped. It goes on"
              + " with its own options and the same data; those about files, threads, kernels and"
              + " output may be given, and --val-data and --test-data as they were. --epochs trains"
              + " longer; --lr, --schedule, --warmup and --patience hold from here on. The file is"
              + " written again unless --checkpoint names another.")
  private @Nullable String resume;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--log-csv",
      paramLabel = "FILE",
      description = "Write a line of comma-separated figures after each epoch.")
  private @Nullable Path csvLog;

  @Option(
      names = "--log-jsonl",
      paramLabel = "FILE",
      description = "Write a line with a JSON object after each epoch.")
  private @Nullable Path jsonLog;

  @Option(names = "--print-plan", description = "Print the memory plan of a lane group first.")
  private boolean printPlan;

  TrainCommand(Session session) {
    super(session);
  }

  /** A model file may have any name; what is no plain letter of a file's name becomes a hyphen. */
  private static String fileName(String model, NamedData set) {
    String plain = model.replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("^[.-]+|[.-]+$", "");
    return (plain.isEmpty() ? "model" : plain) + "-" + set.label() + ".safetensors";
  }

  @Override
  public Integer call() {
    if (logEvery != null) {
      atLeast("--log-every", 0, logEvery);
    }
    outputs(inputs(), out == null ? Optional.empty() : Optional.of(out)).check();
    Optional<Continuation> stopped = stopped();
    Chosen chosen =
        stopped.isPresent() ? chosen(stopped.get().checkpoint(), stopped.get().name()) : choose();
    Recipe recipe = chosen.model().recipe();
    ModelSpec model =
        logEvery == null
            ? chosen.model()
            : chosen.model().withRecipe(recipe.withLogEvery(logEvery));
    Path output =
        out != null
            ? out
            : stopped
                .flatMap(it -> it.output(session().resolve(Path.of(it.name())), session()))
                .orElseGet(() -> Path.of(fileName(model.name(), chosen.data())));
    outputs(chosenInputs(chosen.data()), Optional.of(output)).check();
    EpochFiles.Paths files =
        new EpochFiles.Paths(file(best), file(last), file(csvLog), file(jsonLog), checkpoint());
    TrainPlan plan =
        new TrainPlan(
            model,
            chosen,
            validationData.stream()
                .map(name -> where().validation(session(), name, chosen.data(), model))
                .toList(),
            stopped,
            stopped.map(it -> it.checkpoint().provenance().seed()).orElse(seed()),
            engine().threads(),
            engine().simd(),
            output,
            files,
            goal(recipe),
            printPlan);
    try (Reporter reporter = new Reporter(text(), session())) {
      TrainRun run = new TrainRun(plan, session(), reporter);
      return run.run(where(), this::result);
    }
  }

  /** All that is written, beside what is read. */
  private CommandFiles outputs(CommandFiles files, Optional<Path> output) {
    validationData.forEach(name -> files.data("--val-data", name));
    output.ifPresent(file -> files.output(out == null ? "the model" : "--out", file));
    if (best != null) {
      files.output("--save-best", best);
    }
    if (last != null) {
      files.output("--save-last", last);
    }
    if (csvLog != null) {
      files.log("--log-csv", csvLog);
    }
    if (jsonLog != null) {
      files.log("--log-jsonl", jsonLog);
    }
    if (checkpoint != null) {
      files.output("--checkpoint", checkpoint);
      files.inputUnless("--resume", resume, checkpoint);
    } else if (resume != null) {
      files.output("--resume", Path.of(resume));
    }
    return files;
  }

  /** What is read, with what the model or the checkpoint names. */
  private CommandFiles chosenInputs(NamedData data) {
    CommandFiles files = inputs().data("the data", data.id());
    data.known()
        .ifPresent(
            set -> {
              for (Split split : Split.values()) {
                where()
                    .source(session())
                    .locate(set, split)
                    .ifPresent(path -> files.input("the data " + set.id(), folder(path)));
              }
            });
    return files;
  }

  private static Path folder(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return Files.isDirectory(file) || parent == null ? file : parent;
  }

  /** A training that is gone on with keeps its checkpoint up to date. */
  private Optional<Path> checkpoint() {
    if (checkpoint == null && resume != null) {
      return Optional.of(session().resolve(Path.of(resume)));
    }
    return file(checkpoint);
  }

  /** The training to go on with. */
  private Optional<Continuation> stopped() {
    if (resume == null) {
      return Optional.empty();
    }
    CommandSpec own = spec;
    if (own != null) {
      for (OptionSpec option : own.commandLine().getParseResult().matchedOptions()) {
        if (!WITH_RESUME.contains(option.longestName())) {
          throw CliException.usage(
              "--resume goes on with the options that the training began with, but for --epochs,"
                  + " --lr, --schedule, --warmup and --patience. Received also: "
                  + option.longestName());
        }
      }
    }
    return Optional.of(goingOn(Models.checkpoint(session(), resume), resume));
  }

  private Optional<Path> file(@Nullable Path given) {
    return Optional.ofNullable(given).map(session()::resolve);
  }
}
