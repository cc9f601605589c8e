package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one output can't be written any more, all others are, and the exit code says so. */
class FullDiskTest {

  private static final String TRAIN =
      "train --model m.json --data csv:d.csv --log-every 1 --epochs 3 ";

  @TempDir Path directory;
  private SmallTraining small;

  @BeforeEach
  void start() throws IOException {
    small = SmallTraining.in(directory);
    Files.createDirectory(small.file("disk"));
    small.run(TRAIN + "--out whole.safetensors").good();
  }

  /** The directory of some outputs goes away, which is as good as a disk that is full. */
  private void fill() {
    try {
      Files.move(small.file("disk"), small.file("gone"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void empty() {
    try {
      Files.move(small.file("gone"), small.file("disk"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--checkpoint", "--save-best", "--save-last"})
  void theModelIsSavedThoughAnotherOutputIsNot(String option) throws IOException {
    Program.Run run =
        small.runWith(
            TRAIN + option + " disk/x.safetensors --out m.safetensors --log-csv l.csv",
            Map.of("step 1 ", this::fill));
    assertEquals(74, run.code(), run::err);
    assertArrayEquals(small.values("whole.safetensors"), small.values("m.safetensors"));
    assertEquals(4, Files.readAllLines(small.file("l.csv")).size());
    assertTrue(run.out().contains("saved: m.safetensors\n"), run::out);
    Path file = small.file("disk/x.safetensors");
    String reason =
        "Cannot write %s: its directory must exist. Received: %s".formatted(file, file.getParent());
    List<String> told = run.err().lines().filter(line -> line.startsWith("lanewise: ")).toList();
    assertEquals(
        List.of(
            "lanewise: " + reason + ". The training goes on", "lanewise: Not written: " + reason),
        told);
  }

  @Test
  void theOtherOutputsAreWrittenThoughTheModelIsNot() throws IOException {
    Program.Run run =
        small.runWith(
            TRAIN + "--checkpoint c.safetensors --save-last l.safetensors --out disk/m.safetensors",
            Map.of("step 1 ", this::fill));
    assertEquals(74, run.code(), run::err);
    assertFalse(run.out().contains("saved: "), run::out);
    assertArrayEquals(small.values("whole.safetensors"), small.values("l.safetensors"));
    empty();
    small.run("train --resume c.safetensors").good();
    assertArrayEquals(small.values("whole.safetensors"), small.values("disk/m.safetensors"));
  }

  @Test
  void whatIsWrittenLaterIsNotMissing() throws IOException {
    Program.Run run =
        small.runWith(
            TRAIN
                + "--save-last disk/l.safetensors --checkpoint disk/c.safetensors --out"
                + " m.safetensors",
            Map.of("step 1 ", this::fill, "step 3 ", this::empty));
    assertEquals(0, run.code(), run::err);
    assertArrayEquals(small.values("whole.safetensors"), small.values("disk/l.safetensors"));
    assertEquals(6, small.checkpoint("disk/c.safetensors").state().step());
  }

  @Test
  void aLogOnAFullDeviceIsNamed() throws IOException {
    Path full = Path.of("/dev/full");
    if (!Files.exists(full)) {
      return;
    }
    Program.Run run = small.run(TRAIN + "--log-csv /dev/full --log-jsonl l.jsonl --json");
    assertEquals(74, run.code(), run::err);
    assertTrue(
        run.err().contains("lanewise: Cannot write /dev/full: No space left on device."), run::err);
    assertEquals("/dev/full", run.json().getAsJsonArray("unwritten").get(0).getAsString());
    assertEquals(3, Files.readAllLines(small.file("l.jsonl")).size());
    assertArrayEquals(small.values("whole.safetensors"), small.values("m-d.safetensors"));
  }
}
