package dev.lanewise.cli;

import com.google.gson.JsonPrimitive;
import dev.lanewise.bench.BenchReport;
import dev.lanewise.bench.Effort;
import dev.lanewise.bench.Fingerprint;
import dev.lanewise.bench.QuickBench;
import dev.lanewise.core.simd.Simd;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}. */
@Command(
    name = "doctor",
    description = {
      "Says what the machine and the JVM offer and what Lanewise makes of it; measures the peak of"
          + " fused multiply-adds on one thread and on all, which takes a second or two.",
      ""
    },
    sortOptions = false)
final class DoctorCommand extends BaseCommand {

  /** Seconds to warm up and again to measure, for each number of threads. */
  private static final double SECONDS = 0.2;

  @Mixin private final EngineOptions engine = new EngineOptions();

  DoctorCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    int threads = engine.threads();
    Simd simd = engine.simd();
    line("Lanewise", Version.number());
    Fingerprint machine = Fingerprint.here();
    line("CPU", machine.cpu());
    line("processors", machine.processors() + " for this JVM");
    line("system", machine.system());
    line("SIMD", simd.width() + " (" + simd.reason() + ")");
    line("vector module", Simd.moduleIsPresent() ? "there" : "missing");
    String jvm = "%s %s, %s".formatted(machine.jvm(), machine.jvmVersion(), machine.javaHome());
    line("JVM", jvm);
    line("JVM options", String.join(" ", machine.jvmOptions()));
    line("heap", Text.format("at most %,d MB", machine.heapMegabytes()));
    line("collector", String.join(", ", machine.collectors()));
    machine.hugePages().ifPresent(setting -> line("huge pages", setting));
    line("threads", String.valueOf(threads));
    List<BenchReport.Peak> peaks =
        new QuickBench(
                simd, Math.min(threads, machine.processors()), Effort.of(SECONDS), step -> {})
            .peaks();
    for (BenchReport.Peak peak : peaks) {
      line(
          "FMA peak",
          Text.format(
              "%.1f GFLOP/s on %s",
              peak.gflops(), peak.threads() == 1 ? "1 thread" : peak.threads() + " threads"));
    }
    result(
        new JsonMembers()
            .put("version", Version.number())
            .put("cpu", machine.cpu())
            .put("processors", machine.processors())
            .put("system", machine.system())
            .put("simd", simd.width().toString())
            .put("simdReason", simd.reason())
            .put("vectorModule", Simd.moduleIsPresent())
            .put("jvm", jvm)
            .put("jvmOptions", machine.jvmOptions(), JsonPrimitive::new)
            .put("heapMegabytes", machine.heapMegabytes())
            .put("collectors", machine.collectors(), JsonPrimitive::new)
            .put("hugePages", machine.hugePages().orElse(null))
            .put("threads", threads)
            .put("peaks", JsonMembers.tree(peaks))
            .build());
    return ExitCode.OK;
  }

  private void line(String what, String value) {
    text().println(Text.format("%-14s %s", what, value));
  }
}
