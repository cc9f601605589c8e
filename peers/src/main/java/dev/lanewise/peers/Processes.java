package dev.lanewise.peers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** Starts the contestants' JVMs: the same JDK, class path and options for all of them. */
final class Processes {

  private static final String MKL_DIRECTORY = "/org/bytedeco/mkl/linux-x86_64/";

  private final Path log;
  private final List<String> options;
  private @Nullable String mkl;

  /**
   * Prepares to start processes.
   *
   * @param log where their stderr goes
   * @param options options of every JVM
   */
  Processes(Path log, List<String> options) {
    this.log = log;
    this.options = List.copyOf(options);
  }

  /** Starts a contestant that waits for requests. */
  Peer peer(Entrant entrant) {
    return new Peer(entrant, start(entrant, Child.class, List.of()));
  }

  /** Starts a contestant's process. */
  Process start(Entrant entrant, Class<?> main, List<String> arguments) {
    Contestant contestant = entrant.contestant();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(contestant.name(), Integer.toString(entrant.threads())));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    String library = contestant.preloadsMkl() ? mkl() : "";
    builder.environment().putAll(contestant.environment(entrant.threads(), library));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** MKL's library, unpacked from its jar. */
  private String mkl() {
    String path = mkl;
    if (path == null) {
      try {
        Class<?> preset = org.bytedeco.mkl.presets.mkl_rt.class;
        Loader.cacheResources(preset, MKL_DIRECTORY);
        File[] found = Loader.cacheResources(preset, MKL_DIRECTORY + "libmkl_rt.so.3");
        path = found[0].getAbsolutePath();
        mkl = path;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return path;
  }
}
