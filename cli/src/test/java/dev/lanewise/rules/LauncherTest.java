package dev.lanewise.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs a copy of ./lanewise in a small checkout with JDKs and a Maven that are shell scripts: what
 * it chooses, what it passes on, when it builds.
 */
class LauncherTest {

  private static final String JAVA =
      """
      #!/bin/sh
      echo "home $(cd "$(dirname "$0")/.." && pwd -P)"
      for arg in "$@"; do echo "[$arg]"; done
      """;

  /** Counts its calls; does what the build does, as far as the launcher sees. */
  private static final String MAVEN =
      """
      #!/bin/sh
      [ "$1" = --version ] && exit 0
      echo "$JAVA_HOME $*" >>"%1$s/maven.log"
      mkdir -p "%1$s/cli/target/lanewise"
      echo options >"%1$s/cli/target/lanewise/jvm.options"
      echo built >"%1$s/cli/target/lanewise/stamp"
      """;

  private static final String FAILING_MAVEN =
      """
      #!/bin/sh
      [ "$1" = --version ] && exit 0
      echo "cannot find symbol"
      exit 1
      """;

  @TempDir private Path temp = Path.of("");
  private Path top = temp;
  private Path jdks = temp;
  private Path tools = temp;

  /** What a run of the launcher came to. */
  private record Run(int code, String out, String err) {}

  @BeforeEach
  void smallCheckout() throws IOException {
    temp = temp.toRealPath();
    top = Files.createDirectories(temp.resolve("a checkout"));
    jdks = Files.createDirectories(temp.resolve("some jdks"));
    tools = Files.createDirectories(temp.resolve("tools"));
    Files.copy(Checkout.here().top().resolve("lanewise"), top.resolve("lanewise"));
    Files.writeString(top.resolve("pom.xml"), "<project/>");
    Files.createDirectories(top.resolve("cli/src/main/java"));
    Files.writeString(top.resolve("cli/pom.xml"), "<project/>");
    script(tools.resolve("mvn"), MAVEN.formatted(top));
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path jdk(String version) throws IOException {
    Path home = jdks.resolve("jdk-" + version);
    script(home.resolve("bin/java"), JAVA);
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nJAVA_VERSION_DATE=\"2026\"\n");
    return home;
  }

