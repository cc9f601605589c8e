package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionTest {

  @TempDir Path directory;

  @Test
  void theNumberIsThePoms() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));
    assertTrue(pom.contains("<version>" + Version.number() + "</version>"), Version::number);
  }

  @Test
  void theOptionPrintsVersionJvmAndSystem() {
    Program.Run run = new Program(directory).run("--version").good();
    List<String> lines = run.out().lines().toList();
    assertEquals(3, lines.size(), run::out);
    assertEquals("lanewise " + Version.number(), lines.get(0));
    assertTrue(lines.get(1).startsWith("JVM: "), run::out);
    assertTrue(lines.get(1).endsWith(Runtime.version().toString()), run::out);
    assertTrue(lines.get(2).startsWith("OS: " + System.getProperty("os.name")), run::out);
  }
}
