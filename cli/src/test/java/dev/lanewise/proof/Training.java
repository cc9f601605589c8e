package dev.lanewise.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.formats.Checkpoint;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.testkit.Bits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A training of the program as a process of its own, in a directory of its own. Its checkpoint is
 * large and its epochs are short, so that much of the time goes into writing files.
 */
final class Training {

  static final List<String> MODELS =
      List.of("out.safetensors", "best.safetensors", "last.safetensors");
  static final String CHECKPOINT = "check.safetensors";
  static final String CSV = "log.csv";
  static final String LINES = "log.jsonl";
  private static final Set<String> FILES =
      new TreeSet<>(
          List.of(
              "model.json",
              "data.csv",
              "stdout",
              "stderr",
              CHECKPOINT,
              CSV,
              LINES,
              MODELS.get(0),
              MODELS.get(1),
              MODELS.get(2)));
  private static final int MOST_SECONDS = 300;

  static final int EPOCHS = 12;

  private static final String MODEL =
      """
      {"name": "killed", "input": [1, 8, 8],
       "layers": [{"type": "conv2d", "channels": 8, "kernel": 3}, "batchnorm", "relu",
                  {"type": "maxpool2d", "kernel": 2}, "flatten",
                  {"type": "dense", "outputs": 2000}, "relu", {"type": "dropout", "rate": 0.2},
                  {"type": "dense", "outputs": 10}],
       "recipe": {"optimizer": {"type": "adam", "learningRate": 0.003}, "epochs": %d, "batch": 17}}
      """
          .formatted(EPOCHS);

  private static final int IMAGES = 40;

  private final Path directory;

  Training(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    Files.writeString(directory.resolve("model.json"), MODEL);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < IMAGES; i++) {
      text.append(i % 10);
      for (int p = 0; p < 64; p++) {
        text.append(',').append(CounterRandom.below(3, 64L * i + p, 256));
      }
      text.append('\n');
    }
    Files.writeString(directory.resolve("data.csv"), text);
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  /** Starts it anew, or goes on where there is a checkpoint. */
  Process start(int threads, String simd) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lanewise.cli.Main",
                "train"));
    if (simd.equals("scalar")) {
      // Soon at work, and yet another compiler that must come to the same bits.
      command.add(1, "-XX:TieredStopAtLevel=1");
    }
    if (Files.exists(path(CHECKPOINT))) {
      command.addAll(List.of("--resume", CHECKPOINT));
    } else {
      command.addAll(
          List.of(
              "--model",
              "model.json",
              "--data",
              "csv:data.csv",
              "--val",
              "0.2",
              "--val-mode",
              "random",
              "--ema",
              "0.9",
              "--schedule",
              "cosine",
              "--augment",
              "crop:1",
              "--checkpoint",
              CHECKPOINT));
    }
    command.addAll(
        List.of(
            "--threads",
            Integer.toString(threads),
            "--simd",
            simd,
            "--out",
            MODELS.get(0),
            "--save-best",
            MODELS.get(1),
            "--save-last",
            MODELS.get(2),
            "--log-csv",
            CSV,
            "--log-jsonl",
            LINES));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectOutput(path("stdout").toFile())
        .redirectError(path("stderr").toFile())
        .start();
  }

  /** Waits for the end and gives the exit code. */
  static int end(Process process) throws InterruptedException {
    try {
      assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "the program does not end");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** What the program said went wrong. */
  String errors() throws IOException {
    return Files.readString(path("stderr"));
  }

  /** The files that nobody asked for, such as parts of others. */
  List<Path> strays() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !FILES.contains(file.getFileName().toString())).toList();
    }
  }

  /** Whether a file is being written: it has another name until it is whole, and has some bytes. */
  boolean isWriting() {
    String[] names = directory.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      if (!FILES.contains(name) && directory.resolve(name).toFile().length() > 0) {
        return true;
      }
    }
    return false;
  }

  /** Complete epochs in the log. */
  int loggedEpochs() {
    try {
      return Files.exists(path(CSV)) ? (int) Files.readString(path(CSV)).lines().count() - 1 : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Checks what a kill has left: every file is whole, and nothing has gone back.
   *
   * @param stepsBefore steps that the checkpoint had before the run
   * @return steps that it has now, 0 without one
   */
  long checkFiles(long stepsBefore) throws IOException {
    for (String name : MODELS) {
      if (Files.exists(path(name))) {
        SavedModel.load(path(name));
      }
    }
    long steps = 0;
    if (Files.exists(path(CHECKPOINT))) {
      steps = Checkpoint.load(path(CHECKPOINT)).state().step();
    }
    assertTrue(steps >= stepsBefore, "the checkpoint went back from %d".formatted(stepsBefore));
    if (Files.exists(path(CSV))) {
      String log = Files.readString(path(CSV));
      assertTrue(log.isEmpty() || log.endsWith("\n"), () -> "half a line in the log: " + log);
      log.lines().forEach(line -> assertEquals(8, line.split(",", -1).length, log));
    }
    return steps;
  }

  /** Checks that the files are those of another training, but for times and the machine. */
  void assertSameAs(Training other, String how) throws IOException {
    for (String name : MODELS) {
      SavedModel expected = SavedModel.load(other.path(name));
      SavedModel received = SavedModel.load(path(name));
      String what = name + ", " + how;
      Bits.assertIdentical(
          expected.network().parameters().values(), received.network().parameters().values(), what);
      Bits.assertIdentical(
          expected.network().buffers().values(), received.network().buffers().values(), what);
      assertEquals(expected.provenance().test(), received.provenance().test(), what);
      assertEquals(expected.provenance().epochs(), received.provenance().epochs(), what);
    }
    assertEquals(other.log(), log(), how);
    assertEquals(List.of(), strays(), "files that nobody asked for, " + how);
  }

  /** The log without times. */
  private List<String> log() throws IOException {
    return Files.readAllLines(path(CSV)).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  /** Removes all of it. */
  void delete() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
