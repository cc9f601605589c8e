package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "lr-find",
        "eval",
        "predict",
        "summary",
        "data list",
        "data info",
        "data fetch",
        "doctor",
        "bench",
        "bench peak",
        "bench gemm",
        "bench conv",
        "bench train",
        "bench predict",
        "bench compare"
      })
  void everyCommandExplainsItself(String command) {
    Program.Run run = help(command.split(" "));
    assertTrue(run.out().startsWith("Usage: lanewise " + command + " ["), run::out);
    assertTrue(run.out().contains("--json "), run::out);
    for (int code : ExitCode.described().keySet().stream().mapToInt(HelpTest::number).toArray()) {
      assertTrue(run.out().matches("(?s).*\n +" + code + " +\\S.*"), () -> code + run.out());
    }
  }

  private static int number(String text) {
    return Integer.parseInt(text.strip());
  }

  private Program.Run help(String... command) {
    String[] args =
        Stream.concat(Arrays.stream(command), Stream.of("--help")).toArray(String[]::new);
    Program.Run run = new Program(directory).run(args).good();
    assertEquals("", run.err());
    return run;
  }

  /** Options that have a default name it, be it the model's. */
  @Test
  void defaultsAreShown() {
    String help = help("train").out().replaceAll("\\s+", " ");
    for (String option :
        new String[] {
          "--model",
          "--data",
          "--data-dir",
          "--epochs",
          "--batch",
          "--optimizer",
          "--lr",
          "--seed",
          "--threads",
          "--simd",
          "--conv",
          "--limit",
          "--test-limit",
          "--val",
          "--val-mode",
          "--log-every",
          "--out"
        }) {
      assertTrue(help.matches(".*" + option + "=[^=]*Default: .*"), option);
    }
    assertTrue(help.contains("Default: digits-cnn."), help);
    assertTrue(help.contains("Default: 1."), help);
  }

  @Test
  void noCommandAtAllShowsTheCommands() {
    Program.Run run = new Program(directory).run().good();
    assertTrue(run.out().startsWith("Usage: lanewise [-hV] [COMMAND]"), run::out);
    assertEquals(run.out(), new Program(directory).run("--help").good().out());
    assertEquals(run.out(), new Program(directory).run("help").good().out());
    assertEquals(help("train").out(), new Program(directory).run("help", "train").good().out());
  }
}
