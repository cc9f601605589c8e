package dev.lanewise.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path directory;
  private Path target;

  @BeforeEach
  void setUp() {
    target = directory.resolve("model.bin");
  }

  private List<String> listing() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesANewFileAndReplacesAnOldOne() throws IOException {
    AtomicFile.write(target, "first".getBytes(UTF_8));
    assertEquals("first", Files.readString(target));
    AtomicFile.write(target, new byte[70_001]);
    assertArrayEquals(new byte[70_001], Files.readAllBytes(target));
    assertEquals(List.of("model.bin"), listing());
  }

  @Test
  void theOldContentStaysUntilTheNewIsComplete() throws IOException {
    Files.writeString(target, "old");
    AtomicFile.write(
        target,
        out -> {
          out.write(new byte[100_000]);
          out.flush();
          assertEquals("old", Files.readString(target));
          assertEquals(2, listing().size());
        });
    assertEquals(100_000, Files.size(target));
    assertEquals(List.of("model.bin"), listing());
  }

  @Test
  void aFullDeviceLeavesTheOldContentAndNothingElse() throws IOException {
    Files.writeString(target, "old");
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    target,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }));
    assertEquals("Cannot write " + target + ": No space left on device", e.getMessage());
    assertEquals("old", Files.readString(target));
    assertEquals(List.of("model.bin"), listing());
  }

  @Test
  void anExceptionOfTheContentPassesAndLeavesNothing() throws IOException {
    IllegalStateException thrown = new IllegalStateException("mistake");
    assertSame(
        thrown,
        assertThrows(
            IllegalStateException.class,
            () ->
                AtomicFile.write(
                    target,
                    out -> {
                      out.write(1);
                      throw thrown;
                    })));
    assertEquals(List.of(), listing());
  }

  @Test
  void anInterruptedThreadStillWrites() throws IOException {
    Thread.currentThread().interrupt();
    try {
      AtomicFile.write(target, "all".getBytes(UTF_8));
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals("all", Files.readString(target));
    assertEquals(List.of("model.bin"), listing());
  }

  @Test
  void theTargetMayNotBeADirectory() throws IOException {
    Files.createDirectory(target);
    assertRefused(target, "it must be a file. Received: a directory");
    assertEquals(List.of("model.bin"), listing());
  }

  @Test
  void theDirectoryMustExist() throws IOException {
    assertRefused(
        target.resolve("x.bin"), "its directory must exist. Received: " + target.toAbsolutePath());
    assertEquals(List.of(), listing());
  }

  @Test
  void theDirectoryMayNotBeAFile() throws IOException {
    Files.writeString(target, "old");
    assertRefused(
        target.resolve("x.bin"),
        "what should be its directory is a file. Received: " + target.toAbsolutePath());
    assertEquals("old", Files.readString(target));
  }

  @Test
  void aNameThatTheFileSystemRefusesLeavesNothing() throws IOException {
    Path tooLong = directory.resolve("x".repeat(300));
    IOException e =
        assertThrows(IOException.class, () -> AtomicFile.write(tooLong, new byte[] {1}));
    assertTrue(e.getMessage().startsWith("Cannot write " + tooLong + ": "), e.getMessage());
    assertEquals(List.of(), listing());
  }

  @Test
  void aLongNameLeavesRoomForTheTemporaryOne() throws IOException {
    Path longest = directory.resolve("x".repeat(255));
    AtomicFile.write(longest, new byte[] {1});
    assertEquals(1, Files.size(longest));
  }

  @Test
  void aSymbolicLinkStaysOne() throws IOException {
    Files.writeString(target, "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    AtomicFile.write(link, "new".getBytes(UTF_8));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(target));
    Files.delete(target);
    assertRefused(link, "the symbolic link must lead to a file. Received: " + target);
    assertEquals(List.of("link"), listing());
  }

  private static void assertRefused(Path path, String message) {
    IOException e = assertThrows(IOException.class, () -> AtomicFile.write(path, new byte[] {1}));
    assertEquals("Cannot write " + path + ": " + message, e.getMessage());
  }
}
