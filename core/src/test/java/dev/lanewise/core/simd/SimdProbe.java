package dev.lanewise.core.simd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reports what this JVM chooses; the program of {@link SimdTest}. */
final class SimdProbe {

  private SimdProbe() {}

  /** Writes the width, the reason, and what the JVM says to a vector width. */
  public static void main(String[] args) throws IOException {
    Simd simd = Simd.choose();
    Files.write(
        Path.of(args[0]),
        List.of(
            simd.width().toString(),
            simd.reason(),
            said(() -> Simd.of(SimdWidth.V512)),
            said(() -> Simd.choose(Optional.of("128"))),
            said(() -> Simd.choose(Optional.of("scalar")))));
  }

  private static String said(Runnable action) {
    try {
      action.run();
      return "nothing";
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }
}
