package dev.lanewise.data;

import static dev.lanewise.data.DataException.Kind.NETWORK;
import static dev.lanewise.data.TestFiles.assertFails;
import static dev.lanewise.data.TestFiles.pattern;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A file, a server that may have it, and a folder to fetch it to. */
abstract class FetchHarness {

  static final byte[] FILE = pattern(100_003);
  static final FetchOptions QUICK =
      new FetchOptions(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofMillis(1),
          3,
          false,
          0,
          Duration.ofHours(1));

  /** For servers that say nothing. */
  static final FetchOptions IMPATIENT =
      new FetchOptions(
          Duration.ofSeconds(20),
          Duration.ofMillis(500),
          Duration.ofMillis(1),
          9,
          false,
          0,
          Duration.ofHours(1));

  @TempDir Path dir;
  final List<FetchEvent> events = new ArrayList<>();
  FaultyServer server;
  Path target;
  Path part;

  @BeforeEach
  void start() throws IOException {
    server = new FaultyServer();
    target = dir.resolve("sub/folder/f.bin");
    part = dir.resolve("sub/folder/f.bin.part");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  static RemoteFile remote(URI... mirrors) {
    return new RemoteFile("f.bin", FILE.length, sha256(FILE), List.of(mirrors));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  Path fetch(FetchOptions options, URI... mirrors) {
    try (Fetch fetch = new Fetch(options, this::tell)) {
      return fetch.fetch(remote(mirrors), dir.resolve("sub/folder"));
    }
  }

  void assertFetched(URI... mirrors) throws IOException {
    assertEquals(target, fetch(QUICK, mirrors));
    assertWhole();
  }

  /** The file is there, right, and alone in its folder. */
  void assertWhole() throws IOException {
    assertArrayEquals(FILE, Files.readAllBytes(target));
    try (Stream<Path> files = Files.list(target.getParent())) {
      assertEquals(List.of(target), files.toList());
    }
  }

  void assertNetworkError(String reason, URI... mirrors) {
    assertFails(NETWORK, "f.bin could not be downloaded. " + reason, () -> fetch(QUICK, mirrors));
    assertFalse(Files.exists(target));
  }

  List<String> failures() {
    return events.stream()
        .filter(e -> e instanceof FetchEvent.MirrorFailed)
        .map(e -> ((FetchEvent.MirrorFailed) e).reason())
        .toList();
  }

  void tell(FetchEvent event) {
    events.add(event);
    if (event instanceof FetchEvent.Progress progress) {
      server.consumed(progress.bytes());
    }
  }
}
