package dev.lanewise.bench;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a figure depends on besides the program: what machine, system and JVM say about themselves.
 *
 * @param cpu the processor's model, or its architecture where the system has no better name
 * @param processors processors that the JVM may use: hardware threads
 * @param cores the machine's cores, if the system tells
 * @param caches caches of the first processor, as far as the system tells
 * @param memoryMegabytes the machine's memory, if the system tells
 * @param system name and version of the system, and its architecture
 * @param jvm name of the JVM
 * @param jvmVersion the whole of its version
 * @param jvmVendor who built it
 * @param javaHome where it lies
 * @param jvmOptions the options that it was started with
 * @param heapMegabytes most that its heap may have
 * @param collectors names of the garbage collector's parts
 * @param hugePages Linux's setting of transparent huge pages
 */
public record Fingerprint(
    String cpu,
    int processors,
    OptionalInt cores,
    List<Cache> caches,
    OptionalLong memoryMegabytes,
    String system,
    String jvm,
    String jvmVersion,
    String jvmVendor,
    String javaHome,
    List<String> jvmOptions,
    long heapMegabytes,
    List<String> collectors,
    Optional<String> hugePages) {

  /**
   * A cache.
   *
   * @param level 1 for what is nearest to the core
   * @param type {@code Data}, {@code Instruction} or {@code Unified}
   * @param kilobytes its size
   * @param processors the processors that share it, for example {@code 0-1}
   */
  public record Cache(int level, String type, int kilobytes, String processors) {}

  /** Copies the lists. */
  public Fingerprint {
    caches = List.copyOf(caches);
    jvmOptions = List.copyOf(jvmOptions);
    collectors = List.copyOf(collectors);
  }

  /** That of this machine and this JVM. */
  public static Fingerprint here() {
    return read(Path.of("/"));
  }

  /**
   * The same with another root of the files that a Linux kernel describes its machine in.
   *
   * @param root the directory that holds {@code proc} and {@code sys}; what is missing there is not
   *     told
   */
  static Fingerprint read(Path root) {
    Path cpus = root.resolve("sys/devices/system/cpu");
    return new Fingerprint(
        field(root.resolve("proc/cpuinfo"), "model name").orElse(property("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        cores(cpus),
        caches(cpus.resolve("cpu0/cache")),
        memory(root.resolve("proc/meminfo")),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        property("java.vm.name"),
        property("java.runtime.version"),
        property("java.vendor"),
        property("java.home"),
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        Runtime.getRuntime().maxMemory() >> 20,
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .toList(),
        hugePages(root.resolve("sys/kernel/mm/transparent_hugepage/enabled")));
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  /** The value of the first line {@code name : value}. */
  private static Optional<String> field(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name) && line.contains(":"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static OptionalLong memory(Path file) {
    Optional<String> kilobytes = field(file, "MemTotal").filter(s -> s.matches("\\d{1,15} kB"));
    return kilobytes
        .map(s -> OptionalLong.of(Long.parseLong(s.substring(0, s.indexOf(' '))) >> 10))
        .orElse(OptionalLong.empty());
  }

  private static List<Path> entries(Path directory, String glob) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
      stream.forEach(entries::add);
    } catch (IOException e) {
      return List.of();
    }
    entries.sort(Comparator.naturalOrder());
    return entries;
  }

  /** Hardware threads of one core have its number and its package's in common. */
  private static OptionalInt cores(Path cpus) {
    Set<String> cores = new HashSet<>();
    for (Path cpu : entries(cpus, "cpu[0-9]*")) {
      Path topology = cpu.resolve("topology");
      Optional<String> core = text(topology.resolve("core_id"));
      Optional<String> socket = text(topology.resolve("physical_package_id"));
      core.ifPresent(id -> cores.add(socket.orElse("") + ":" + id));
    }
    return cores.isEmpty() ? OptionalInt.empty() : OptionalInt.of(cores.size());
  }

  private static List<Cache> caches(Path directory) {
    List<Cache> caches = new ArrayList<>();
    for (Path cache : entries(directory, "index[0-9]*")) {
      String level = text(cache.resolve("level")).orElse("");
      String size = text(cache.resolve("size")).orElse("");
      if (level.matches("\\d") && size.matches("\\d{1,9}K")) {
        caches.add(
            new Cache(
                Integer.parseInt(level),
                text(cache.resolve("type")).orElse("unknown"),
                Integer.parseInt(size.substring(0, size.length() - 1)),
                text(cache.resolve("shared_cpu_list")).orElse("unknown")));
      }
    }
    return caches;
  }

  /** The word in brackets. */
  private static Optional<String> hugePages(Path file) {
    String text = text(file).orElse("");
    int from = text.indexOf('[');
    int to = text.indexOf(']');
    return from >= 0 && to > from ? Optional.of(text.substring(from + 1, to)) : Optional.empty();
  }
}
