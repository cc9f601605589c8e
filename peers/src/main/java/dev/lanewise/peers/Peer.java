package dev.lanewise.peers;

import dev.lanewise.bench.compare.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A contestant's process, asked from here: see {@link Child}. */
final class Peer implements AutoCloseable {

  private final Entrant entrant;
  private final Process process;
  private final BufferedReader answers;

  /** What warming up gave: steps a second, and what the check found. */
  record Prepared(double rate, Evidence evidence) {}

  /** What a window of measuring gave. */
  record Window(double stepsPerSecond, double bytesPerStep) {}

  /** Takes a process that has just been started. */
  Peer(Entrant entrant, Process process) {
    this.entrant = entrant;
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  Entrant entrant() {
    return entrant;
  }

  /** The engine's version. */
  String version() {
    return ask("version");
  }

  /** Makes work, checks and warms it. */
  Prepared prepare(Workload workload, double seconds) {
    String[] words = ask("prepare " + workload.name() + " " + seconds).split(" ");
    return new Prepared(Double.parseDouble(words[0]), Evidence.of(words, 1));
  }

  /** Makes work, checks it and does it twice. */
  Evidence check(Workload workload) {
    String answer = ask("check " + workload.name());
    return answer.isEmpty() ? new Evidence(new double[0]) : Evidence.of(answer.split(" "), 0);
  }

  /** Measures the work that was prepared. */
  Window measure(double seconds) {
    String[] numbers = ask("measure " + seconds).split(" ");
    return new Window(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
  }

  /** GFLOP/s of as many threads in registers alone, in the best of some rounds. */
  double peak() {
    return Double.parseDouble(ask("peak"));
  }

  private String ask(String request) {
    try {
      process.outputWriter(StandardCharsets.UTF_8).append(request).append('\n').flush();
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(Child.MARK)) {
          return line.substring(Child.MARK.length());
        }
        if (line.startsWith(Child.ERROR)) {
          throw new PeerException(entrant + ": " + line.substring(Child.ERROR.length()));
        }
      }
    } catch (IOException e) {
      throw new PeerException(entrant + " ended at \"" + request + "\": " + e.getMessage());
    }
    throw new PeerException(entrant + " ended at \"" + request + "\"");
  }

  @Override
  public void close() {
    try {
      process.outputWriter(StandardCharsets.UTF_8).close();
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
