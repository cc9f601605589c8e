package dev.lanewise.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The rules on compiled code.
 *
 * @param root the package above the project's own, {@code dev.lanewise} but for the rules' tests
 */
record HouseRules(String root) {

  private static final String VECTOR_API = "jdk.incubator.vector";

  /** Every rule, by the order of their reasons in ARCHITECTURE.md. */
  List<ArchRule> all() {
    return List.of(
        importsFollowTheTable(),
        onlyKernelsKnowTheVectorApi(),
        vectorClassesStayInTheirPackage(),
        coreAndLayersNeedTheJdkOnly(),
        thePlannerAsksRoles(),
        noStaticsThatChange(),
        onlyTheCommandLinePrints());
  }

  ArchRule importsFollowTheTable() {
    ImportTable table = new ImportTable(root);
    return rule(
        "import only the packages that ImportTable allows them",
        (type, report) -> {
          String from = type.getPackageName();
          if (!table.knows(from)) {
            report.accept("Every package must have a group in ImportTable. Received: " + from);
            return;
          }
          for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            String to = target(dependency).getPackageName();
            if (table.covers(to) && !table.allows(from, to)) {
              report.accept(
                  "%s may import %s. Received: %s"
                      .formatted(from, table.allowed(from), dependency.getDescription()));
            }
          }
        });
  }

  ArchRule onlyKernelsKnowTheVectorApi() {
    return rule(
        "leave the Vector API to core.kernel",
        (type, report) -> {
          if (!type.getPackageName().equals(kernels())) {
            reportDependencies(type, VECTOR_API, report);
          }
        });
  }

  /** Others get kernels from {@code Kernels}, and know them by interfaces and scalar helpers. */
  ArchRule vectorClassesStayInTheirPackage() {
    return rule(
        "know the classes of core.kernel that use the Vector API only through Kernels",
        (type, report) -> {
          if (type.getPackageName().equals(kernels())) {
            return;
          }
          for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass to = target(dependency);
            if (to.getPackageName().equals(kernels()) && usesVectorApi(to)) {
              report.accept(dependency.getDescription());
            }
          }
        });
  }

  ArchRule coreAndLayersNeedTheJdkOnly() {
    List<String> allowed =
        List.of("java", VECTOR_API, "org.jspecify", root + ".core", root + ".layers");
    return rule(
        "depend on java.*, the Vector API and JSpecify only, if they are of core or layers",
        (type, report) -> {
          String from = type.getPackageName();
          if (!within(from, root + ".core") && !within(from, root + ".layers")) {
            return;
          }
          for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass to = target(dependency);
            if (!to.isPrimitive()
                && allowed.stream().noneMatch(name -> within(to.getPackageName(), name))) {
              report.accept(dependency.getDescription());
            }
          }
        });
  }

  /** A planner that knows one layer would have to be edited for the next. */
  ArchRule thePlannerAsksRoles() {
    return rule(
        "ask layers for roles, which are interfaces, if they are of layers.plan",
        (type, report) -> {
          if (!type.getPackageName().equals(root + ".layers.plan")) {
            return;
          }
          for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass to = target(dependency);
            boolean concrete =
                to.isAssignableTo(root + ".layers.Layer")
                    && !to.getModifiers().contains(JavaModifier.ABSTRACT);
            if (concrete) {
              report.accept(dependency.getDescription());
            }
          }
        });
  }

  ArchRule noStaticsThatChange() {
    return rule(
        "have no static field that is not final",
        (type, report) -> {
          for (JavaField field : type.getFields()) {
            if (field.getModifiers().contains(JavaModifier.STATIC)
                && !field.getModifiers().contains(JavaModifier.FINAL)) {
              report.accept("Static fields must be final. Received: " + field.getFullName());
            }
          }
        });
  }

  ArchRule onlyTheCommandLinePrints() {
    return rule(
        "print nothing, if they are not of cli",
        (type, report) -> {
          if (within(type.getPackageName(), root + ".cli")) {
            return;
          }
          type.getFieldAccessesFromSelf().stream()
              .filter(access -> access.getTargetOwner().isEquivalentTo(System.class))
              .forEach(access -> report.accept(access.getDescription()));
          type.getMethodCallsFromSelf().stream()
              .filter(call -> call.getTargetOwner().isAssignableTo(Throwable.class))
              .filter(call -> call.getTarget().getName().equals("printStackTrace"))
              .filter(call -> call.getTarget().getRawParameterTypes().isEmpty())
              .forEach(call -> report.accept(call.getDescription()));
        });
  }

  private String kernels() {
    return root + ".core.kernel";
  }

  private static boolean usesVectorApi(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .anyMatch(dependency -> within(target(dependency).getPackageName(), VECTOR_API));
  }

  private static void reportDependencies(
      JavaClass type, String packageName, Consumer<String> report) {
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      if (within(target(dependency).getPackageName(), packageName)) {
        report.accept(dependency.getDescription());
      }
    }
  }

  private static JavaClass target(Dependency dependency) {
    return dependency.getTargetClass().getBaseComponentType();
  }

  private static boolean within(String packageName, String parent) {
    return packageName.equals(parent) || packageName.startsWith(parent + ".");
  }

  private static ArchRule rule(String description, BiConsumer<JavaClass, Consumer<String>> check) {
    return classes()
        .should(
            new ArchCondition<JavaClass>(description) {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                check.accept(
                    type, message -> events.add(SimpleConditionEvent.violated(type, message)));
              }
            });
  }
}
