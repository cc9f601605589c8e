package dev.lanewise.data;

import static dev.lanewise.data.DataException.Kind.DAMAGED;
import static dev.lanewise.data.FaultyServer.good;
import static dev.lanewise.data.FaultyServer.raw;
import static dev.lanewise.data.FaultyServer.redirect;
import static dev.lanewise.data.FaultyServer.status;
import static dev.lanewise.data.FaultyServer.whole;
import static dev.lanewise.data.TestFiles.assertFails;
import static dev.lanewise.data.TestFiles.pattern;
import static dev.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.FaultyServer.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchTest extends FetchHarness {

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
    URI broken = server.at("/f", server.cut(FILE, 30_000), server.cut(FILE, 60_000), good(FILE));
    assertFetched(broken);
    assertEquals(
        List.of(new Request("/f", -1), new Request("/f", 30_000), new Request("/f", 60_000)),
        server.requests());
    assertTrue(failures().getFirst().startsWith("ended after 30000 of 100003 bytes"));
  }

  @Test
  void goesOnAtTheNextMirror() throws IOException {
    URI broken = server.at("/a", server.cut(FILE, 30_000));
    assertFetched(broken, server.at("/b", good(FILE)));
    assertEquals(new Request("/b", 30_000), server.requests().getLast());
  }

  @Test
  void goesOnInTheNextRun() throws IOException {
    URI broken = server.at("/f", server.cut(FILE, 30_000));
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
  void followsRedirects() throws IOException {
    server.at("/there", good(FILE));
    server.at("/between", redirect("/there"));
    write(part, Arrays.copyOf(FILE, 40_000));
    assertFetched(server.at("/here", redirect("/between")));
    assertEquals(new Request("/there", 40_000), server.requests().getLast());
  }

  @Test
  void digitsHaveNothingToFetch() {
    try (Fetch fetch = new Fetch(FetchOptions.defaults(), this::tell)) {
      assertEquals(List.of(), fetch.fetch(DataSet.DIGITS, dir));
    }
  }

  @Test
  void refusesOptionsAndFilesThatMakeNoSense() {
    assertEquals(
        "Timeouts must be above 0 and attempts at least 1. Received: connect PT1S, stall PT0S,"
            + " delay PT0S, attempts 1, rate 4096, total PT12H",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new FetchOptions(
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        Duration.ZERO,
                        1,
                        false,
                        4096,
                        Duration.ofHours(12)))
            .getMessage());
    assertEquals(
        "A remote file needs a plain name, a length and 64 hexadecimal digits. Received: ../x, 1,"
            + " abc",
        assertThrows(
                IllegalArgumentException.class, () -> new RemoteFile("../x", 1, "abc", List.of()))
            .getMessage());
  }
}
