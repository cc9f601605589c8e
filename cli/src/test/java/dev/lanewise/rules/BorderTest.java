package dev.lanewise.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Module descriptors and public types say the same as the code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BorderTest {

  /** Packages that nobody but their own module may see. */
  private static final Set<String> CLOSED = Set.of("dev.lanewise.data.picture");

  private static final Set<String> OPTIONAL =
      Set.of("org.jspecify", "com.twelvemonkeys.imageio.tiff", "com.twelvemonkeys.imageio.webp");

  private static final String LIST = "docs/public-types.txt";

  private final Checkout checkout = Checkout.here();
  private final Border border = new Border(checkout, checkout.classes());

  @Test
  void everyLibraryHasADescriptor() {
    assertEquals(
        Set.of(
            "dev.lanewise.core",
            "dev.lanewise.data",
            "dev.lanewise.formats",
            "dev.lanewise.layers"),
        border.descriptors().keySet());
    border.descriptors().forEach((name, descriptor) -> assertEquals(name, descriptor.name()));
  }

  Stream<Descriptor> descriptors() {
    return border.descriptors().values().stream();
  }

  @ParameterizedTest
  @MethodSource("descriptors")
  void everyPackageIsExportedOrClosed(Descriptor descriptor) {
    Set<String> packages = border.packagesOf(descriptor.name());
    assertFalse(packages.isEmpty());
    packages.removeAll(CLOSED);
    assertEquals(
        packages,
        descriptor.exports().keySet(),
        "Every package must be exported by its module-info.java, or be named in CLOSED.");
  }

  @ParameterizedTest
  @MethodSource("descriptors")
  void engineRoomsAreOpenToTheModulesThatUseThem(Descriptor descriptor) {
    descriptor
        .engineRooms()
        .forEach((room, modules) -> assertEquals(border.usersOf(room), modules, room));
  }

  /**
   * Annotations of JSpecify are read by tools; no class needs them when it runs. A library that is
   * an automatic module must be optional too, since no image can be made with it.
   */
  @ParameterizedTest
  @MethodSource("descriptors")
  void whatIsRequiredIsNeededAndTheOtherWayRound(Descriptor descriptor) {
    Set<String> needed = border.neededBy(descriptor.name());
    Set<String> optional = new TreeSet<>(OPTIONAL);
    optional.retainAll(needed);
    needed.removeAll(OPTIONAL);
    assertEquals(needed, descriptor.requires());
    assertEquals(optional, descriptor.optional());
  }

  /** Whoever uses a module must be able to name every type that its signatures name. */
  @ParameterizedTest
  @MethodSource("descriptors")
  void modulesThatSignaturesNameComeAlong(Descriptor descriptor) {
    assertEquals(border.shownBy(descriptor.name()), descriptor.transitive());
  }

  @Test
  void publicTypesAreThoseThatWereDecidedOn() throws IOException {
    Path file = checkout.top().resolve(LIST);
    if (System.getProperty("lanewise.publicTypes", "check").equals("fix")) {
      Files.write(file, lines());
    }
    List<String> decided = Files.readAllLines(file);
    assertTrue(border.promisedTypes().contains("dev.lanewise.core.simd.Simd"));
    assertTrue(border.engineTypes().contains("dev.lanewise.core.kernel.Kernels"));
    assertTrue(border.typesWithRows().contains("dev.lanewise.layers.linear.Conv2d"));
    assertEquals("", differences(decided, lines()));
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("# The public types of the libraries. CONTRIBUTING.md says how one is added.");
    lines.add("");
    lines.add(
        "# Promised: everybody may use them. Layers, losses, optimizers, schedules and changes of");
    lines.add(
        "# images are promised, too, and not listed: each is decided on by its row in formats.");
    Set<String> rows = border.typesWithRows();
    border.promisedTypes().stream().filter(type -> !rows.contains(type)).forEach(lines::add);
    lines.add("");
    lines.add("# Engine rooms: for modules of the project only.");
    lines.addAll(border.engineTypes());
    lines.add("");
    lines.add("# Signatures of promised types that name a type of an engine room.");
    lines.addAll(border.leaks());
    return lines;
  }

  private static String differences(List<String> decided, List<String> found) {
    Set<String> added = new TreeSet<>(found);
    decided.forEach(added::remove);
    Set<String> gone = new TreeSet<>(decided);
    found.forEach(gone::remove);
    StringBuilder text = new StringBuilder();
    for (String line : added) {
      text.append("New in public: %s. Make it package-private, or accept it.\n".formatted(line));
    }
    for (String line : gone) {
      text.append("No longer public: %s. Its users lose it; accept that.\n".formatted(line));
    }
    if (text.isEmpty() && !decided.equals(found)) {
      text.append("A line stands in the wrong part of the list.\n");
    }
    return text.isEmpty() ? "" : text + "To accept, run .ci/public-types: it rewrites " + LIST;
  }

  @Test
  void aNewPublicTypeIsNamedAndHowToAcceptIt() {
    List<String> decided = List.of("# a", "x.Old", "x.Kept");
    assertEquals(
        """
        New in public: x.New. Make it package-private, or accept it.
        No longer public: x.Old. Its users lose it; accept that.
        To accept, run .ci/public-types: it rewrites docs/public-types.txt\
        """,
        differences(decided, List.of("# a", "x.Kept", "x.New")));
    assertEquals("", differences(decided, decided));
    assertEquals(
        """
        A line stands in the wrong part of the list.
        To accept, run .ci/public-types: it rewrites docs/public-types.txt\
        """,
        differences(decided, List.of("x.Old", "# a", "x.Kept")));
  }

  @Test
  void aDescriptorIsReadInAllItsParts(@TempDir Path dir) throws IOException {
    Path source =
        Files.writeString(
            dir.resolve("module-info.java"),
            """
            module a.b {
              requires transitive c;
              requires d;
              requires static e;
              exports a.b;
              exports a.b.engine to f, g;
            }
            """);
    Descriptor read = Descriptor.read(source);
    assertEquals(
        new Descriptor(
            "a.b",
            Set.of("c", "d"),
            Set.of("c"),
            Set.of("e"),
            Map.of("a.b", Set.of(), "a.b.engine", Set.of("f", "g"))),
        read);
    assertTrue(read.promises("a.b"));
    assertFalse(read.promises("a.b.engine"));
    assertFalse(read.promises("a.c"));
    assertEquals(Map.of("a.b.engine", Set.of("f", "g")), read.engineRooms());

    Files.writeString(source, "module a.b { opens a.b; }");
    assertEquals(
        "A descriptor requires and exports only: opens a.b;",
        assertThrows(IllegalStateException.class, () -> Descriptor.read(source))
            .getMessage()
            .strip());
  }
}
