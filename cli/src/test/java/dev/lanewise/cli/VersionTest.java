package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VersionTest {

  @Test
  void theNumberIsThePoms() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));
    assertTrue(pom.contains("<version>" + Version.number() + "</version>"), Version::number);
  }

  @Test
  void theOptionPrintsVersionJvmAndSystem() {
    StringWriter out = new StringWriter();
    int code = new CommandLine(new Main()).setOut(new PrintWriter(out, true)).execute("--version");
    assertEquals(0, code);
    List<String> lines = out.toString().lines().toList();
    assertEquals(3, lines.size(), out::toString);
    assertEquals("lanewise " + Version.number(), lines.get(0));
    assertTrue(lines.get(1).startsWith("JVM: "), out::toString);
    assertTrue(lines.get(1).endsWith(Runtime.version().toString()), out::toString);
    assertTrue(lines.get(2).startsWith("OS: " + System.getProperty("os.name")), out::toString);
  }
}
