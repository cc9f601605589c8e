package dev.lanewise.cli;

import static java.util.Map.entry;

import dev.lanewise.formats.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What somebody probably meant by a word that no command has. */
final class OptionHints {

  private static final int MOST = 4;

  /** Words of other programs, and what may be meant by them. */
  private static final Map<String, List<String>> ELSEWHERE =
      Map.ofEntries(
          entry("e", List.of("epochs")),
          entry("n", List.of("epochs", "limit")),
          entry("num-epochs", List.of("epochs")),
          entry("nb-epochs", List.of("epochs")),
          entry("n-epochs", List.of("epochs")),
          entry("b", List.of("batch")),
          entry("bs", List.of("batch")),
          entry("bsize", List.of("batch")),
          entry("batch-size", List.of("batch")),
          entry("mini-batch", List.of("batch")),
          entry("learning-rate", List.of("lr")),
          entry("learningrate", List.of("lr")),
          entry("l", List.of("lr", "limit")),
          entry("wd", List.of("weight-decay")),
          entry("d", List.of("data")),
          entry("dataset", List.of("data")),
          entry("m", List.of("model")),
          entry("net", List.of("model")),
          entry("arch", List.of("model")),
          entry("s", List.of("seed")),
          entry("o", List.of("out")),
          entry("output", List.of("out")),
          entry("save", List.of("out")),
          entry("q", List.of("quiet")),
          entry("silent", List.of("quiet")),
          entry("t", List.of("threads")),
          entry("j", List.of("threads", "json")),
          entry("workers", List.of("threads")),
          entry("num-workers", List.of("threads")),
          entry("cpus", List.of("threads")),
          entry("k", List.of("top")),
          entry("topk", List.of("top")),
          entry("v", List.of("trace", "version")),
          entry("verbose", List.of("trace")),
          entry("debug", List.of("trace")),
          entry("validation", List.of("val", "val-data")),
          entry("validation-split", List.of("val")),
          entry("val-split", List.of("val")),
          entry("valid", List.of("val", "val-data")),
          entry("opt", List.of("optimizer")),
          entry("optim", List.of("optimizer")),
          entry("optimiser", List.of("optimizer")),
          entry("scheduler", List.of("schedule")),
          entry("lr-schedule", List.of("schedule")),
          entry("early-stopping", List.of("patience")),
          entry("continue", List.of("resume")),
          entry("pretrained", List.of("from")),
          entry("weights", List.of("from")),
          entry("ckpt", List.of("checkpoint")),
          entry("ignore-errors", List.of("skip-unreadable")),
          entry("skip-errors", List.of("skip-unreadable")),
          entry("keep-going", List.of("skip-unreadable")),
          entry("ndjson", List.of("jsonl")),
          entry("json-lines", List.of("jsonl")));

  private OptionHints() {}

  /**
   * A message about a word that a command does not have.
   *
   * @param word the word
   * @param line the command
   * @param all all arguments
   */
  static String unknown(String word, CommandLine line, List<String> all) {
    Collection<String> commands = line.getSubcommands().keySet();
    if (isDashed(word)) {
      String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      Optional<String> command =
          all.subList(all.indexOf(word) + 1, all.size()).stream()
              .filter(commands::contains)
              .findFirst();
      return command.isPresent()
          ? "Options must follow the last command. Received %s before %s"
              .formatted(option, command.get())
          : "Unknown option %s. %s".formatted(option, hint(option, line));
    }
    return commands.isEmpty()
        ? "Unexpected argument: %s. %s"
            .formatted(word, StrayArgument.hint(line.getCommand(), word).orElse(see(line)))
        : "Unknown command %s. %s".formatted(word, Suggestions.hint(word, commands));
  }

  private static boolean isDashed(String word) {
    return word.startsWith("-") || word.startsWith("\u2013") || word.startsWith("\u2014");
  }

  /** A list of all options would be long: their help has it. */
  private static String hint(String option, CommandLine line) {
    List<String> near = near(option, line);
    return near.isEmpty() ? see(line) : "Did you mean " + joined(near) + "?";
  }

  private static String see(CommandLine line) {
    return "See: " + line.getCommandSpec().qualifiedName() + " --help";
  }

  private static String joined(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.getFirst()
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  private static List<String> near(String option, CommandLine line) {
    List<String> names = names(line);
    String plain = plain(option);
    if (names.contains("--" + plain)) {
      return List.of("--" + plain);
    }
    SequencedSet<String> found = new LinkedHashSet<>();
    ELSEWHERE.getOrDefault(plain, List.of()).stream()
        .map(name -> "--" + name)
        .filter(names::contains)
        .forEach(found::add);
    if (found.isEmpty() && plain.length() > 1) {
      Suggestions.nearest("--" + plain, names).ifPresent(found::add);
    }
    if (found.isEmpty() && !plain.isEmpty()) {
      names.stream().filter(name -> name.startsWith("--" + plain)).forEach(found::add);
    }
    if (found.isEmpty()) {
      names.stream()
          .filter(name -> name.length() > 4 && plain.startsWith(name.substring(2)))
          .forEach(found::add);
    }
    if (found.isEmpty() && plain.length() > 1) {
      Suggestions.nearest(plain, line.getSubcommands().keySet())
          .map(name -> "the command " + name)
          .ifPresent(found::add);
    }
    // Of many names none is near.
    return found.size() > MOST ? List.of() : new ArrayList<>(found);
  }

  private static String plain(String option) {
    return option
        .replaceFirst("^[-\u2013\u2014]+", "")
        .replaceFirst("[:=].*$", "")
        .replace('_', '-')
        .toLowerCase(Locale.ROOT)
        // As in -e5.
        .replaceFirst("^([a-z])[0-9.]+$", "$1");
  }

  private static List<String> names(CommandLine line) {
    return line.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .map(OptionSpec::names)
        .flatMap(Stream::of)
        .filter(name -> name.startsWith("--"))
        .toList();
  }

  /**
   * Refuses {@code -out x} where {@code --out x} is meant: read as a cluster of one-letter options
   * it would be {@code -o ut}.
   *
   * @throws CliException if there is such a word
   */
  static void refuseSingleDashes(CommandLine top, String... args) {
    CommandLine line = top;
    for (String word : args) {
      if (word.equals("--")) {
        return;
      }
      line = line.getSubcommands().getOrDefault(word, line);
      if (word.matches("-[A-Za-z][-_A-Za-z]+([:=].*)?")) {
        String name = "--" + plain(word);
        if (names(line).contains(name)) {
          throw CliException.usage(
              "Unknown option %s. Did you mean %s?"
                  .formatted(word.replaceFirst("[:=].*$", ""), name));
        }
      }
    }
  }
}
