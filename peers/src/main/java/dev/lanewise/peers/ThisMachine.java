package dev.lanewise.peers;

import dev.lanewise.bench.compare.Comparison;
import dev.lanewise.core.simd.Simd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the machine says about itself. */
final class ThisMachine {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private ThisMachine() {}

  /** This machine, JVM and Lanewise's width. */
  static Comparison.Machine machine() {
    return new Comparison.Machine(
        cpu(),
        Runtime.getRuntime().availableProcessors(),
        "%s %s %s".formatted(property("os.name"), property("os.version"), property("os.arch")),
        "%s %s".formatted(property("java.vm.name"), property("java.runtime.version")),
        Simd.choose().width().toString());
  }

  private static String cpu() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(property("os.arch"));
    } catch (IOException e) {
      return property("os.arch");
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
