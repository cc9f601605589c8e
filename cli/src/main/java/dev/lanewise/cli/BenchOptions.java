package dev.lanewise.cli;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lanewise.bench.Effort;
import dev.lanewise.bench.Fingerprint;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.formats.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all measurements have: kernels, threads, time, and a document that can be kept. */
final class BenchOptions {

  /** What a document's member {@code format} says. */
  static final String FORMAT = "lanewise-bench-1";

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "Time of each measurement, after as long a warm-up or a longer one. Default: 0.15 for"
              + " bench alone, 0.5 for one of its parts, 2 for bench train and bench predict.")
  private @Nullable Double seconds;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Also write the JSON object to this file, for bench compare. Default: no file.")
  private @Nullable Path out;

  /** The kernels. */
  Simd simd() {
    return engine.simd();
  }

  /** Most threads. */
  int threads() {
    return engine.threads();
  }

  /** Seconds of a measurement. */
  double seconds(double otherwise) {
    double chosen = seconds == null ? otherwise : seconds;
    if (!(chosen > 0 && chosen <= 3600)) {
      throw CliException.usage("--seconds must be above 0 and at most 3600. Received: " + chosen);
    }
    return chosen;
  }

  /** How long to measure. */
  Effort effort(double otherwise) {
    return Effort.of(seconds(otherwise));
  }

  /**
   * Checks that the file can be written and is none that is read, before it is measured for long.
   *
   * @param models what is measured, as the user wrote it
   */
  void checkOutput(Session session, String... models) {
    if (out != null) {
      CommandFiles files = new CommandFiles(session).output("--out", out);
      for (String model : models) {
        files.input("--model", model);
      }
      files.check();
    }
  }

  /** The members that every document begins with. */
  JsonMembers document(Simd simd, Fingerprint machine) {
    return new JsonMembers()
        .put("format", FORMAT)
        .put("version", Version.number())
        .put("commit", Commit.here().orElse(null))
        .put("machine", machine(machine))
        .put("simd", simd.width().toString());
  }

  private static JsonObject machine(Fingerprint machine) {
    JsonMembers json =
        new JsonMembers()
            .put("cpu", machine.cpu())
            .put("processors", machine.processors())
            .put(
                "cores",
                machine.cores().isPresent()
                    ? new JsonPrimitive(machine.cores().getAsInt())
                    : JsonNull.INSTANCE)
            .put("caches", JsonMembers.tree(machine.caches()))
            .put(
                "memoryMegabytes",
                machine.memoryMegabytes().isPresent()
                    ? new JsonPrimitive(machine.memoryMegabytes().getAsLong())
                    : JsonNull.INSTANCE)
            .put("system", machine.system())
            .put("jvm", machine.jvm())
            .put("jvmVersion", machine.jvmVersion())
            .put("jvmVendor", machine.jvmVendor())
            .put("jvmOptions", machine.jvmOptions(), JsonPrimitive::new)
            .put("heapMegabytes", machine.heapMegabytes())
            .put("collectors", machine.collectors(), JsonPrimitive::new)
            .put("hugePages", machine.hugePages().orElse(null));
    return json.build();
  }

  /** Writes the file if one is wanted. */
  void write(Session session, JsonMembers document) {
    if (out == null) {
      return;
    }
    try {
      AtomicFile.write(
          session.resolve(out),
          (JsonMembers.pretty(document.build()) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CliException(ExitCode.IO, String.valueOf(e.getMessage()), e);
    }
  }
}
