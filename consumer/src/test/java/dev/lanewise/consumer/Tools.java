package dev.lanewise.consumer;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Compiles, links and starts the application with the JDK that runs the tests.
 *
 * @param libraries the directory of the jars, ours and those they need
 * @param work an empty directory
 */
record Tools(Path libraries, Path work) {

  private static final int SECONDS = 300;

  /**
   * What a process or a tool did.
   *
   * @param status 0 if it went well
   * @param out lines on stdout
   * @param err lines on stderr
   */
  record Outcome(int status, List<String> out, List<String> err) {

    /** The outcome, which must be a good one. */
    Outcome good() {
      if (status != 0) {
        throw new AssertionError("Ended with " + status + ":\n" + String.join("\n", err));
      }
      return this;
    }
  }

  /** The jars, each by its path. */
  List<String> jars() throws IOException {
    try (Stream<Path> files = Files.list(libraries)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().toList();
    }
  }

  /** The class path: the application and the jars. */
  String classPath(Path classes) throws IOException {
    List<String> entries = new ArrayList<>(List.of(classes.toString()));
    entries.addAll(jars());
    return String.join(File.pathSeparator, entries);
  }

  /** Compiles sources; {@code options} say where the libraries are looked for. */
  Outcome compile(Path to, List<String> options, List<Path> sources) {
    List<String> arguments = new ArrayList<>(List.of("-d", to.toString(), "-encoding", "UTF-8"));
    arguments.addAll(List.of("-Xlint:all,-incubating,-path", "-Werror"));
    arguments.addAll(options);
    sources.forEach(source -> arguments.add(source.toString()));
    return tool("javac", arguments);
  }

  /** Runs a tool of the JDK in this JVM. */
  static Outcome tool(String name, List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        ToolProvider.findFirst(name)
            .orElseThrow(() -> new IllegalStateException("The JDK must have " + name + "."))
            .run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    return new Outcome(status, out.toString().lines().toList(), err.toString().lines().toList());
  }

  /** Starts the JVM of a home, with no options but these. */
  Outcome java(Path home, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(work, "out", ".txt");
    Path err = Files.createTempFile(work, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    Process process = builder.start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("Still running: " + command);
      }
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), lines(out), lines(err));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
  }
}
