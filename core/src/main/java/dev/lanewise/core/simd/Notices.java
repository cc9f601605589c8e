package dev.lanewise.core.simd;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What users of the library have to know of their JVM, each said once. */
enum Notices {
  /** The Vector API is missing. */
  SCALAR,
  /** The JDK is a faulty one. */
  JDK;

  private final AtomicBoolean said = new AtomicBoolean();

  /** Logs a warning, unless this one was logged before; any thread may call this. */
  void warn(String message) {
    if (said.compareAndSet(false, true)) {
      System.getLogger(Simd.class.getName()).log(System.Logger.Level.WARNING, message);
    }
  }

  /**
   * What has to be said of a JDK: 25.0.0 to 25.0.2 can corrupt data, which {@code ./lanewise}
   * refuses.
   *
   * @param version its version
   */
  static Optional<String> jdk(Runtime.Version version) {
    boolean faulty = version.feature() == 25 && version.interim() == 0 && version.update() < 3;
    return faulty
        ? Optional.of(
            "Lanewise needs a JDK 25.0.3 or newer: 25.0.0 to 25.0.2 can corrupt data under G1"
                + " (JDK-8377811). Received: "
                + version)
        : Optional.empty();
  }
}
