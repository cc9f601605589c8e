package dev.lanewise.cli;

import com.google.gson.JsonObject;
import dev.lanewise.layers.schedule.Plateau.Goal;
import dev.lanewise.layers.train.Best;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.TrainListener;
import dev.lanewise.layers.train.TrainState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The files that are written after each epoch: logs, the model as it is, the best model so far. */
final class EpochFiles implements TrainListener, AutoCloseable {

  private static final String HEADER =
      "epoch,steps,loss,accuracy,validationLoss,validationAccuracy,learningRate,seconds";

  private final Paths paths;
  private final Best best;
  private final Goal goal;
  private final BiConsumer<Path, Integer> save;
  private final BiConsumer<Path, TrainState> saveState;
  private final Function<EpochResult, JsonObject> json;
  private final @Nullable Writer csv;
  private final @Nullable Writer lines;

  /**
   * Where they are; each may be left out.
   *
   * @param best the best model so far
   * @param last the model after the last epoch
   * @param csv a line an epoch, comma-separated
   * @param lines a JSON object an epoch, a line each
   * @param checkpoint all that is needed to go on
   */
  record Paths(
      Optional<Path> best,
      Optional<Path> last,
      Optional<Path> csv,
      Optional<Path> lines,
      Optional<Path> checkpoint) {

    /** Checks that all of them can be written. */
    void check() {
      for (Optional<Path> path : List.of(best, last, csv, lines, checkpoint)) {
        path.ifPresent(OutputFile::check);
      }
    }
  }

  /**
   * Opens the logs.
   *
   * @param paths the files
   * @param goal which figure says what is best
   * @param save saves the model to a file, after a number of epochs
   * @param saveState saves a checkpoint
   * @param earlier epochs of a training that is gone on with: the logs have them too
   * @param json an epoch as an object
   * @throws UncheckedIOException if a log can't be opened
   */
  EpochFiles(
      Paths paths,
      Goal goal,
      BiConsumer<Path, Integer> save,
      BiConsumer<Path, TrainState> saveState,
      List<EpochResult> earlier,
      Function<EpochResult, JsonObject> json) {
    this.paths = paths;
    this.goal = goal;
    this.save = save;
    this.saveState = saveState;
    this.json = json;
    best = new Best(goal, 0);
    csv = open(paths.csv());
    lines = open(paths.lines());
    write(csv, HEADER);
    for (EpochResult result : earlier) {
      log(result);
      best.report(result.figure(goal));
    }
  }

  private static @Nullable Writer open(Optional<Path> path) {
    try {
      return path.isPresent() ? Files.newBufferedWriter(path.get()) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(@Nullable Writer writer, String line) {
    if (writer == null) {
      return;
    }
    try {
      writer.write(line + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onState(Supplier<TrainState> state) {
    paths.checkpoint().ifPresent(file -> saveState.accept(file, state.get()));
  }

  private void log(EpochResult result) {
    write(
        csv,
        "%d,%d,%s,%s,%s,%s,%s,%s"
            .formatted(
                result.epoch(),
                result.steps(),
                result.loss(),
                result.accuracy(),
                field(result.validation().map(Evaluation::loss)),
                field(result.validation().map(Evaluation::accuracy)),
                result.learningRate(),
                result.seconds()));
    write(lines, Json.line(json.apply(result)));
  }

  @Override
  public void onEpoch(EpochResult result) {
    log(result);
    paths.last().ifPresent(file -> save.accept(file, result.epoch()));
    if (best.report(result.figure(goal))) {
      paths.best().ifPresent(file -> save.accept(file, result.epoch()));
    }
  }

  private static String field(Optional<Double> value) {
    return value.map(Object::toString).orElse("");
  }

  /** The epoch with the best figure; 0 if there was none. */
  int bestEpoch() {
    return best.at();
  }

  @Override
  public void close() {
    try {
      if (csv != null) {
        csv.close();
      }
      if (lines != null) {
        lines.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
