package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.testkit.OwnJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured allocates nothing, in any thread, in a JVM of one width. */
class AllocationTest {

  @Test
  void measuredTasksAllocateNothing() {
    List<String> report = OwnJvm.report(AllocationProbe.class);
    assertEquals(17, report.size(), report::toString);
    assertEquals(List.of(), report.stream().filter(line -> !line.endsWith(" 0.0")).toList());
  }

  /** The count must see what a task allocates, or its zeros would say nothing. */
  @Test
  void allocationsOfWorkersAreSeen() {
    int bytes = 1 << 16;
    try (BatchExecutor executor = new BatchExecutor(2)) {
      byte[][] kept = new byte[2][];
      Measurement measurement =
          Measurement.of(
              () -> executor.run((item, worker) -> kept[item] = new byte[bytes], 2),
              new Effort(0.01, 0.01, 3));
      double received = measurement.allocatedBytes();
      assertTrue(received >= 2 * bytes && received < 3 * bytes, () -> "bytes: " + received);
    }
  }
}
