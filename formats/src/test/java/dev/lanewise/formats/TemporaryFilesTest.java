package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What killed runs have left is removed, and what live ones write is not. */
class TemporaryFilesTest {

  @TempDir Path directory;

  private Path left(String name) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "part");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    return file;
  }

  @Test
  void theNextWriteRemovesWhatAKilledRunHasLeft() throws IOException {
    Path dead = left(".lanewise-123e4567-e89b-12d3-a456-426614174000.tmp");
    AtomicFile.write(directory.resolve("m"), new byte[] {1});
    assertFalse(Files.exists(dead));
    dead = left(".lanewise-123e4567-e89b-12d3-a456-426614174001.tmp");
    AtomicFile.checkWritable(directory.resolve("m"));
    assertFalse(Files.exists(dead));
  }

  @Test
  void otherFilesStay() throws IOException {
    Path other = left(".lanewise-notes.tmp");
    Path longer = left(".lanewise-123e4567-e89b-12d3-a456-426614174000.tmp.tmp");
    Path target = left("target");
    Path link =
        Files.createSymbolicLink(
            directory.resolve(".lanewise-123e4567-e89b-12d3-a456-426614174002.tmp"), target);
    AtomicFile.write(directory.resolve("m"), new byte[] {1});
    assertTrue(Files.exists(other));
    assertTrue(Files.exists(longer));
    assertTrue(Files.exists(link));
    assertEquals("part", Files.readString(target));
  }

  @Test
  void twoWritesOfOneProcessDoNotDisturbEachOther() throws IOException {
    AtomicFile.write(
        directory.resolve("a"),
        out -> {
          out.write(1);
          out.flush();
          for (Path file : Files.list(directory).toList()) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
          }
          AtomicFile.write(directory.resolve("b"), new byte[] {2});
        });
    assertEquals(1, Files.size(directory.resolve("a")));
    assertEquals(1, Files.size(directory.resolve("b")));
  }

  /** Another process, which holds a lock as {@link AtomicFile} does. */
  static final class Holder {
    private Holder() {}

    /** Locks the file, says so, and waits for its standard input to end. */
    public static void main(String[] args) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
        channel.lock();
        Files.writeString(Path.of(args[0] + ".held"), "");
        while (System.in.read() >= 0) {
          continue;
        }
      }
    }
  }

  @Test
  void whatALiveProcessHoldsStaysUntilItIsGone() throws Exception {
    Path live = left(".lanewise-123e4567-e89b-12d3-a456-426614174003.tmp");
    Path held = Path.of(live + ".held");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                live.toString())
            .start();
    while (!Files.exists(held)) {
      assertTrue(process.isAlive(), "the other process must hold the file");
      assertFalse(process.waitFor(10, TimeUnit.MILLISECONDS), "it must hold the file");
    }
    AtomicFile.write(directory.resolve("m"), new byte[] {1});
    assertTrue(Files.exists(live));
    process.destroyForcibly().waitFor();
    AtomicFile.write(directory.resolve("m"), new byte[] {1});
    assertFalse(Files.exists(live));
  }
}
