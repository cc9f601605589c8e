package dev.lanewise.cli;

import dev.lanewise.core.simd.Simd;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the machine and the JVM say about themselves. */
final class Machine {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  private Machine() {}

  /** The processor's model, or its architecture where the system has no better name. */
  static String cpu() {
    if (Files.isReadable(CPU_INFO)) {
      try (Stream<String> lines = Files.lines(CPU_INFO)) {
        Optional<String> model =
            lines.filter(line -> line.startsWith("model name")).map(Machine::value).findFirst();
        if (model.isPresent()) {
          return model.get();
        }
      } catch (IOException e) {
        return property("os.arch");
      }
    }
    return property("os.arch");
  }

  private static String value(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }

  /** Processors that the JVM may use. */
  static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Name and version of the system. */
  static String system() {
    return property("os.name") + " " + property("os.version") + " " + property("os.arch");
  }

  /** Name and version of the JVM, and where it lies. */
  static String jvm() {
    return "%s %s, %s"
        .formatted(
            property("java.vm.name"), property("java.runtime.version"), property("java.home"));
  }

  /** The options that the JVM was started with. */
  static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  /** Names of the garbage collector's parts. */
  static List<String> collectors() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .map(GarbageCollectorMXBean::getName)
        .toList();
  }

  /** Most megabytes that the heap may have. */
  static long heapMegabytes() {
    return Runtime.getRuntime().maxMemory() >> 20;
  }

  /** Whether the JVM has the Vector API's module. */
  static boolean hasVectorModule() {
    return Simd.moduleIsPresent();
  }

  /** Linux's setting of transparent huge pages: the word in brackets. */
  static Optional<String> hugePages() {
    try {
      String text = Files.readString(HUGE_PAGES);
      int from = text.indexOf('[');
      int to = text.indexOf(']');
      return from >= 0 && to > from ? Optional.of(text.substring(from + 1, to)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
