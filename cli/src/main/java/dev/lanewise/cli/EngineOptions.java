package dev.lanewise.cli;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.formats.Suggestions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the machine is to use. Results do not depend on it. */
final class EngineOptions {

  private static final List<String> WIDTHS = List.of("scalar", "128", "256", "512", "max");

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Worker threads, 1 to 1024. Results do not depend on it. Default: one per processor.")
  private @Nullable Integer threads;

  @Option(
      names = "--simd",
      paramLabel = "WIDTH",
      description =
          "Width of the vector kernels: scalar, 128, 256, 512 or max. Results do not depend on it."
              + " Default: the JVM's property lanewise.simd"
              + " (LANEWISE_OPTS=-Dlanewise.simd=256), else max.")
  private @Nullable String simd;

  /** Number of workers. */
  int threads() {
    if (threads == null) {
      return Math.min(1024, Runtime.getRuntime().availableProcessors());
    }
    BaseCommand.between("--threads", 1, 1024, threads);
    return threads;
  }

  /** The kernels. */
  Simd simd() {
    if (simd != null && !WIDTHS.contains(simd)) {
      throw CliException.usage(
          "--simd must be scalar, 128, 256, 512 or max. Received: %s. %s"
              .formatted(simd, Suggestions.hint(simd, WIDTHS)));
    }
    try {
      return simd == null ? Simd.choose() : Simd.choose(Optional.of(simd));
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (IllegalStateException e) {
      throw new CliException(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }
}
