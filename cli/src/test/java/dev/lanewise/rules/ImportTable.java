package dev.lanewise.rules;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who may import whom. A package of the project is allowed its own group and the groups listed for
 * it; a package in no group is a mistake in this table. The table has no cycles, so neither have
 * the imports.
 *
 * @param root the package above all of them, {@code dev.lanewise} but for the rules' own tests
 */
record ImportTable(String root) {

  /** Groups below {@code root}, the longest name that fits a package wins. */
  private static final Map<String, List<String>> ALLOWED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("core.tensor", List.of()),
              Map.entry("core.math", List.of("core.tensor")),
              Map.entry("core.simd", List.of("core.tensor", "core.math")),
              Map.entry("core.parallel", List.of("core.tensor", "core.math", "core.simd")),
              Map.entry(
                  "core.gemm", List.of("core.tensor", "core.math", "core.simd", "core.parallel")),
              Map.entry(
                  "core.conv",
                  List.of("core.tensor", "core.math", "core.simd", "core.parallel", "core.gemm")),
              Map.entry(
                  "core.pool", List.of("core.tensor", "core.math", "core.simd", "core.parallel")),
              Map.entry("core.resample", List.of("core.tensor", "core.math", "core.simd")),
              Map.entry("core.norm", List.of("core.tensor", "core.math", "core.simd")),
              Map.entry("core.augment", List.of("core.tensor", "core.math")),
              Map.entry("layers", List.of("core")),
              Map.entry("data", List.of("core")),
              Map.entry("data.recipe", List.of("core", "layers", "data")),
              Map.entry("formats", List.of("core", "layers")),
              Map.entry("bench", List.of("core", "layers", "data", "formats")),
              Map.entry("peers", List.of("core", "layers", "bench")),
              Map.entry("cli", List.of("core", "layers", "data", "formats", "bench"))));

  /** Whether a package belongs to the project. */
  boolean covers(String packageName) {
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }

  /** Whether the table has a group for a package of the project. */
  boolean knows(String packageName) {
    return !group(packageName).isEmpty();
  }

  /** Whether classes of one package of the project may depend on classes of another. */
  boolean allows(String from, String to) {
    String source = group(from);
    String target = group(to);
    return source.equals(target)
        || ALLOWED.getOrDefault(source, List.of()).stream()
            .anyMatch(allowed -> within(target, allowed));
  }

  /** The groups a package may use, for messages. */
  List<String> allowed(String packageName) {
    return ALLOWED.getOrDefault(group(packageName), List.of());
  }

  private String group(String packageName) {
    if (!packageName.startsWith(root + ".")) {
      return "";
    }
    String name = packageName.substring(root.length() + 1);
    return ALLOWED.keySet().stream()
        .filter(group -> within(name, group))
        .reduce("", (best, group) -> group.length() > best.length() ? group : best);
  }

  private static boolean within(String name, String group) {
    return name.equals(group) || name.startsWith(group + ".");
  }
}
