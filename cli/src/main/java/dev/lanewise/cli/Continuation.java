package dev.lanewise.cli;

import dev.lanewise.formats.Checkpoint;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.train.TrainState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A training that is gone on with.
 *
 * @param checkpoint where it is, with the recipe that is followed from here on
 * @param name the checkpoint as the user wrote it
 * @param changes what was ever changed on the way, a text for each time, this time's last
 */
record Continuation(Checkpoint checkpoint, String name, List<String> changes) {

  /**
   * Goes on with another recipe, as far as the state allows that.
   *
   * @param stopped the checkpoint
   * @param name as the user wrote it
   * @param recipe the recipe to follow
   * @param schedule what the user said of the schedule; empty if nothing
   * @param newRate whether the user gave a learning rate
   */
  static Continuation of(
      Checkpoint stopped, String name, Recipe recipe, String schedule, boolean newRate) {
    Recipe before = stopped.spec().recipe();
    TrainState state = stopped.state();
    int begun = state.epoch().number();
    if (recipe.epochs() < begun) {
      throw CliException.usage(
          "--epochs must be at least %s, the epoch that the training has come to. Received: %s"
              .formatted(begun, recipe.epochs()));
    }
    if (recipe.course().stopping().isPresent() && before.course().stopping().isEmpty()) {
      throw CliException.usage(
          "--patience may be changed, but not begun, in a training that is gone on with. Received:"
              + " a training without early stopping");
    }
    List<String> now = new ArrayList<>();
    if (recipe.epochs() != before.epochs()) {
      now.add("epochs %s to %s".formatted(before.epochs(), recipe.epochs()));
    }
    if (recipe.optimizer().learningRate() != before.optimizer().learningRate()) {
      now.add(
          "learning rate %s to %s"
              .formatted(before.optimizer().learningRate(), recipe.optimizer().learningRate()));
    }
    if (!schedule.isEmpty()) {
      now.add("schedule " + schedule);
    } else if (!recipe.update().schedule().equals(before.update().schedule())) {
      now.add("schedule stretched");
    }
    if (!recipe.course().stopping().equals(before.course().stopping())) {
      now.add(
          "patience %s to %s"
              .formatted(
                  before.course().stopping().orElseThrow().patience(),
                  recipe.course().stopping().map(rule -> rule.patience()).orElse(0)));
    }
    List<String> changes = new ArrayList<>(stopped.provenance().changes());
    if (!now.isEmpty()) {
      changes.add(prefix(state.results().size() + 1) + String.join(", ", now));
    }
    Optional<Plateau.State> plateau =
        recipe
            .update()
            .plateau()
            .map(
                rule ->
                    state
                        .plateau()
                        .filter(_ -> schedule.isEmpty() && !newRate)
                        .orElseGet(() -> rule.start(recipe.optimizer().learningRate())));
    TrainState adapted =
        new TrainState(
            state.step(),
            state.epoch(),
            state.parameters(),
            state.averages(),
            state.buffers(),
            state.slots(),
            plateau,
            recipe.course().stopping().flatMap(_ -> state.watched()),
            state.results(),
            state.images(),
            state.seconds());
    return new Continuation(
        stopped.withRecipe(recipe).withState(adapted), name, List.copyOf(changes));
  }

  private static String prefix(int epoch) {
    return "from epoch %s: ".formatted(epoch);
  }

  /** What was changed at the beginning of an epoch. */
  static Optional<String> changed(List<String> changes, int epoch) {
    List<String> then =
        changes.stream()
            .filter(change -> change.startsWith(prefix(epoch)))
            .map(change -> change.substring(prefix(epoch).length()))
            .toList();
    return then.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", then));
  }

  /**
   * Where the training saves its model unless the user says otherwise.
   *
   * @param file the checkpoint
   */
  Optional<Path> output(Path file, Session session) {
    return checkpoint
        .run()
        .output()
        .map(
            output -> {
              Path whole = OutputFile.real(file).resolveSibling(output).normalize();
              Path here = OutputFile.real(session.directory());
              return whole.startsWith(here) ? here.relativize(whole) : whole;
            });
  }

  /** A file as a checkpoint names it: relative to its own directory, if that can be. */
  static String relative(Path checkpoint, Path file) {
    Path whole = OutputFile.real(file);
    Path directory = OutputFile.real(checkpoint).getParent();
    try {
      String path = directory == null ? whole.toString() : directory.relativize(whole).toString();
      return path.replace(whole.getFileSystem().getSeparator(), "/");
    } catch (IllegalArgumentException _) {
      // On another drive.
      return whole.toString();
    }
  }
}