  /** Runs the launcher with nothing in the environment but {@code PATH} and what is given. */
  private Run run(Map<String, String> environment, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().put("LANEWISE_JDK_PATH", jdks.toString());
    builder.environment().putAll(environment);
    Path out = temp.resolve("stdout");
    Path err = temp.resolve("stderr");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher does not end");
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Run launch(Map<String, String> environment, String... arguments) throws Exception {
    String[] command = Arrays.copyOf(new String[] {"sh", top + "/lanewise"}, 2 + arguments.length);
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    return run(environment, List.of(command));
  }

  private static String home(Path jdk) {
    return "home " + jdk + "\n";
  }

  private long builds() throws IOException {
    Path log = top.resolve("maven.log");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  @Test
  void noJdkAtAllIsExplained() throws Exception {
    Files.createDirectories(jdks.resolve("empty"));
    Run run = launch(Map.of());
    assertEquals(69, run.code, run.err);
    assertEquals("", run.out);
    assertTrue(run.err.startsWith("lanewise: needs a JDK 25.0.3 or newer and found none.\n"));
    assertTrue(run.err.contains("https://adoptium.net/"), run.err);
    assertTrue(run.err.contains("set LANEWISE_JAVA_HOME"), run.err);
    assertEquals(0, builds());
  }

  @Test
  void aNamedDirectoryWithoutJdkIsAnErrorThoughAnotherWouldDo() throws Exception {
    jdk("25.0.3");
    Run run = launch(Map.of("LANEWISE_JAVA_HOME", tools.toString()));
    assertEquals(69, run.code, run.err);
    assertEquals(
        "lanewise: LANEWISE_JAVA_HOME must name a JDK 25.0.3 or newer. Received: "
            + tools
            + " (no JDK)\n",
        run.err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_402", "17.0.15", "24.0.2"})
  void anOldNamedJdkIsRefused(String version) throws Exception {
    Path old = jdk(version);
    Run run = launch(Map.of("LANEWISE_JAVA_HOME", old.toString()));
    assertEquals(69, run.code, run.err);
    String shown = version.replace("_402", "");
    assertTrue(run.err.contains("Received: " + old + " (" + shown + ")"), run.err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"25", "25.0.1", "25.0.2", "25.0.2.0.1"})
  void anEarly25IsRefusedWithItsReason(String version) throws Exception {
    Path early = jdk(version);
    for (String variable : List.of("LANEWISE_JAVA_HOME", "JAVA_HOME")) {
      Run run = launch(Map.of(variable, early.toString()));
      assertEquals(69, run.code, run.err);
      assertTrue(run.err.contains("JDK " + version + " in " + early + " is too early"), run.err);
      assertTrue(run.err.contains("JDK-8377811"), run.err);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"25.0.3", "25.0.10", "25.1.0", "26", "26.0.1", "100"})
  void aLaterJdkIsTaken(String version) throws Exception {
    Path jdk = jdk(version);
    Run run = launch(Map.of("LANEWISE_JAVA_HOME", jdk.toString()));
    assertEquals(0, run.code, run.err);
    assertTrue(run.out.startsWith(home(jdk)), run.out);
  }

  /** Each way of naming a JDK, and the version found in that way; the first that will do counts. */
  @ParameterizedTest
  @CsvSource({
    "26,     25.0.3, 25.0.4, 25.0.5, 26",
    ",       25.0.3, 25.0.4, 25.0.5, 25.0.3",
    ",       17.0.1, 25.0.4, 25.0.5, 25.0.4",
    ",       25.0.1, 17.0.1, 25.0.5, 25.0.5",
    ",       ,       21.0.4, 26.0.2, 26.0.2",
    ",       ,       ,       25.0.3, 25.0.3"
  })
  void theFirstThatWillDoIsTaken(
      String own, String javaHome, String onPath, String inPlace, String expected)
      throws Exception {
    Map<String, String> environment = new TreeMap<>();
    if (own != null) {
      environment.put("LANEWISE_JAVA_HOME", jdk(own).toString());
    }
    if (javaHome != null) {
      environment.put("JAVA_HOME", jdk(javaHome).toString());
    }
    if (onPath != null) {
      Path link =
          Files.createSymbolicLink(tools.resolve("java.link"), jdk(onPath).resolve("bin/java"));
      Files.createSymbolicLink(tools.resolve("java"), link.getFileName());
    }
    Path places = Files.createDirectories(temp.resolve("places"));
    Files.move(jdk(inPlace), places.resolve("jdk-" + inPlace));
    environment.put("LANEWISE_JDK_PATH", temp.resolve("nowhere") + ":" + places);
    Path taken =
        expected.equals(inPlace)
            ? places.resolve("jdk-" + expected)
            : jdks.resolve("jdk-" + expected);

    Run run = launch(environment);
    assertEquals(0, run.code, run.err);
    assertTrue(run.out.startsWith(home(taken)), run.out);
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    jdk("25.0.3");
    Run run =
        launch(
            Map.of("LANEWISE_OPTS", "-Xmx1g to*"),
            "train",
            "two words",
            "",
            "*",
            "$HOME",
            "--x=a\"b");
    assertEquals(0, run.code, run.err);
    Path app = top.resolve("cli/target/lanewise");
    List<String> lines = run.out.lines().toList();
    assertTrue(lines.contains("[@" + app + "/jvm.options]"), run.out);
    assertEquals(
        List.of(
            "[-Xmx1g]",
            "[to*]",
            "[-cp]",
            "[" + app + "/lib/lanewise-cli.jar]",
            "[dev.lanewise.cli.Main]",
            "[train]",
            "[two words]",
            "[]",
            "[*]",
            "[$HOME]",
            "[--x=a\"b]"),
        lines.subList(lines.indexOf("[-Xmx1g]"), lines.size()));
  }

  @Test
  void theExitCodeIsTheProgramsOwn() throws Exception {
    Path jdk = jdk("25.0.3");
    script(jdk.resolve("bin/java"), "#!/bin/sh\nexit 64\n");
    assertEquals(64, launch(Map.of()).code);
  }

  @Test
  void aChainOfLinksLeadsToTheCheckout() throws Exception {
    Path jdk = jdk("25.0.3");
    Path link = Files.createSymbolicLink(temp.resolve("a link"), Path.of("a checkout/lanewise"));
    Path second =
        Files.createSymbolicLink(Files.createDirectory(temp.resolve("bin")).resolve("lw"), link);
    script(top.resolve("lanewise"), Files.readString(top.resolve("lanewise")));
    Run run = run(Map.of(), List.of(second.toString(), "info"));
    assertEquals(0, run.code, run.err);
    assertTrue(run.out.startsWith(home(jdk)), run.out);
    assertTrue(run.out.contains("[" + top + "/cli/target/lanewise/lib/lanewise-cli.jar]"), run.out);
  }

  @Test
  void itBuildsOnFirstUseAndAfterAChangeOnly() throws Exception {
    Path jdk = jdk("25.0.3");
    Run first = launch(Map.of());
    assertEquals("lanewise: building (first use)...\n", first.err);
    assertEquals(1, builds());
    String call = Files.readString(top.resolve("maven.log"));
    assertTrue(call.startsWith(jdk + " -B -q -f " + top + "/pom.xml -DskipTests "), call);
    assertTrue(call.endsWith(" package\n"), call);

    assertEquals("", launch(Map.of()).err);
    assertEquals(1, builds());

    Path source = Files.writeString(top.resolve("cli/src/main/java/A.java"), "class A {}");
    assertEquals("lanewise: building (sources have changed)...\n", launch(Map.of()).err);
    assertEquals("", launch(Map.of()).err);
    assertEquals(2, builds());

    Files.delete(source);
    assertEquals("lanewise: building (sources have changed)...\n", launch(Map.of()).err);
    assertEquals(3, builds());

    Files.writeString(top.resolve("README.md"), "words");
    assertEquals("", launch(Map.of()).err);
    assertEquals(3, builds());
  }

  @Test
  void aSourceSavedDuringTheBuildIsBuiltNextTime() throws Exception {
    jdk("25.0.3");
    String saves = "sleep 0.05; touch '%s/cli/src/main/java/A.java'; sleep 0.05\n".formatted(top);
    script(tools.resolve("mvn"), MAVEN.formatted(top).replace("mkdir", saves + "mkdir"));
    assertEquals("lanewise: building (first use)...\n", launch(Map.of()).err);
    script(tools.resolve("mvn"), MAVEN.formatted(top));
    assertEquals("lanewise: building (sources have changed)...\n", launch(Map.of()).err);
    assertEquals("", launch(Map.of()).err);
    assertEquals(2, builds());
  }

  @Test
  void aFailedBuildShowsMavensWordsAndIsTriedAgain() throws Exception {
    jdk("25.0.3");
    script(tools.resolve("mvn"), FAILING_MAVEN);
    for (int i = 0; i < 2; i++) {
      Run run = launch(Map.of(), "train");
      assertEquals(70, run.code, run.err);
      assertEquals("", run.out);
      assertEquals(
          "lanewise: building (first use)...\n"
              + "lanewise: the build failed. The end of Maven's output:\n"
              + "cannot find symbol\n",
          run.err);
    }
    script(tools.resolve("mvn"), MAVEN.formatted(top));
    assertEquals(0, launch(Map.of(), "train").code);
  }

  @Test
  void withoutMavenTheWrapperBuilds() throws Exception {
    jdk("25.0.3");
    script(tools.resolve("mvn"), "#!/bin/sh\necho broken; exit 1\n");
    Run none = launch(Map.of());
    assertEquals(69, none.code, none.err);
    assertTrue(
        none.err.contains("needs Maven to build itself: neither mvn nor " + top + "/mvnw runs"));

    script(top.resolve("mvnw"), MAVEN.formatted(top));
    assertEquals(0, launch(Map.of()).code);
    assertEquals(1, builds());
  }

  @Test
  void theLockOfADeadBuildIsNoObstacle() throws Exception {
    jdk("25.0.3");
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = Files.createDirectories(top.resolve("cli/target/lanewise.lock"));
    Files.writeString(lock.resolve("pid"), Long.toString(dead.pid()));
    Run run = launch(Map.of());
    assertEquals(0, run.code, run.err);
    assertTrue(run.err.contains("waiting for another build to finish"), run.err);
    assertEquals(1, builds());
    assertTrue(Files.notExists(lock));
  }

  /** What locale the program runs in, given one. */
  private String locale(Map<String, String> environment) throws Exception {
    script(jdk("25.0.3").resolve("bin/java"), "#!/bin/sh\necho \"LC_ALL=${LC_ALL-unset}\"\n");
    Run run = launch(environment);
    assertEquals(0, run.code, run.err);
    return run.out.strip();
  }

  /** Each system that this is tested on has a locale of UTF-8. */
  @Test
  void aLocaleWithoutCharactersIsReplacedByOneOfUtf8() throws Exception {
    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            Map.of("LC_ALL", "POSIX"),
            Map.of("LC_ALL", "C", "LANG", "C.UTF-8"),
            Map.of("LC_CTYPE", "C"),
            Map.of("LANG", "C"),
            Map.of("LANG", "xx_XX.UTF-8"),
            Map.of("LC_ALL", ""))) {
      String locale = locale(environment).toLowerCase(Locale.ROOT).replace("-", "");
      assertTrue(locale.endsWith(".utf8"), environment + " " + locale);
    }
    assertEquals("LC_ALL=unset", locale(Map.of("LANG", "C.UTF-8")));
    assertEquals("LC_ALL=C.UTF-8", locale(Map.of("LC_ALL", "C.UTF-8")));
  }

  @Test
  void withoutATellerOfLocalesTheUsualOneIsTaken() throws Exception {
    script(tools.resolve("locale"), "#!/bin/sh\nexit 127\n");
    assertEquals("LC_ALL=unset", locale(Map.of("LANG", "de_DE.utf8")));
    script(tools.resolve("locale"), "#!/bin/sh\n[ \"$1\" = charmap ] && echo ANSI_X3.4-1968\n");
    assertEquals("LC_ALL=POSIX", locale(Map.of("LC_ALL", "POSIX")));
    script(
        tools.resolve("locale"),
        "#!/bin/sh\n[ \"$1\" = charmap ] && echo US-ASCII || echo C; echo fr_FR.utf8\n");
    assertEquals("LC_ALL=fr_FR.utf8", locale(Map.of("LC_ALL", "POSIX")));
  }

  /** Wherever it is started from, and by whatever name. */
  @Test
  void itRunsFromOddPlaces() throws Exception {
    Path jdk = jdk("25.0.3");
    Path odd = Files.createDirectories(temp.resolve("a b/-c 'd'"));
    Path link = Files.createSymbolicLink(odd.resolve("l w"), top.resolve("lanewise"));
    Files.setPosixFilePermissions(
        top.resolve("lanewise"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, String> environment =
        Map.of("CDPATH", temp + ":" + odd, "JAVA_TOOL_OPTIONS", "-Dx=y", "IFS", "/", "LC_ALL", "");
    for (List<String> command :
        List.of(
            List.of(link.toString(), "a"),
            List.of("sh", "-c", "cd '" + temp + "/a b' && ./-c\\ \\'d\\'/l\\ w a"),
            List.of("sh", "-c", "cd '" + top + "' && sh lanewise a"),
            List.of("sh", "-c", "PATH=\"$PATH:" + top + "\" lanewise a"))) {
      Run run = run(environment, command);
      assertEquals(0, run.code, run.err);
      assertTrue(run.out.startsWith(home(jdk)), run.out);
      assertTrue(run.out.endsWith("[dev.lanewise.cli.Main]\n[a]\n"), run.out);
    }
    assertEquals(1, builds());
    Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertEquals(0, run(environment, List.of(link.toString())).code);
    } finally {
      Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** The script is for any POSIX shell: words that only bash knows would end it in dash. */
  @Test
  void theShellFindsNoFaultInTheScript() throws Exception {
    Process check =
        new ProcessBuilder("sh", "-n", top + "/lanewise").redirectErrorStream(true).start();
    try (InputStream words = check.getInputStream()) {
      assertEquals("", new String(words.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertEquals(0, check.waitFor());
  }
}
