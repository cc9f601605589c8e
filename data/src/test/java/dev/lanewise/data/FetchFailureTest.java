package dev.lanewise.data;

import static dev.lanewise.data.DataException.Kind.DISK;
import static dev.lanewise.data.DataException.Kind.NETWORK;
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
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers and disks that fail in every way. */
class FetchFailureTest extends FetchHarness {

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
    fetch(IMPATIENT, server.at("/f", stall((request, out) -> {}), good(FILE)));
    assertWhole();
    assertEquals("no answer within 0.5 s", failures().getFirst());
  }

  @Test
  void doesNotWaitForeverForTheRest() throws IOException {
    fetch(IMPATIENT, server.at("/f", stall(server.cut(FILE, 50_000)), good(FILE)));
    assertWhole();
    assertEquals(
        "ended after 50000 of 100003 bytes: sent nothing for 0.5 s", failures().getFirst());
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
    assertEquals("f.bin could not be downloaded. 127.0.0.1: no connection.", e.getMessage());
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
  void reportsADiskThatRefusesLater() {
    PartFile open = PartFile.open(target);
    open.append(new byte[3], 3);
    open.close();
    DataException e = assertThrows(DataException.class, () -> open.append(new byte[3], 3));
    assertEquals(DISK, e.kind());
    assertTrue(e.getMessage().startsWith(part + ": can't be written: "), e.getMessage());
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
    URI stalled = server.at("/f", stall(server.cut(FILE, 50_000)));
    FetchOptions patient =
        new FetchOptions(
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            3,
            false,
            0,
            Duration.ofHours(1));
    Thread caller = Thread.currentThread();
    try (Fetch fetch =
        new Fetch(
            patient,
            event -> {
              tell(event);
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
}
