package dev.lanewise.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.lanewise.rules.bad.core.gemm.Borrower;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HouseRulesTest {

  private static final String BAD = "dev.lanewise.rules.bad";

  private final Checkout checkout = Checkout.here();

  private final JavaClasses project = checkout.classes();

  private final JavaClasses bad = new ClassFileImporter().importPackages(BAD);

  /** A rule that looks at nothing finds nothing: every source file must have been looked at. */
  @Test
  void everySourceOfEveryModuleIsLookedAt() {
    Set<String> known = project.stream().map(JavaClass::getName).collect(Collectors.toSet());
    List<String> missing = new ArrayList<>();
    int sources = 0;
    for (Path module : checkout.modules()) {
      Path root = module.resolve("src/main/java");
      for (Path source : Checkout.mainSources(module)) {
        String name =
            root.relativize(source).toString().replace(source.getFileSystem().getSeparator(), ".");
        sources++;
        if (!known.contains(name.substring(0, name.length() - ".java".length()))) {
          missing.add(checkout.top().relativize(source).toString());
        }
      }
    }
    assertEquals(List.of(), missing, "Sources without a class: build every module first");
    assertTrue(sources > 15, () -> "Too few sources to be this project");
    assertEquals(
        List.of("bench", "cli", "consumer", "core", "data", "formats", "layers"),
        checkout.modules().stream().map(module -> module.getFileName().toString()).toList());
    assertEquals(
        List.of("bench", "cli", "consumer", "core", "data", "formats", "layers", "peers"),
        checkout.allModules().stream().map(module -> module.getFileName().toString()).toList());
  }

  static Stream<ArchRule> rules() {
    return new HouseRules("dev.lanewise").all().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theProjectKeeps(ArchRule rule) {
    rule.check(project);
  }

  /** One class, or two, that break each rule, and words that the message must have. */
  static Stream<Arguments> breaches() {
    HouseRules rules = new HouseRules(BAD);
    return Stream.of(
        Arguments.of(
            rules.importsFollowTheTable(),
            List.of("core.tensor may import []", "core.tensor.Climber", "core.kernel.Kernels")),
        Arguments.of(
            rules.importsFollowTheTable(),
            List.of("data may import [core.*, data.picture]", "data.Trainer", "layers.Layer")),
        Arguments.of(
            rules.importsFollowTheTable(),
            List.of("layers may import [core.*]", "layers.Layer", "cli.Printer")),
        Arguments.of(
            rules.importsFollowTheTable(),
            List.of("Every package must have a group in ImportTable. Received: " + BAD + ".stray")),
        Arguments.of(
            rules.onlyKernelsKnowTheVectorApi(),
            List.of("core.gemm.Borrower", "jdk.incubator.vector.FloatVector")),
        Arguments.of(
            rules.vectorClassesStayInTheirPackage(),
            List.of("core.gemm.Borrower", "core.kernel.VectorKernels")),
        Arguments.of(
            rules.coreAndLayersNeedTheJdkOnly(), List.of("layers.Layer", "com.google.gson.Gson")),
        Arguments.of(rules.thePlannerAsksRoles(), List.of("layers.plan.Guess", "layers.Layer")),
        Arguments.of(
            rules.noStaticsThatChange(),
            List.of("Static fields must be final. Received: " + BAD + ".layers.Layer.count")),
        Arguments.of(rules.onlyTheCommandLinePrints(), List.of("layers.Layer.shout", "System.out")),
        Arguments.of(
            rules.onlyTheCommandLinePrints(), List.of("data.Trainer.train", "printStackTrace")));
  }

  @ParameterizedTest
  @MethodSource("breaches")
  void aBreachIsFound(ArchRule rule, List<String> words) {
    List<String> report = rule.evaluate(bad).getFailureReport().getDetails();
    assertTrue(
        report.stream().anyMatch(line -> words.stream().allMatch(line::contains)),
        () -> "No line with all of " + words + " in:\n" + String.join("\n", report));
  }

  /** What the rules allow must not be reported, else their silence above would be luck. */
  @Test
  void whatIsAllowedIsNotReported() {
    HouseRules rules = new HouseRules(BAD);
    for (ArchRule rule : rules.all()) {
      for (String line : rule.evaluate(bad).getFailureReport().getDetails()) {
        assertFalse(line.startsWith("Method <" + BAD + ".cli.Printer."), line);
        assertFalse(line.startsWith("Method <" + Borrower.class.getName() + ".width("), line);
      }
    }
  }

  @Test
  void everyPackageSaysWhatItIs() {
    assertEquals(List.of(), packagesWithoutInfo(checkout.allModules()));
  }

  @Test
  void aPackageThatSaysNothingIsFound() {
    Path self = checkout.top().resolve("cli/src/test/java/dev/lanewise/rules/bad/stray");
    assertTrue(Files.isDirectory(self), self::toString);
    assertFalse(saysWhatItIs(self));
    assertTrue(saysWhatItIs(self.getParent().getParent()));
  }

  private List<String> packagesWithoutInfo(List<Path> modules) {
    return modules.stream()
        .flatMap(module -> Checkout.mainSources(module).stream())
        .map(Path::getParent)
        .distinct()
        .filter(dir -> !saysWhatItIs(dir))
        .map(dir -> checkout.top().relativize(dir).toString())
        .toList();
  }

  private static boolean saysWhatItIs(Path dir) {
    try {
      String info = Files.readString(dir.resolve("package-info.java"));
      return info.startsWith("/**") && info.contains("NullMarked");
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
