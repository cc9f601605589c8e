package dev.lanewise.cli;

import dev.lanewise.formats.Checkpoint;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Recipe;
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

  /** Options that change nothing of a training's course, or that no checkpoint knows. */
  private static final Set<String> WITH_RESUME =
      Set.of(
          "--resume",
          "--checkpoint",
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
          "Where to save the model; an existing file is replaced. Default:"
              + " MODEL-DATA.safetensors in the current directory.")
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
              + " with its own options; only those about files, threads, kernels and output may be"
              + " given, and --val-data and --test-data as they were. The file is written again"
              + " unless --checkpoint names another.")
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
    Optional<Checkpoint> stopped = stopped();
    Chosen chosen = stopped.isPresent() ? chosen(stopped.get(), String.valueOf(resume)) : choose();
    Recipe recipe = chosen.model().recipe();
    ModelSpec model =
        logEvery == null
            ? chosen.model()
            : chosen.model().withRecipe(recipe.withLogEvery(logEvery));
    Path output = out == null ? Path.of(fileName(model.name(), chosen.data())) : out;
    OutputFile.check(session().resolve(output));
    EpochFiles.Paths files =
        new EpochFiles.Paths(file(best), file(last), file(csvLog), file(jsonLog), checkpoint());
    files.check();
    TrainPlan plan =
        new TrainPlan(
            model,
            chosen,
            validationData.stream()
                .map(name -> where().validation(session(), name, chosen.data(), model))
                .toList(),
            stopped.map(Checkpoint::state),
            stopped.map(it -> it.provenance().seed()).orElse(seed()),
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

  /** A training that is gone on with keeps its checkpoint up to date. */
  private Optional<Path> checkpoint() {
    if (checkpoint == null && resume != null) {
      return Optional.of(session().resolve(Path.of(resume)));
    }
    return file(checkpoint);
  }

  /** The training to go on with. */
  private Optional<Checkpoint> stopped() {
    if (resume == null) {
      return Optional.empty();
    }
    CommandSpec own = spec;
    if (own != null) {
      for (OptionSpec option : own.commandLine().getParseResult().matchedOptions()) {
        if (!WITH_RESUME.contains(option.longestName())) {
          throw CliException.usage(
              "--resume goes on with the options that the training began with. Received also: "
                  + option.longestName());
        }
      }
    }
    return Optional.of(Models.checkpoint(session(), resume));
  }

  private Optional<Path> file(@Nullable Path given) {
    return Optional.ofNullable(given).map(session()::resolve);
  }
}
