package dev.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a test's program in a JVM of its own, for what depends on the JVM's past. */
public final class OwnJvm {

  private static final int SECONDS = 300;

  private OwnJvm() {}

  /**
   * Runs a program on this test's class path and fails unless it ends well.
   *
   * @param program a class with a {@code main} that writes its report to the file which its first
   *     argument names
   * @param arguments its other arguments
   * @return the report's lines
   */
  public static List<String> report(Class<?> program, String... arguments) {
    // Compilations are waited for, so that measurements see compiled code.
    return report(List.of("--add-modules", "jdk.incubator.vector", "-Xbatch"), program, arguments);
  }

  /** {@link #report(Class, String...)} with a JVM's options, which need not name the module. */
  public static List<String> report(List<String> options, Class<?> program, String... arguments) {
    try {
      Path report = Files.createTempFile("report", ".txt");
      Path log = Files.createTempFile("log", ".txt");
      try {
        List<String> command =
            new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(
            List.of(
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                report.toString()));
        command.addAll(List.of(arguments));
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
          assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "still running: " + command);
        } finally {
          process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), () -> command + "\n" + read(log));
        return Files.readAllLines(report);
      } finally {
        Files.delete(report);
        Files.delete(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
