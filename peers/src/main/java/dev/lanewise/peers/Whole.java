package dev.lanewise.peers;

import dev.lanewise.bench.compare.Workload;
import dev.lanewise.peers.engine.Work;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that is measured as a whole: starts an engine, does some steps of a workload, unchecked
 * and without warming up, and answers a line after the first step and one after the last, with the
 * most resident memory so far in bytes.
 */
final class Whole {

  private Whole() {}

  /** Arguments: a contestant, a number of threads, a workload, a number of steps. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    Work work =
        Contestant.valueOf(args[0])
            .start(Integer.parseInt(args[1]))
            .prepare(Workload.named(args[2]), false);
    int steps = Integer.parseInt(args[3]);
    for (int i = 0; i < steps; i++) {
      work.step();
      if (i == 0 || i == steps - 1) {
        answers.println(Child.MARK + peakMemory());
        answers.flush();
      }
    }
    System.exit(0);
  }

  private static long peakMemory() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IllegalStateException("/proc/self/status must have a line VmHWM.");
  }
}
