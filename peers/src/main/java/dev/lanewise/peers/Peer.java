package dev.lanewise.peers;

import dev.lanewise.bench.compare.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A contestant's process, asked from here: see {@link Child}. */
final class Peer implements AutoCloseable {

  private final Contestant contestant;
  private final Process process;
  private final BufferedReader answers;

  /** What a window of measuring gave. */
  record Window(double stepsPerSecond, double bytesPerStep) {}

  /** Something that a contestant could not do. */
  static final class PeerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PeerException(String message) {
      super(message);
    }
  }

  /** Starts the process, without waiting for it. */
  Peer(Contestant contestant, Process process) {
    this.contestant = contestant;
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  Contestant contestant() {
    return contestant;
  }

  /** The engine's version. */
  String version() {
    return ask("version");
  }

  /** Makes work, checks and warms it; returns steps a second. */
  double prepare(Workload workload, double seconds) {
    return Double.parseDouble(ask("prepare " + workload.name() + " " + seconds));
  }

  /** Measures the work that was prepared. */
  Window measure(double seconds) {
    String[] numbers = ask("measure " + seconds).split(" ");
    return new Window(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
  }

  private String ask(String request) {
    try {
      process.outputWriter(StandardCharsets.UTF_8).append(request).append('\n').flush();
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(Child.MARK)) {
          return line.substring(Child.MARK.length());
        }
        if (line.startsWith(Child.ERROR)) {
          throw new PeerException(contestant + ": " + line.substring(Child.ERROR.length()));
        }
      }
    } catch (IOException e) {
      throw new PeerException(contestant + " ended at \"" + request + "\": " + e.getMessage());
    }
    throw new PeerException(contestant + " ended at \"" + request + "\"");
  }

  @Override
  public void close() {
    try {
      process.outputWriter().close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
