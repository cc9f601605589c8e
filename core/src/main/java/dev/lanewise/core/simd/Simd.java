package dev.lanewise.core.simd;

import dev.lanewise.core.kernel.Kernels;
import dev.lanewise.core.setting.SimdWidth;
import java.util.Locale;
import java.util.Optional;

/**
 * Which registers the engine computes with: one set of kernels, all of one width, all with the same
 * bits as every other set. It is chosen once and handed down; it has no state, so any number of
 * threads may share it. The kernels themselves are closed to users.
 */
public final class Simd extends Kernels {

  /** Name of the system property that forces a width: {@code scalar|128|256|512|max}. */
  public static final String PROPERTY = "lanewise.simd";

  /** The module of the Vector API, which the JVM has to be started with. */
  public static final String MODULE = "jdk.incubator.vector";

  private final SimdWidth width;
  private final String reason;

  private Simd(SimdWidth width, String reason) {
    super(width);
    Notices.jdk(Runtime.version()).ifPresent(Notices.JDK::warn);
    this.width = width;
    this.reason = reason;
  }

  /**
   * The kernels of one width.
   *
   * @throws IllegalStateException if a vector width is asked for and the JVM was started without
   *     the module {@code jdk.incubator.vector}
   */
  public static Simd of(SimdWidth width) {
    checkModule(width);
    return new Simd(width, "asked for by the caller");
  }

  private static void checkModule(SimdWidth width) {
    if (width != SimdWidth.SCALAR && !moduleIsPresent()) {
      throw new IllegalStateException(
          "Vector kernels need the module %s: start the JVM with --add-modules %s. Asked for: %s."
              .formatted(MODULE, MODULE, width));
    }
  }

  /**
   * The kernels that a setting asks for, or the widest that the machine prefers. Where the Vector
   * API's module is missing, these are the scalar ones, and a warning is logged, once in a JVM.
   *
   * @param setting {@code scalar}, {@code 128}, {@code 256}, {@code 512} or {@code max}; usually
   *     the value of the property {@link #PROPERTY}
   * @throws IllegalArgumentException if the setting is none of these
   * @throws IllegalStateException if it asks for vectors and the module is missing
   */
  public static Simd choose(Optional<String> setting) {
    String wanted = setting.orElse("max").toLowerCase(Locale.ROOT);
    for (SimdWidth width : SimdWidth.values()) {
      if (width.toString().equals(wanted)) {
        checkModule(width);
        return new Simd(width, "asked for by " + PROPERTY + "=" + wanted);
      }
    }
    if (!wanted.equals("max")) {
      throw new IllegalArgumentException(
          "%s must be scalar, 128, 256, 512 or max. Received: %s".formatted(PROPERTY, wanted));
    }
    if (!moduleIsPresent()) {
      String reason =
          "the module %s is missing: start the JVM with --add-modules %s".formatted(MODULE, MODULE);
      Notices.SCALAR.warn("Lanewise runs in slow scalar code: " + reason);
      return new Simd(SimdWidth.SCALAR, reason);
    }
    int bits = Math.min(512, preferredBits());
    SimdWidth best = SimdWidth.SCALAR;
    for (SimdWidth width : SimdWidth.values()) {
      if (width.bits() <= bits) {
        best = width;
      }
    }
    return new Simd(best, "the widest registers that this machine prefers");
  }

  /** The kernels that the system property {@link #PROPERTY} asks for, or the machine's widest. */
  public static Simd choose() {
    return choose(Optional.ofNullable(System.getProperty(PROPERTY)));
  }

  /** Whether the JVM was started with the Vector API's module. */
  public static boolean moduleIsPresent() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /** The width of these kernels. */
  public SimdWidth width() {
    return width;
  }

  /** Why this width was chosen. */
  public String reason() {
    return reason;
  }
}
