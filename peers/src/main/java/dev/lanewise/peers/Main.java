package dev.lanewise.peers;

import dev.lanewise.bench.compare.Agreement;
import dev.lanewise.bench.compare.Comparison;
import dev.lanewise.bench.compare.Tables;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peers/compare}, {@code peers/agree} and the table of a run that was kept. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    subcommands = CompareCommand.class,
    description = "Lanewise and its rivals, side by side.")
final class Main {

  private final PrintStream out = System.out;

  private Main() {}

  /** Runs the command. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler((e, _, _) -> failed(e));
    System.exit(line.execute(args));
  }

  /** One line for a file that is not there or is no run; anything else is this program's fault. */
  private static int failed(Exception e) throws Exception {
    switch (e) {
      case NoSuchFileException missing ->
          System.err.println("compare: there is no file " + missing.getFile());
      case IOException failure -> System.err.println("compare: " + failure);
      case IllegalArgumentException bad -> System.err.println("compare: " + bad.getMessage());
      default -> throw e;
    }
    return 66;
  }

  @Command(
      name = "agree",
      mixinStandardHelpOptions = true,
      description = {
        "Compares the ratios of Lanewise to the best rival of two runs, and names those that"
            + " differ",
        "by more than 20 %. Exit code 1 if there are any."
      })
  int agree(
      @Parameters(paramLabel = "A.json", description = "A run.") Path one,
      @Parameters(paramLabel = "B.json", description = "Another run.") Path other)
      throws IOException {
    Agreement agreement = Agreement.of(read(one), read(other));
    agreement.differences().forEach(out::println);
    out.printf(
        Locale.ROOT,
        "%d of %d ratios differ by more than 20 %%.%n",
        agreement.differences().size(),
        agreement.compared());
    return agreement.differences().isEmpty() && agreement.compared() > 0 ? 0 : 1;
  }

  @Command(
      name = "table",
      mixinStandardHelpOptions = true,
      description = {
        "Prints the tables of a run, or writes them into a page. Of several runs that measured a",
        "part each, later ones replace what earlier ones have."
      })
  int table(
      @Parameters(paramLabel = "RUN.json", arity = "1..*", description = "Runs.") List<Path> files,
      @Option(
              names = "--page",
              paramLabel = "FILE",
              description = "The page, between its two marks.")
          @Nullable Path page)
      throws IOException {
    Comparison run = read(files.getFirst());
    for (Path file : files.subList(1, files.size())) {
      run = run.with(read(file));
    }
    if (page == null) {
      out.print(Tables.markdown(run));
    } else {
      Files.writeString(page, Tables.replace(Files.readString(page), run));
    }
    return 0;
  }

  private static Comparison read(Path file) throws IOException {
    return Comparison.of(Files.readString(file));
  }
}
