package dev.lanewise.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.testkit.OwnJvm;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kernels allocate nothing once compiled. One that C2 did not turn into registers, because
 * something was left out of line, boxes its vectors and fails here.
 *
 * <p>Each width runs in a JVM of its own, as it does in use. Where several run in one, the profiles
 * of the Vector API's shared methods mix them, C2 loses the type of what a load returns, and
 * kernels may box although nothing is wrong with them.
 */
class KernelAllocationTest {

  private static final int KERNELS =
      19 + 7 + 26 + 1 + 3 + 8 * 7 + 4 * 4 + 1 + 4 * 2 + 2 + 2 + 1 + 2 + 3 * 6 + 2 * 8 * 3;

  /** Widths that the machine has registers for; wider ones are simulated, on the heap. */
  static List<SimdWidth> widths() {
    int widest = VectorClassData.preferredBits();
    return Arrays.stream(SimdWidth.values()).filter(width -> width.bits() <= widest).toList();
  }

  @ParameterizedTest
  @MethodSource("widths")
  void kernelsAllocateNothing(SimdWidth width) {
    List<String> report = OwnJvm.report(KernelAllocationProbe.class, width.name());
    assertEquals(KERNELS, report.size(), report::toString);
    assertEquals(List.of(), report.stream().filter(line -> !line.endsWith(" 0.0")).toList());
  }
}
