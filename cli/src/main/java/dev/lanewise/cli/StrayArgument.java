package dev.lanewise.cli;

import dev.lanewise.data.DataSet;
import dev.lanewise.formats.Suggestions;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody probably meant by a word that belongs to no option. */
final class StrayArgument {

  private StrayArgument() {}

  /**
   * The option that the word is for: a data set, a folder or a model.
   *
   * @param command the command that got it
   * @return a question, if there is one to ask
   */
  static Optional<String> hint(Object command, String word) {
    boolean trains = command instanceof TrainingCommand;
    if (!trains && !(command instanceof EvalCommand)) {
      return Optional.empty();
    }
    Session session = ((BaseCommand) command).session();
    return option(session, word, trains).map(option -> "Did you mean %s?".formatted(option));
  }

  private static Optional<String> option(Session session, String word, boolean trains) {
    List<String> sets = Arrays.stream(DataSet.values()).map(DataSet::id).toList();
    List<String> presets = Presets.all().stream().map(ModelSpec::name).toList();
    String lower = word.toLowerCase(Locale.ROOT);
    if (sets.contains(word)) {
      return Optional.of("--data " + word);
    }
    if (trains && presets.contains(word)) {
      return Optional.of("--model " + word);
    }
    if (trains && lower.endsWith(".safetensors")) {
      return Optional.of("--from " + word);
    }
    if (trains && lower.endsWith(".json")) {
      return Optional.of("--model " + word);
    }
    if (OwnName.isPrefixed(word) || exists(session, word)) {
      return Optional.of("--data " + word);
    }
    return Suggestions.nearest(word, sets)
        .map(name -> "--data " + name)
        .or(
            () ->
                trains
                    ? Suggestions.nearest(word, presets).map(name -> "--model " + name)
                    : Optional.empty());
  }

  private static boolean exists(Session session, String word) {
    try {
      return Files.exists(session.resolve(Path.of(word)));
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
