package dev.lanewise.cli;

import com.google.gson.JsonObject;
import dev.lanewise.layers.schedule.Plateau.Goal;
import dev.lanewise.layers.train.Best;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.TrainListener;
import dev.lanewise.layers.train.TrainState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The files that are written after each epoch: logs, the model as it is, the best model so far, a
 * checkpoint. Each is written whether or not the others could be.
 */
final class EpochFiles implements TrainListener, AutoCloseable {

  private static final String HEADER =
      "epoch,steps,loss,accuracy,validationLoss,validationAccuracy,learningRate,seconds\n";

  private final Paths paths;
  private final Best best;
  private final Goal goal;
  private final Saver saver;
  private final Unwritten unwritten;
  private final List<EpochLog> logs = new ArrayList<>();
  private final List<EpochResult> results = new ArrayList<>();

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
      Optional<Path> checkpoint) {}

  /** Writes what a training has made. */
  interface Saver {

    /**
     * Writes the model as it is.
     *
     * @param file where
     * @param epochs epochs that are complete
     * @throws IOException if it can't be written
     */
    void model(Path file, int epochs) throws IOException;

    /**
     * Writes a checkpoint.
     *
     * @throws IOException if it can't be written
     */
    void checkpoint(Path file, TrainState state) throws IOException;
  }

  /**
   * Begins the logs.
   *
   * @param paths the files
   * @param goal which figure says what is best
   * @param saver writes models and checkpoints
   * @param earlier epochs of a training that is gone on with: the logs have them too
   * @param json an epoch as an object
   * @param unwritten is told what can't be written
   */
  EpochFiles(
      Paths paths,
      Goal goal,
      Saver saver,
      List<EpochResult> earlier,
      Function<EpochResult, JsonObject> json,
      Unwritten unwritten) {
    this.paths = paths;
    this.goal = goal;
    this.saver = saver;
    this.unwritten = unwritten;
    best = new Best(goal, 0);
    paths.csv().ifPresent(file -> logs.add(new EpochLog(file, HEADER, EpochFiles::csv, unwritten)));
    paths
        .lines()
        .ifPresent(
            file ->
                logs.add(
                    new EpochLog(
                        file, "", result -> JsonMembers.line(json.apply(result)), unwritten)));
    results.addAll(earlier);
    earlier.forEach(result -> best.report(result.figure(goal)));
    logs.forEach(log -> log.write(results));
  }

  @Override
  public void onState(Supplier<TrainState> state) {
    paths
        .checkpoint()
        .ifPresent(file -> unwritten.attempt(file, () -> saver.checkpoint(file, state.get())));
  }

  private static String csv(EpochResult result) {
    return Text.format(
        "%d,%d,%s,%s,%s,%s,%s,%s",
        result.epoch(),
        result.steps(),
        result.loss(),
        result.accuracy(),
        field(result.validation().map(Evaluation::loss)),
        field(result.validation().map(Evaluation::accuracy)),
        result.learningRate(),
        result.seconds());
  }

  @Override
  public void onEpoch(EpochResult result) {
    results.add(result);
    logs.forEach(log -> log.write(results));
    paths.last().ifPresent(file -> save(file, result));
    if (best.report(result.figure(goal))) {
      paths.best().ifPresent(file -> save(file, result));
    }
  }

  private void save(Path file, EpochResult result) {
    unwritten.attempt(file, () -> saver.model(file, result.epoch()));
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
    logs.forEach(EpochLog::close);
  }
}
