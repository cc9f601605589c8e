package dev.lanewise.rules;

import com.sun.source.tree.DirectiveTree;
import com.sun.source.tree.ExportsTree;
import com.sun.source.tree.ModuleTree;
import com.sun.source.tree.RequiresTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What a {@code module-info.java} says.
 *
 * @param name the module's name
 * @param requires modules that it needs when it runs
 * @param transitive those of them that its users get with it
 * @param optional modules that it needs when it is compiled
 * @param exports packages by name, each with the modules that may see it; none for everybody
 */
record Descriptor(
    String name,
    Set<String> requires,
    Set<String> transitive,
    Set<String> optional,
    Map<String, Set<String>> exports) {

  /** Reads a descriptor's source. */
  static Descriptor read(Path source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of(), null, files.getJavaFileObjects(source));
      return of(task.parse().iterator().next().getModule());
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + source, e);
    }
  }

  private static Descriptor of(ModuleTree module) {
    Descriptor result =
        new Descriptor(
            module.getName().toString(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeMap<>());
    module.getDirectives().forEach(result::add);
    return result;
  }

  private void add(DirectiveTree directive) {
    switch (directive) {
      case RequiresTree needed -> {
        String module = needed.getModuleName().toString();
        (needed.isStatic() ? optional : requires).add(module);
        if (needed.isTransitive()) {
          transitive.add(module);
        }
      }
      case ExportsTree exported -> {
        Set<String> to = new TreeSet<>();
        if (exported.getModuleNames() != null) {
          exported.getModuleNames().forEach(module -> to.add(module.toString()));
        }
        exports.put(exported.getPackageName().toString(), to);
      }
      default ->
          throw new IllegalStateException("A descriptor requires and exports only: " + directive);
    }
  }

  /** Whether everybody may see a package of this module. */
  boolean promises(String packageName) {
    Set<String> to = exports.get(packageName);
    return to != null && to.isEmpty();
  }

  /** The packages that some modules may see, each with these. */
  Map<String, Set<String>> engineRooms() {
    Map<String, Set<String>> rooms = new TreeMap<>(exports);
    rooms.values().removeIf(Set::isEmpty);
    return rooms;
  }
}
