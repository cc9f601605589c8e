package dev.lanewise.rules;

import java.util.ArrayList;
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

  /**
   * Groups below {@code root}, the longest name that fits a package wins; what each may import,
   * with {@code .*} behind a name for all groups of that name.
   */
  private static final Map<String, List<String>> ALLOWED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("core.tensor", List.of()),
              Map.entry("core.math", List.of()),
              Map.entry("core.setting", List.of("core.tensor")),
              Map.entry("core.kernel", List.of("core.tensor", "core.math", "core.setting")),
              Map.entry("core.simd", List.of("core.kernel", "core.setting")),
              Map.entry("core.parallel", List.of()),
              Map.entry("core.gemm", with("core.parallel")),
              Map.entry("core.conv", with("core.parallel", "core.gemm")),
              Map.entry("core.pool", with("core.parallel")),
              Map.entry("core.resample", with()),
              Map.entry("core.norm", with()),
              Map.entry("layers", List.of("core.*")),
              Map.entry("layers.noise", List.of("core.*", "layers", "layers.activation")),
              Map.entry("layers.activation", List.of("core.*", "layers")),
              Map.entry("layers.linear", List.of("core.*", "layers")),
              Map.entry("layers.norm", List.of("core.*", "layers")),
              Map.entry("layers.pool", List.of("core.*", "layers")),
              Map.entry("layers.shape", List.of("core.*", "layers")),
              Map.entry("layers.plan", List.of("core.*", "layers")),
              Map.entry("layers.loss", List.of("core.*")),
              Map.entry("layers.metric", List.of("core.*")),
              Map.entry("layers.schedule", List.of("core.*")),
              Map.entry("layers.optim", List.of("core.*", "layers")),
              Map.entry(
                  "layers.train",
                  List.of(
                      "core.*",
                      "layers",
                      "layers.plan",
                      "layers.norm",
                      "layers.loss",
                      "layers.optim",
                      "layers.schedule")),
              Map.entry(
                  "layers.model",
                  List.of(
                      "core.*",
                      "layers",
                      "layers.activation",
                      "layers.linear",
                      "layers.loss",
                      "layers.noise",
                      "layers.norm",
                      "layers.optim",
                      "layers.pool",
                      "layers.schedule",
                      "layers.shape",
                      "layers.train")),
              Map.entry("core.augment", List.of("core.tensor", "core.math")),
              Map.entry("data.recipe", List.of("core.*", "layers.*", "data", "data.augment")),
              Map.entry("data", List.of("core.*", "data.picture")),
              Map.entry("data.picture", List.of()),
              Map.entry("data.augment", List.of("core.*", "data")),
              Map.entry("formats", List.of("core.*", "layers.*")),
              Map.entry("bench", List.of("core.*", "layers.*", "data.*", "formats")),
              Map.entry("bench.compare", List.of("core.*", "layers.*", "data.*", "bench")),
              Map.entry("bench.jmh", List.of("core.*", "layers.*", "data.*", "bench")),
              Map.entry("peers", List.of("core.*", "layers.*", "bench.*")),
              Map.entry("cli", List.of("core.*", "layers.*", "data.*", "formats", "bench.*"))));

  /** What all engine rooms above the kernels may import, and more. */
  private static List<String> with(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("core.tensor", "core.math", "core.setting", "core.kernel", "core.simd"));
    all.addAll(List.of(more));
    return all;
  }

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
            .anyMatch(allowed -> names(allowed, target));
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

  private static boolean names(String allowed, String group) {
    return allowed.endsWith(".*")
        ? within(group, allowed.substring(0, allowed.length() - 2))
        : group.equals(allowed);
  }

  private static boolean within(String name, String group) {
    return name.equals(group) || name.startsWith(group + ".");
  }
}
