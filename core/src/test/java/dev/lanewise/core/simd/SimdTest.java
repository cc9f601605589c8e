package dev.lanewise.core.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.kernel.Kernels;
import dev.lanewise.core.kernel.LaneFold;
import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.testkit.OwnJvm;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimdTest {

  @ParameterizedTest
  @CsvSource({"scalar,SCALAR", "128,V128", "256,V256", "512,V512", "SCALAR,SCALAR"})
  void choosesWhatTheSettingSays(String setting, SimdWidth width) {
    Simd simd = Simd.choose(Optional.of(setting));
    assertEquals(width, simd.width());
    assertEquals("asked for by lanewise.simd=" + width, simd.reason());
  }

  @ParameterizedTest
  @EnumSource
  void givesTheWidthThatTheCallerNames(SimdWidth width) {
    Simd simd = Simd.of(width);
    assertEquals(width, simd.width());
    assertEquals("asked for by the caller", simd.reason());
    assertEquals(width != SimdWidth.SCALAR, simd.product().getClass().isHidden());
    assertEquals(width != SimdWidth.SCALAR, simd.outerProduct().getClass().isHidden());
  }

  @Test
  void choosesTheMachinesWidestByDefault() {
    int preferred = Kernels.preferredBits();
    for (Simd simd : List.of(Simd.choose(Optional.empty()), Simd.choose(Optional.of("Max")))) {
      assertTrue(simd.width().bits() <= preferred, simd.width()::toString);
      assertTrue(2 * simd.width().bits() > Math.min(512, preferred), simd.width()::toString);
      assertEquals("the widest registers that this machine prefers", simd.reason());
    }
  }

  @ParameterizedTest
  @CsvSource({"64", "1024", "avx2", "''"})
  void refusesOtherSettings(String setting) {
    assertEquals(
        "lanewise.simd must be scalar, 128, 256, 512 or max. Received: " + setting,
        assertThrows(IllegalArgumentException.class, () -> Simd.choose(Optional.of(setting)))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({"SCALAR,32,1,scalar", "V128,128,4,128", "V256,256,8,256", "V512,512,16,512"})
  void widthsKnowTheirSizes(SimdWidth width, int bits, int floats, String name) {
    assertEquals(bits, width.bits());
    assertEquals(floats, width.floats());
    assertEquals(name, width.toString());
  }

  @Test
  void withoutTheModuleItIsScalarAndSaysHowToChangeThat() {
    String missing =
        "Vector kernels need the module jdk.incubator.vector: start the JVM with --add-modules"
            + " jdk.incubator.vector. Asked for: ";
    assertEquals(
        List.of(
            "scalar",
            "the module jdk.incubator.vector is missing: start the JVM with --add-modules"
                + " jdk.incubator.vector",
            missing + "512.",
            missing + "128.",
            "nothing",
            "[WARNING Lanewise runs in slow scalar code: the module jdk.incubator.vector is"
                + " missing: start the JVM with --add-modules jdk.incubator.vector]"),
        OwnJvm.report(List.of("-Xshare:auto"), SimdProbe.class));
  }

  @ParameterizedTest
  @CsvSource({
    "25,true",
    "25.0.1,true",
    "25.0.1+8-LTS,true",
    "25.0.2,true",
    "25.0.2.1,true",
    "25.0.3,false",
    "25.1,false",
    "26,false",
    "26.0.1,false",
    "24.0.2,false"
  })
  void jdksThatCanCorruptDataAreNamed(String version, boolean faulty) {
    Runtime.Version parsed = Runtime.Version.parse(version);
    Optional<String> expected =
        faulty
            ? Optional.of(
                "Lanewise needs a JDK 25.0.3 or newer: 25.0.0 to 25.0.2 can corrupt data under G1"
                    + " (JDK-8377811). Received: "
                    + version)
            : Optional.empty();
    assertEquals(expected, Notices.jdk(parsed));
  }

  @Test
  void readsTheSystemProperty() {
    List<String> report =
        OwnJvm.report(
            List.of("--add-modules", "jdk.incubator.vector", "-Dlanewise.simd=128"),
            SimdProbe.class);
    assertEquals(
        List.of("128", "asked for by lanewise.simd=128", "nothing", "nothing", "nothing", "[]"),
        report);
  }

  /** Powers of two and one more, so that the order of the additions shows. */
  @Test
  void lanesFoldByHalves() {
    float[] values = new float[17];
    for (int i = 0; i < 16; i++) {
      values[1 + i] = i;
    }
    assertEquals(120, LaneFold.sum(values, 1));
    float big = 1 << 24;
    float[] order = new float[16];
    order[0] = big;
    order[8] = -big;
    order[1] = 1;
    // 0 meets 8 first, so nothing of the 1 is lost; as neighbours, big + 1 would lose it.
    assertEquals(1, LaneFold.sum(order, 0));
    order[8] = 0;
    order[2] = -big;
    order[1] = 0;
    order[4] = 1;
    // 0 meets 4 before it meets 2: the 1 is lost.
    assertEquals(0, LaneFold.sum(order, 0));
    order[4] = 0;
    order[1] = 1;
    // 0 meets 2 before it meets 1: the 1 is kept.
    assertEquals(1, LaneFold.sum(order, 0));
  }
}
