package dev.lanewise.data;

import static dev.lanewise.data.FaultyServer.good;
import static dev.lanewise.data.FaultyServer.whole;
import static dev.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links that somebody has put where a download writes: what they lead to stays as it is. */
class PlantedLinksTest extends FetchHarness {

  private static final byte[] PRECIOUS = {1, 2, 3};

  private Path victim;

  @BeforeEach
  void plant() throws IOException {
    victim = write(dir.resolve("victim"), PRECIOUS);
    Files.createDirectories(part.getParent());
  }

  private void assertUntouched() throws IOException {
    assertArrayEquals(PRECIOUS, Files.readAllBytes(victim));
    assertWhole();
    assertFalse(Files.isSymbolicLink(target));
  }

  @Test
  void aSymbolicLinkInThePlaceOfThePartIsNotFollowed() throws IOException {
    Files.createSymbolicLink(part, victim);
    assertFetched(server.at("/f", good(FILE)));
    assertUntouched();
  }

  @Test
  void aLinkToNothingMakesNoFileThere() throws IOException {
    Path nothing = dir.resolve("nothing");
    Files.createSymbolicLink(part, nothing);
    assertFetched(server.at("/f", good(FILE)));
    assertFalse(Files.exists(nothing));
    assertUntouched();
  }

  @Test
  void anotherFileUnderThePartsNameIsNotWritten() throws IOException {
    Files.createLink(part, victim);
    assertFetched(server.at("/f", good(FILE)));
    assertUntouched();
  }

  @Test
  void aLinkInThePlaceOfTheFileIsReplaced() throws IOException {
    Files.createSymbolicLink(target, dir.resolve("nothing"));
    assertFetched(server.at("/f", good(FILE)));
    assertUntouched();
    Files.delete(target);
    Files.createSymbolicLink(target, victim);
    fetch(QUICK.withReplace(true), server.at("/f", good(FILE)));
    assertUntouched();
  }

  @Test
  void aDirectoryInThePlaceOfThePartIsAnError() throws IOException {
    write(part.resolve("x"), PRECIOUS);
    DataException e =
        assertThrows(DataException.class, () -> fetch(QUICK, server.at("/f", good(FILE))));
    assertEquals(DataException.Kind.DISK, e.kind());
    assertTrue(e.getMessage().startsWith(part + ": can't be written: "), e.getMessage());
    assertArrayEquals(PRECIOUS, Files.readAllBytes(part.resolve("x")));
  }

  @Test
  void aFolderOnAnotherDiskMayBeALinkOfOnesOwn() throws IOException {
    Path other = Files.createDirectories(dir.resolve("other"));
    Files.delete(target.getParent());
    Files.createSymbolicLink(target.getParent(), other);
    fetch(QUICK, server.at("/f", good(FILE)));
    assertArrayEquals(FILE, Files.readAllBytes(other.resolve("f.bin")));
  }

  @Test
  void thePartOfAKilledDownloadIsUsedByServersThatIgnoreRanges() throws IOException {
    write(part, Arrays.copyOf(FILE, 5000));
    assertFetched(server.at("/f", whole(FILE)));
    assertEquals(5000, server.requests().getFirst().from());
    Files.delete(target);
    write(part, Arrays.copyOf(FILE, 7000));
    assertFetched(server.at("/g", good(FILE)));
  }
}
