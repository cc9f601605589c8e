package dev.lanewise.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.consumer.Tools.Outcome;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * One application, five ways of starting it: it trains and predicts in each, and the bits are the
 * same. The jars are those that the build has just made.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartingTest {

  private static final String MAIN = "example.consumer.App";
  private static final String MODULE_AND_MAIN = "example.consumer/" + MAIN;
  private static final String DOT = "example.consumer/example.consumer.Dot";
  private static final String FLAG = "--add-modules=jdk.incubator.vector";
  private static final Path HOME = Path.of(System.getProperty("java.home"));

  private static final String SCALAR =
      "Lanewise runs in slow scalar code: the module jdk.incubator.vector is missing: start the JVM"
          + " with --add-modules jdk.incubator.vector";

  private Tools tools;
  private Path plain;
  private Path modular;

  /** What every way has to report: the vectors' width, the weights, the prediction. */
  private List<String> expected;

  @BeforeAll
  void compileAndRunWithTheFlag(@TempDir Path work) throws Exception {
    tools = new Tools(Path.of("target", "lib").toAbsolutePath(), work);
    Path app = Path.of("src", "app");
    List<Path> sources;
    try (Stream<Path> files = Files.list(app.resolve("example/consumer"))) {
      sources = files.sorted().toList();
    }
    plain = work.resolve("plain");
    tools.compile(plain, List.of("-cp", tools.classPath(plain)), sources).good();
    List<Path> all = new ArrayList<>(sources);
    all.add(app.resolve("module-info.java"));
    modular = work.resolve("modular");
    tools.compile(modular, List.of("-p", tools.libraries().toString()), all).good();

    Outcome run = tools.java(HOME, FLAG, "-cp", tools.classPath(plain), MAIN).good();
    expected = run.out();
    assertEquals(3, expected.size(), expected::toString);
    assertNotEquals("scalar", expected.getFirst());
    assertSilent(run);
  }

  /** Nothing of ours on stderr; that the Vector API incubates, the JVM says itself. */
  private static void assertSilent(Outcome run) {
    assertEquals(
        List.of(), run.err().stream().filter(line -> !line.contains("incubator modules")).toList());
  }

  @Test
  void theClassPathWithoutTheFlagIsScalarAndWarnsOnce() throws Exception {
    Outcome run = tools.java(HOME, "-cp", tools.classPath(plain), MAIN).good();
    assertEquals("scalar", run.out().getFirst());
    assertEquals(expected.subList(1, 3), run.out().subList(1, 3));
    assertEquals(
        1, run.err().stream().filter(line -> line.contains(SCALAR)).count(), run.err()::toString);
  }

  @Test
  void theModulePathNeedsNoFlag() throws Exception {
    String path = modular + File.pathSeparator + tools.libraries();
    Outcome run = tools.java(HOME, "-p", path, "-m", MODULE_AND_MAIN).good();
    assertEquals(expected, run.out());
    assertSilent(run);
    assertEquals(List.of("read 3"), tools.java(HOME, "-p", path, "-m", DOT).good().out());
  }

  @Test
  void anImageOfTheApplicationAndTheJarsNeedsNoFlag() throws Exception {
    Path image = tools.work().resolve("image");
    Tools.tool(
            "jlink",
            List.of(
                "-p",
                modular + File.pathSeparator + tools.libraries(),
                "--add-modules",
                "example.consumer",
                "--output",
                image.toString()))
        .good();
    Outcome run = tools.java(image, "-m", MODULE_AND_MAIN).good();
    assertEquals(expected, run.out());
    assertSilent(run);
    List<String> modules =
        tools.java(image, "--list-modules").good().out().stream()
            .map(line -> line.replaceFirst("@.*", ""))
            .toList();
    for (String module : List.of("core", "layers", "data", "formats")) {
      assertTrue(modules.contains("dev.lanewise." + module), modules::toString);
    }
    assertFalse(modules.contains("jdk.compiler"), modules::toString);

    // Libraries without a descriptor cannot be in an image, but beside it.
    String lib = tools.libraries().toString();
    assertEquals(
        List.of(
            "dot.webp: the image can't be read: a WebP needs the library imageio-webp, on the class"
                + " or module path"),
        tools.java(image, "-m", DOT).good().out());
    assertEquals(List.of("read 3"), tools.java(image, "-p", lib, "-m", DOT).good().out());
  }

  @Test
  void twoClassLoadersSideBySideDoNotMeet() throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of(FLAG, "-cp", plain.toString(), "example.consumer.SideBySide"));
    arguments.add(plain.toString());
    arguments.addAll(tools.jars());
    Outcome run = tools.java(HOME, arguments.toArray(String[]::new)).good();
    List<String> twice = new ArrayList<>(expected);
    twice.addAll(expected);
    assertEquals(twice, run.out());
    assertSilent(run);
  }

  /** Every package of our modules that is not for everybody. */
  @Test
  void anEngineRoomCannotBeImported() throws IOException {
    List<String> open = new ArrayList<>();
    TreeSet<String> closed = new TreeSet<>();
    for (var module : ModuleFinder.of(tools.libraries()).findAll()) {
      var descriptor = module.descriptor();
      if (!descriptor.name().startsWith("dev.lanewise.")) {
        continue;
      }
      assertFalse(descriptor.isAutomatic(), descriptor::name);
      List<String> exported =
          descriptor.exports().stream()
              .filter(exports -> !exports.isQualified())
              .map(Exports::source)
              .toList();
      open.addAll(exported);
      closed.addAll(descriptor.packages());
      exported.forEach(closed::remove);
    }
    assertTrue(closed.contains("dev.lanewise.core.kernel"), closed::toString);
    assertTrue(open.contains("dev.lanewise.core.simd"), open::toString);
    compileImports("allowed", open).good();
    for (String name : closed) {
      Outcome refused = compileImports(name, List.of(name));
      assertEquals(1, refused.status(), name);
      assertTrue(
          String.join("\n", refused.err()).contains("package " + name + " is not visible"),
          refused.err()::toString);
    }
  }

  private Outcome compileImports(String name, List<String> packages) throws IOException {
    Path dir = Files.createDirectories(tools.work().resolve("imports").resolve(name));
    Path module = dir.resolve("module-info.java");
    Files.writeString(
        module,
        "module example.intruder { requires dev.lanewise.data; requires dev.lanewise.formats; }");
    StringBuilder text = new StringBuilder("package example.intruder;\n");
    packages.forEach(imported -> text.append("import ").append(imported).append(".*;\n"));
    Path source = dir.resolve("Intruder.java");
    Files.writeString(source, text.append("final class Intruder {}\n"));
    return tools.compile(
        dir.resolve("classes"),
        List.of("-p", tools.libraries().toString()),
        List.of(module, source));
  }
}
