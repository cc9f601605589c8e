package dev.lanewise.data;

import static dev.lanewise.data.DataException.Kind.NETWORK;
import static dev.lanewise.data.FaultyServer.drip;
import static dev.lanewise.data.FaultyServer.good;
import static dev.lanewise.data.FaultyServer.raw;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Servers that send just enough never to be silent. */
class SlowServerTest extends FetchHarness {

  @Test
  void aDripFedAnswerIsLeftForTheNextMirror() throws IOException {
    FetchOptions hurried =
        new FetchOptions(
            Duration.ofSeconds(20),
            Duration.ofMillis(500),
            Duration.ofMillis(1),
            1,
            false,
            50_000,
            Duration.ofHours(1));
    fetch(hurried, server.at("/slow", drip(FILE)), server.at("/good", good(FILE)));
    assertWhole();
    assertTrue(
        failures().getFirst().endsWith("of 100003 bytes: sent less than 50000 bytes a second"),
        failures().getFirst());
    // What came before is used.
    assertTrue(server.requests().getLast().from() > 0);
  }

  @Test
  void aFileMayTakeOnlySoLong() {
    FetchOptions limited = QUICK.withLimits(0, Duration.ofMillis(300));
    URI slow = server.at("/slow", drip(FILE));
    URI next = server.at("/next", drip(FILE));
    DataException e = assertThrows(DataException.class, () -> fetch(limited, slow, next));
    assertEquals(NETWORK, e.kind());
    assertTrue(
        e.getMessage().contains("bytes: a file may take at most 0.3 s in all;"), e.getMessage());
    assertTrue(
        e.getMessage()
            .contains("127.0.0.1: not asked, since a file may take at most 0.3 s in all."),
        e.getMessage());
    assertEquals(1, server.requests().size());
    assertFalse(Files.exists(target));
  }

  @Test
  void whatAServerSaysReachesNoTerminal() {
    DataException e =
        assertThrows(
            DataException.class,
            () ->
                fetch(
                    QUICK,
                    server.at(
                        "/f",
                        raw(
                            "HTTP/1.1 200 OK\r\nContent-Encoding: x\u009b31m\r\nContent-Length: 9",
                            new byte[9]))));
    assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c < 0x7f), e.getMessage());
  }
}
