package dev.lanewise.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.proof.fuzz.Fuzzer;
import dev.lanewise.proof.fuzz.Tally;
import dev.lanewise.proof.fuzz.Target;
import dev.lanewise.proof.fuzz.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changed files are refused in one line or read as what they say. {@code .ci/fuzz} runs as many as
 * are asked for: {@code lanewise.fuzz.inputs} in all, by {@code lanewise.fuzz.seed}, of one parser
 * ({@code lanewise.fuzz.parser}) or of all.
 */
class FuzzTest {

  private static final long SHORT_RUN = 20_000;

  /** Processor time that an input may take in a long run; a short one only has to end. */
  private static final long SLOW_NANOS = 2_000_000_000;

  private static final double ENDLESS_SECONDS = 60;

  @TempDir Path directory;

  private final boolean isLong = System.getProperty("lanewise.fuzz.inputs") != null;
  private final long seed = Long.getLong("lanewise.fuzz.seed", 1);
  private final String parser = System.getProperty("lanewise.fuzz.parser", "");
  private final Path found =
      Path.of(System.getProperty("lanewise.fuzz.found", "target/fuzz-found"));

  @Test
  void changedFilesAreRefusedInOneLineOrReadAsWhatTheySay() throws Exception {
    List<Target> targets =
        Targets.all().stream().filter(t -> parser.isEmpty() || t.name().equals(parser)).toList();
    assertTrue(!targets.isEmpty(), "There is no parser named " + parser);
    long inputs = Long.getLong("lanewise.fuzz.inputs", SHORT_RUN);
    List<String> faults = new ArrayList<>();
    long done = 0;
    long weights = targets.stream().mapToLong(Target::weight).sum();
    for (Target target : targets) {
      long share = Math.max(1, inputs * target.weight() / weights);
      Tally tally = run(target, share);
      faults.addAll(tally.faults());
      done += tally.inputs();
      say(tally.toString());
    }
    say(
        "fuzz: %,d inputs, seed %d, %d kinds of fault%s"
            .formatted(
                done,
                seed,
                faults.size(),
                faults.isEmpty() ? "" : "; inputs are kept in " + found.toAbsolutePath()));
    assertEquals(List.of(), faults, () -> String.join("\n", faults));
  }

  /** A worker of a pool of one: what a parser does in parallel happens in it, too. */
  private Tally run(Target target, long inputs) throws Exception {
    Path place = Files.createDirectory(directory.resolve(target.name()));
    ForkJoinPool pool = new ForkJoinPool(1);
    try {
      Fuzzer fuzzer =
          pool.submit(() -> new Fuzzer(target, place, found, isLong ? SLOW_NANOS : 0)).get();
      Future<?> work =
          pool.submit(
              () -> {
                kept(target)
                    .forEach(file -> fuzzer.run(file.getFileName().toString(), bytes(file)));
                fuzzer.run(seed, inputs);
              });
      long second = 0;
      while (true) {
        try {
          work.get(1, TimeUnit.SECONDS);
          return fuzzer.tally();
        } catch (TimeoutException e) {
          if (fuzzer.secondsUnderWay() > ENDLESS_SECONDS) {
            fuzzer.giveUp();
            return fuzzer.tally();
          }
          if (isLong && ++second % 30 == 0) {
            say("  so far: " + fuzzer.tally());
          }
        } catch (ExecutionException e) {
          throw new IllegalStateException(target.name() + ": the run itself failed", e.getCause());
        }
      }
    } finally {
      // Not close(), which would wait for an input that does not end; its thread is a daemon.
      pool.shutdownNow();
    }
  }

  /** Inputs that once showed a fault. */
  private static List<Path> kept(Target target) {
    try {
      Path place = Path.of("src/test/resources/fuzz").resolve(target.name());
      if (!Files.isDirectory(place)) {
        return List.of();
      }
      try (Stream<Path> files = Files.list(place)) {
        return files.sorted().toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
