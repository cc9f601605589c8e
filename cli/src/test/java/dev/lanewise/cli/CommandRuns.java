package dev.lanewise.cli;

import dev.lanewise.core.tensor.Samples;
import dev.lanewise.data.ImageSet;
import dev.lanewise.layers.model.AugmentRecipe;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** The program in this JVM, for tests of other packages. */
public final class CommandRuns {

  private CommandRuns() {}

  /**
   * What a run has left behind.
   *
   * @param code the exit code
   * @param out what went to standard output
   * @param err what went to standard error
   */
  public record Result(int code, String out, String err) {

    /** Whether the code says that an input was at fault, or that all is well. */
    public boolean isExpected() {
      return code == ExitCode.OK
          || code == ExitCode.USAGE
          || code == ExitCode.DATA
          || code == ExitCode.NO_INPUT;
    }
  }

  /** Runs a command in a directory. */
  public static Result run(Path directory, String... args) {
    Program.Run run = new Program(directory).run(args);
    return new Result(run.code(), run.out(), run.err());
  }

  /** What {@code bench compare} makes of a file. */
  public static Object measurements(Path file) {
    StringWriter nothing = new StringWriter();
    Session session =
        new Program(file.getParent()).session(new PrintWriter(nothing), new PrintWriter(nothing));
    return BenchDocument.read(session, file.getFileName());
  }

  /** Images as a recipe's training sees them. */
  public static Samples augmented(AugmentRecipe recipe, ImageSet images) {
    return Augments.apply(recipe, images);
  }

  /** Whether an exception is how a command refuses its input. */
  public static boolean isRefusal(Throwable e) {
    return e instanceof CliException;
  }
}
