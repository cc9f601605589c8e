package dev.lanewise.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.io.File;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What others see of the modules that have descriptors, and what these modules need. */
final class Border {

  private static final String ROOT = "dev.lanewise";

  private static final List<String> FAMILIES =
      List.of(
          ROOT + ".layers.Layer",
          ROOT + ".layers.loss.Loss",
          ROOT + ".layers.optim.Optimizer",
          ROOT + ".layers.schedule.Schedule",
          ROOT + ".core.augment.Transform");

  private final JavaClasses project;
  private final Map<String, Descriptor> descriptors = new TreeMap<>();
  private final Map<String, String> modules = new HashMap<>();

  /** The border of a checkout whose modules are compiled. */
  Border(Checkout checkout, JavaClasses project) {
    this.project = project;
    for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
      archive(Path.of(jar)).ifPresent(found -> put(found.name(), found.packages()));
    }
    for (Module module : ModuleLayer.boot().modules()) {
      put(module.getName(), module.getPackages());
    }
    for (Path module : checkout.modules()) {
      String name = ROOT + "." + module.getFileName();
      put(name, packages(module));
      Path source = module.resolve("src/main/module/module-info.java");
      if (Files.exists(source)) {
        descriptors.put(name, Descriptor.read(source));
      }
    }
  }

  private void put(String module, Set<String> packages) {
    packages.forEach(name -> modules.put(name, module));
  }

  private static Optional<java.lang.module.ModuleDescriptor> archive(Path jar) {
    try {
      return jar.toString().endsWith(".jar")
          ? ModuleFinder.of(jar).findAll().stream().findFirst().map(ModuleReference::descriptor)
          : Optional.empty();
    } catch (FindException e) {
      // A jar whose name makes no module's is none that a descriptor could require.
      return Optional.empty();
    }
  }

  private static Set<String> packages(Path module) {
    Path root = module.resolve("src/main/java");
    return Checkout.mainSources(module).stream()
        .map(source -> root.relativize(source).getParent().toString())
        .map(dir -> dir.replace(File.separatorChar, '.'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The descriptors by the modules' names. */
  Map<String, Descriptor> descriptors() {
    return descriptors;
  }

  /** The packages of a module that have classes. */
  Set<String> packagesOf(String module) {
    return modules.entrySet().stream()
        .filter(entry -> entry.getValue().equals(module))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The modules, other than its own, with a class that depends on a class of a package. */
  Set<String> usersOf(String packageName) {
    return project.stream()
        .filter(type -> reaches(type, packageName))
        .map(this::module)
        .filter(module -> !module.equals(modules.get(packageName)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean reaches(JavaClass type, String packageName) {
    return type.getDirectDependenciesFromSelf().stream()
        .anyMatch(
            to -> to.getTargetClass().getBaseComponentType().getPackageName().equals(packageName));
  }

  /** The modules that a module's classes depend on, without {@code java.base}. */
  Set<String> neededBy(String module) {
    return others(
        module,
        project.stream()
            .filter(type -> module(type).equals(module))
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .map(dependency -> dependency.getTargetClass()));
  }

  /** The modules whose types a module's promised signatures name, without {@code java.base}. */
  Set<String> shownBy(String module) {
    return others(module, promised(module).stream().flatMap(type -> signature(type).stream()));
  }

  private Set<String> others(String module, Stream<JavaClass> types) {
    return types
        .map(JavaClass::getBaseComponentType)
        .filter(type -> !type.isPrimitive())
        .map(this::module)
        .filter(name -> !name.equals(module) && !name.equals("java.base"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String module(JavaClass type) {
    return Objects.requireNonNullElse(modules.get(type.getPackageName()), "no module");
  }

  /** The public types of a module's promised packages. */
  private List<JavaClass> promised(String module) {
    return publicTypes(module).stream()
        .filter(type -> descriptors.get(module).promises(type.getPackageName()))
        .toList();
  }

  private List<JavaClass> publicTypes(String module) {
    return project.stream().filter(type -> module(type).equals(module) && isPublic(type)).toList();
  }

  private static boolean isPublic(JavaClass type) {
    return !type.getSimpleName().equals("package-info")
        && isOpen(type.getModifiers())
        && type.getEnclosingClass().map(Border::isPublic).orElse(true);
  }

  private static boolean isOpen(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  /** Every type that users of a type have to know. */
  private static Set<JavaClass> signature(JavaClass type) {
    List<JavaType> named = new ArrayList<>(type.getInterfaces());
    type.getSuperclass().ifPresent(named::add);
    for (JavaMember member : type.getMembers()) {
      if (!isOpen(member.getModifiers())
          || member.getModifiers().contains(JavaModifier.SYNTHETIC)) {
        continue;
      }
      switch (member) {
        case JavaField field -> named.add(field.getType());
        case JavaCodeUnit code -> {
          named.add(code.getReturnType());
          named.addAll(code.getParameterTypes());
          named.addAll(code.getExceptionTypes());
        }
        default -> throw new IllegalStateException("Neither field nor method: " + member);
      }
    }
    return named.stream()
        .flatMap(used -> used.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .collect(Collectors.toSet());
  }

  /** The public types that everybody may use, by name. */
  List<String> promisedTypes() {
    return descriptors.keySet().stream()
        .flatMap(module -> promised(module).stream())
        .map(JavaClass::getName)
        .sorted()
        .toList();
  }

  /**
   * The promised types that a row of {@code formats} declares, by name: a family's records. A new
   * one is decided on there, with its name and its keys in files.
   */
  Set<String> typesWithRows() {
    return descriptors.keySet().stream()
        .flatMap(module -> promised(module).stream())
        .filter(type -> type.isRecord() && FAMILIES.stream().anyMatch(type::isAssignableTo))
        .map(JavaClass::getName)
        .collect(Collectors.toSet());
  }

  /** The public types that only modules of the project may use, by name. */
  List<String> engineTypes() {
    List<String> promised = promisedTypes();
    return descriptors.keySet().stream()
        .flatMap(module -> publicTypes(module).stream())
        .map(JavaClass::getName)
        .filter(name -> !promised.contains(name))
        .sorted()
        .toList();
  }

  /** Engine types that signatures of promised types name: {@code promised -> engine}. */
  List<String> leaks() {
    List<String> engine = engineTypes();
    return descriptors.keySet().stream()
        .flatMap(module -> promised(module).stream())
        .flatMap(
            type ->
                signature(type).stream()
                    .map(JavaClass::getName)
                    .filter(engine::contains)
                    .map(name -> type.getName() + " -> " + name))
        .sorted()
        .toList();
  }
}
