package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {

  @TempDir Path root;

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  @Test
  void linuxDescribesItsMachine() throws IOException {
    file("proc/cpuinfo", "processor\t: 0\nmodel name\t: Some CPU: fast\nmodel name\t: Other");
    file("proc/meminfo", "MemFree: 1 kB\nMemTotal:       24684084 kB");
    String cpu = "sys/devices/system/cpu/";
    for (int i = 0; i < 4; i++) {
      file(cpu + "cpu" + i + "/topology/core_id", String.valueOf(i / 2));
      file(cpu + "cpu" + i + "/topology/physical_package_id", "0");
    }
    file(cpu + "cpufreq/boost", "1");
    file(cpu + "cpu0/cache/index0/level", "1");
    file(cpu + "cpu0/cache/index0/type", "Data");
    file(cpu + "cpu0/cache/index0/size", "48K");
    file(cpu + "cpu0/cache/index0/shared_cpu_list", "0-1");
    file(cpu + "cpu0/cache/index1/level", "3");
    file(cpu + "cpu0/cache/index1/size", "32768K");
    file(cpu + "cpu0/cache/index2/level", "x");
    file("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
    Fingerprint machine = Fingerprint.read(root);
    assertEquals("Some CPU: fast", machine.cpu());
    assertEquals(OptionalInt.of(2), machine.cores());
    assertEquals(OptionalLong.of(24105), machine.memoryMegabytes());
    assertEquals(Optional.of("madvise"), machine.hugePages());
    assertEquals(
        List.of(
            new Fingerprint.Cache(1, "Data", 48, "0-1"),
            new Fingerprint.Cache(3, "unknown", 32768, "unknown")),
        machine.caches());
  }

  @Test
  void whatASystemDoesNotTellIsLeftOut() {
    Fingerprint machine = Fingerprint.read(root.resolve("nothing"));
    assertEquals(System.getProperty("os.arch"), machine.cpu());
    assertEquals(OptionalInt.empty(), machine.cores());
    assertEquals(OptionalLong.empty(), machine.memoryMegabytes());
    assertEquals(Optional.empty(), machine.hugePages());
    assertEquals(List.of(), machine.caches());
  }

  @Test
  void theJvmTellsTheRest() {
    Fingerprint machine = Fingerprint.here();
    assertEquals(Runtime.version().toString(), machine.jvmVersion());
    assertEquals(Runtime.getRuntime().availableProcessors(), machine.processors());
    assertEquals(System.getProperty("java.vendor"), machine.jvmVendor());
    assertTrue(machine.heapMegabytes() > 0);
    assertTrue(machine.system().startsWith(System.getProperty("os.name") + " "));
    assertTrue(!machine.collectors().isEmpty());
    assertTrue(machine.jvmOptions().stream().anyMatch(o -> o.contains("jdk.incubator.vector")));
  }
}
