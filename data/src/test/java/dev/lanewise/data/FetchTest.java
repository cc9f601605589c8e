package dev.lanewise.data;

import static dev.lanewise.data.DataException.Kind.DAMAGED;
import static dev.lanewise.data.DataException.Kind.DISK;
import static dev.lanewise.data.DataException.Kind.NETWORK;
import static dev.lanewise.data.FaultyServer.cut;
import static dev.lanewise.data.FaultyServer.good;
import static dev.lanewise.data.FaultyServer.raw;
import static dev.lanewise.data.FaultyServer.redirect;
import static dev.lanewise.data.FaultyServer.stall;
import static dev.lanewise.data.FaultyServer.status;
import static dev.lanewise.data.FaultyServer.whole;
import static dev.lanewise.data.TestFiles.assertFails;
import static dev.lanewise.data.TestFiles.gzip;
import static dev.lanewise.data.TestFiles.pattern;
import static dev.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.FaultyServer.Request;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {

  private static final byte[] FILE = pattern(100_003);
  private static final FetchOptions QUICK =
      new FetchOptions(
          Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(1), 3, false);

  @TempDir private Path dir;
  private final List<FetchEvent> events = new ArrayList<>();
  private FaultyServer server;
  private Path target;
  private Path part;

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

  private static RemoteFile remote(URI... mirrors) {
    return new RemoteFile("f.bin", FILE.length, sha256(FILE), List.of(mirrors));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private Path fetch(FetchOptions options, URI... mirrors) {
    try (Fetch fetch = new Fetch(options, events::add)) {
      return fetch.fetch(remote(mirrors), dir.resolve("sub/folder"));
    }
  }

  private void assertFetched(URI... mirrors) throws IOException {
    assertEquals(target, fetch(QUICK, mirrors));
    assertWhole();
  }

  /** The file is there, right, and alone in its folder. */
  private void assertWhole() throws IOException {
    assertArrayEquals(FILE, Files.readAllBytes(target));
    try (Stream<Path> files = Files.list(target.getParent())) {
      assertEquals(List.of(target), files.toList());
    }
  }

  private void assertNetworkError(String reason, URI... mirrors) {
    assertFails(NETWORK, "f.bin could not be downloaded. " + reason, () -> fetch(QUICK, mirrors));
    assertFalse(Files.exists(target));
  }

  private List<String> failures() {
    return events.stream()
        .filter(e -> e instanceof FetchEvent.MirrorFailed)
        .map(e -> ((FetchEvent.MirrorFailed) e).reason())
        .toList();
  }

  @Test
  void downloadsAFileAndTellsHowFarItIs() throws IOException {
    URI good = server.at("/f", good(FILE));
    assertFetched(good);
    assertEquals(new FetchEvent.Started(remote(good), good, 0), events.getFirst());
    assertEquals(new FetchEvent.Finished(remote(good), target, true), events.getLast());
    long before = 0;
    for (FetchEvent event : events.subList(1, events.size() - 1)) {
      long bytes = ((FetchEvent.Progress) event).bytes();
      assertTrue(bytes > before);
      before = bytes;
    }
    assertEquals(FILE.length, before);
  }

  @Test
  void doesNotDownloadTwice() throws IOException {
    URI good = server.at("/f", good(FILE));
    assertFetched(good);
    assertFetched(good);
    assertEquals(1, server.requests().size());
    assertEquals(new FetchEvent.Finished(remote(good), target, false), events.getLast());
  }

  @Test
  void leavesAnotherFileAloneUnlessToldToReplaceIt() throws IOException {
    URI good = server.at("/f", good(FILE));
    write(target, pattern(5));
    assertFails(
        DAMAGED,
        target
            + " is there but isn't the official file: expected SHA-256 "
            + sha256(FILE)
            + ". Received: "
            + sha256(pattern(5))
            + ". Remove it to download it again",
        () -> fetch(QUICK, good));
    assertArrayEquals(pattern(5), Files.readAllBytes(target));
    fetch(QUICK.withReplace(true), good);
    assertWhole();
  }

  @Test
  void resumesWhatAnEarlierRunLeft() throws IOException {
    write(part, Arrays.copyOf(FILE, 40_000));
    URI good = server.at("/f", good(FILE));
    assertFetched(good);
    assertEquals(List.of(new Request("/f", 40_000)), server.requests());
    assertEquals(new FetchEvent.Started(remote(good), good, 40_000), events.getFirst());
  }

  @Test
  void startsAgainWhereAServerIgnoresRanges() throws IOException {
    write(part, Arrays.copyOf(FILE, 40_000));
    assertFetched(server.at("/f", whole(FILE)));
  }

  @Test
  void startsAgainWhereAServerSendsAnotherRange() throws IOException {
    write(part, Arrays.copyOf(FILE, 40_000));
    URI wrong =
        server.at(
            "/f",
            raw(
                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-100002/100003\r\n"
                    + "Content-Length: 100003",
                FILE),
            good(FILE));
    assertFetched(wrong);
    assertEquals(
        List.of("expected a Content-Range from byte 40000. Received: bytes 0-100002/100003"),
        failures());
    assertEquals(List.of(new Request("/f", 40_000), new Request("/f", -1)), server.requests());
  }

  @Test
  void startsAgainAfter416() throws IOException {
    write(part, Arrays.copyOf(FILE, 40_000));
    assertFetched(server.at("/f", status("416 Range Not Satisfiable"), good(FILE)));
    assertEquals(List.of("HTTP 416: the server has no bytes from 40000"), failures());
  }

  @Test
  void asksForNothingIfAllBytesAreThere() throws IOException {
    write(part, FILE);
    assertFetched(server.at("/f", good(FILE)));
    assertEquals(List.of(), server.requests());
  }

  @Test
  void throwsAwayAPartThatIsWrong() throws IOException {
    byte[] wrong = FILE.clone();
    wrong[17] ^= 1;
    for (int length : new int[] {40_000, FILE.length, FILE.length + 1}) {
      Files.deleteIfExists(target);
      write(part, Arrays.copyOf(wrong, length));
      assertFetched(server.at("/f", good(FILE)));
    }
  }

  @Test
  void goesOnWhereTheConnectionBroke() throws IOException {
    URI broken = server.at("/f", cut(FILE, 30_000), cut(FILE, 60_000), good(FILE));
    assertFetched(broken);
    assertEquals(
        List.of(new Request("/f", -1), new Request("/f", 30_000), new Request("/f", 60_000)),
        server.requests());
    assertTrue(failures().getFirst().startsWith("ended after 30000 of 100003 bytes"));
  }

  @Test
  void goesOnAtTheNextMirror() throws IOException {
    URI broken = server.at("/a", cut(FILE, 30_000));
    assertFetched(broken, server.at("/b", good(FILE)));
    assertEquals(new Request("/b", 30_000), server.requests().getLast());
  }

  @Test
  void goesOnInTheNextRun() throws IOException {
    URI broken = server.at("/f", cut(FILE, 30_000));
    DataException e = assertThrows(DataException.class, () -> fetch(QUICK, broken));
    assertTrue(
        e.getMessage()
            .endsWith(
                ". 30000 of 100003 bytes are kept in "
                    + part
                    + "; the next download goes on from there"),
        e.getMessage());
    assertFalse(Files.exists(target));
    assertFetched(server.at("/f", good(FILE)));
    assertEquals(new Request("/f", 30_000), server.requests().getLast());
  }

  @Test
  void readsAnswersThatDoNotSayTheirLength() throws IOException {
    assertFetched(server.at("/f", raw("HTTP/1.1 200 OK", FILE)));
  }

  @Test
  void noticesAShortAnswerThatDoesNotSayItsLength() throws IOException {
    URI shorter = server.at("/f", raw("HTTP/1.1 200 OK", Arrays.copyOf(FILE, 99)), good(FILE));
    assertFetched(shorter);
    assertEquals(List.of("ended after 99 of 100003 bytes"), failures());
  }

  @Test
  void givesUpOnAnswersOfTheWrongLength() {
    byte[] longer = Arrays.copyOf(FILE, FILE.length + 1);
    assertNetworkError(
        "127.0.0.1: expected 100003 bytes. Received: more.",
        server.at("/a", raw("HTTP/1.1 200 OK", longer)));
    assertNetworkError(
        "127.0.0.1: expected 100003 bytes. Received: an answer of 100004.",
        server.at("/b", whole(longer)));
    assertNetworkError(
        "127.0.0.1: expected 100003 bytes. Received: an answer of 0.",
        server.at("/c", whole(new byte[0])));
    byte[] packed = gzip(FILE);
    assertNetworkError(
        "127.0.0.1: expected 100003 bytes. Received: an answer of " + packed.length + " in gzip.",
        server.at(
            "/d",
            raw(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.length,
                packed)));
    assertFalse(Files.exists(part));
  }

  @Test
  void givesUpOnWrongBytesAndTakesTheNextMirror() throws IOException {
    byte[] wrong = FILE.clone();
    wrong[99_999] ^= 64;
    String reason = "expected SHA-256 %s. Received: %s".formatted(sha256(FILE), sha256(wrong));
    URI bad = server.at("/a", whole(wrong));
    assertNetworkError("127.0.0.1: " + reason + ".", bad);
    assertFalse(Files.exists(part));
    assertFetched(bad, server.at("/b", good(FILE)));
    assertEquals(List.of(reason, reason), failures());
  }

  @Test
  void followsRedirects() throws IOException {
    server.at("/there", good(FILE));
    server.at("/between", redirect("/there"));
    write(part, Arrays.copyOf(FILE, 40_000));
    assertFetched(server.at("/here", redirect("/between")));
    assertEquals(new Request("/there", 40_000), server.requests().getLast());
  }

  @Test
  void givesUpOnRedirectsWithoutEnd() {
    assertNetworkError("127.0.0.1: HTTP 302.", server.at("/f", redirect("/f")));
  }

  @Test
  void triesAgainAfterErrorsThatPassAndNotAfterOthers() throws IOException {
    URI busy = server.at("/a", status("503 Busy"), status("429 Slowly"), good(FILE));
    assertFetched(busy);
    assertEquals(List.of("HTTP 503", "HTTP 429"), failures());
    Files.delete(target);
    int before = server.requests().size();
    assertNetworkError(
        "127.0.0.1: HTTP 404; 127.0.0.1: HTTP 403; 127.0.0.1: HTTP 500.",
        server.at("/b", status("404 Not Found")),
        server.at("/c", status("403 Forbidden")),
        server.at("/d", status("500 Error")));
    assertEquals(5, server.requests().size() - before);
  }

  @Test
  void doesNotWaitForeverForAnAnswer() throws IOException {
    assertFetched(server.at("/f", stall((request, out) -> {}), good(FILE)));
    assertEquals(List.of("no answer within 0.3 s"), failures());
  }

  @Test
  void doesNotWaitForeverForTheRest() throws IOException {
    assertFetched(server.at("/f", stall(cut(FILE, 50_000)), good(FILE)));
    assertEquals(List.of("ended after 50000 of 100003 bytes: sent nothing for 0.3 s"), failures());
    assertEquals(new Request("/f", 50_000), server.requests().getLast());
  }

  @Test
  void survivesAnswersThatAreNotHttp() throws IOException {
    URI noise = server.at("/a", (request, out) -> out.write(pattern(500)));
    URI nothing = server.at("/b", (request, out) -> {});
    assertFetched(noise, nothing, server.at("/c", good(FILE)));
    assertEquals(6, failures().size());
    failures().forEach(f -> assertTrue(f.startsWith("the connection failed: "), f));
  }

  @Test
  void survivesServersThatAreNotThere() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    URI absent = URI.create("http://127.0.0.1:" + port + "/f");
    assertFetched(absent, server.at("/f", good(FILE)));
    Files.delete(target);
    DataException e = assertThrows(DataException.class, () -> fetch(QUICK, absent));
    assertEquals(NETWORK, e.kind());
    assertTrue(e.getMessage().startsWith("f.bin could not be downloaded. 127.0.0.1: the conn"));
    assertFalse(Files.exists(part));
  }

  @Test
  void reportsADiskThatRefuses() throws IOException {
    URI good = server.at("/f", good(FILE));
    write(dir.resolve("sub"), new byte[1]);
    DataException e = assertThrows(DataException.class, () -> fetch(QUICK, good));
    assertEquals(DISK, e.kind());
    assertTrue(e.getMessage().startsWith(part + ": can't be written: "), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void reportsAFullDiskWithoutAskingOtherMirrors() throws IOException {
    Files.createDirectories(part.getParent());
    Files.createSymbolicLink(part, Path.of("/dev/full"));
    DataException e =
        assertThrows(
            DataException.class,
            () -> fetch(QUICK, server.at("/a", good(FILE)), server.at("/b", good(FILE))));
    assertEquals(DISK, e.kind());
    assertTrue(e.getMessage().startsWith(part + ": can't be written: "), e.getMessage());
    assertFalse(Files.exists(target));
  }

  @Test
  void refusesToWriteWhatAnotherDownloadWrites() throws IOException {
    write(part, new byte[3]);
    try (FileChannel other = FileChannel.open(part, StandardOpenOption.WRITE)) {
      assertTrue(other.tryLock().isValid());
      assertFails(
          DISK,
          part + ": another download is writing this file",
          () -> fetch(QUICK, server.at("/f", good(FILE))));
    }
  }

  @Test
  void anInterruptEndsItAndKeepsWhatCame() throws Exception {
    URI stalled = server.at("/f", stall(cut(FILE, 50_000)));
    FetchOptions patient =
        new FetchOptions(
            Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 3, false);
    Thread caller = Thread.currentThread();
    events.clear();
    try (Fetch fetch =
        new Fetch(
            patient,
            event -> {
              if (event instanceof FetchEvent.Progress p && p.bytes() == 50_000) {
                caller.interrupt();
              }
            })) {
      DataException e =
          assertThrows(DataException.class, () -> fetch.fetch(remote(stalled), target.getParent()));
      assertTrue(Thread.interrupted());
      assertEquals(part + ": the download was interrupted", e.getMessage());
    }
    assertEquals(50_000, Files.size(part));
    assertFetched(server.at("/g", good(FILE)));
  }

  @Test
  void anInterruptBeforehandEndsItToo() {
    URI good = server.at("/f", good(FILE));
    Thread.currentThread().interrupt();
    DataException e = assertThrows(DataException.class, () -> fetch(QUICK, good));
    assertTrue(Thread.interrupted());
    assertEquals(part + ": the download was interrupted", e.getMessage());
  }

  @Test
  void digitsHaveNothingToFetch() {
    try (Fetch fetch = new Fetch(FetchOptions.defaults(), events::add)) {
      assertEquals(List.of(), fetch.fetch(DataSet.DIGITS, dir));
    }
  }

  @Test
  void refusesOptionsAndFilesThatMakeNoSense() {
    assertEquals(
        "Timeouts must be above 0 and attempts at least 1. Received: connect PT1S, stall PT0S,"
            + " delay PT0S, attempts 1",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new FetchOptions(Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, 1, false))
            .getMessage());
    assertEquals(
        "A remote file needs a plain name, a length and 64 hexadecimal digits. Received: ../x, 1,"
            + " abc",
        assertThrows(
                IllegalArgumentException.class, () -> new RemoteFile("../x", 1, "abc", List.of()))
            .getMessage());
  }
}
