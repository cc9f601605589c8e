package dev.lanewise.core.simd;

import dev.lanewise.core.setting.SimdWidth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Reports what this JVM chooses; the program of {@link SimdTest}. */
final class SimdProbe {

  private SimdProbe() {}

  /** Writes the width, the reason, what the JVM says to a vector width, and what was logged. */
  public static void main(String[] args) throws IOException {
    List<String> warnings = new ArrayList<>();
    // Held here, since the logging system keeps no strong reference to a logger.
    Logger logger = Logger.getLogger(Simd.class.getName());
    logger.setUseParentHandlers(false);
    logger.addHandler(new Listening(warnings));
    Simd simd = Simd.choose();
    // A warning is said once, however often kernels are chosen.
    Simd.choose();
    Files.write(
        Path.of(args[0]),
        List.of(
            simd.width().toString(),
            simd.reason(),
            said(() -> Simd.of(SimdWidth.V512)),
            said(() -> Simd.choose(Optional.of("128"))),
            said(() -> Simd.choose(Optional.of("scalar"))),
            warnings.toString()));
  }

  private static String said(Runnable action) {
    try {
      action.run();
      return "nothing";
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  private static final class Listening extends Handler {

    private final List<String> warnings;

    Listening(List<String> warnings) {
      this.warnings = warnings;
    }

    @Override
    public void publish(LogRecord record) {
      warnings.add(record.getLevel() + " " + record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
