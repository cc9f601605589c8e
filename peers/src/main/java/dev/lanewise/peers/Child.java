package dev.lanewise.peers;

import com.sun.management.ThreadMXBean;
import dev.lanewise.bench.Effort;
import dev.lanewise.bench.FmaPeak;
import dev.lanewise.bench.compare.Workload;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.peers.engine.Engine;
import dev.lanewise.peers.engine.Work;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The process of one contestant: reads requests from stdin, a line each, and answers each by a line
 * on stdout that begins with {@link #MARK}. Whatever else a library prints goes its way.
 *
 * <ul>
 *   <li>{@code version}: the engine's version
 *   <li>{@code prepare WORKLOAD SECONDS}: makes work, checks it, and runs it for that long, and
 *       longer as long as it becomes faster; answers steps a second, and what the check gave
 *   <li>{@code check WORKLOAD}: makes work, checks it and does it twice; answers what the check
 *       gave
 *   <li>{@code measure SECONDS}: answers steps a second, and bytes that the JVM allocated in a step
 *   <li>{@code peak}: GFLOP/s of as many threads in registers alone
 * </ul>
 */
final class Child {

  /** What an answer begins with. */
  static final String MARK = "@answer ";

  /** What a complaint begins with. */
  static final String ERROR = "@error ";

  private static final double FASTER = 0.95;
  private static final int MOST_WARMUPS = 4;

  /**
   * What this project's engine may take until a step allocates nothing: C2 compiles a method after
   * 600 calls at the earliest, and some are called a few times a step.
   */
  private static final int MOST_STEPS = 400;

  private static final double MOST_SECONDS = 60;

  /** What counting itself may allocate. */
  private static final int SILENCE = 4096;

  private static final Effort PEAK = Effort.of(0.7);

  private final Engine engine;
  private final int threads;
  private final boolean ours;
  private @Nullable Work work;

  private Child(Engine engine, int threads, boolean ours) {
    this.engine = engine;
    this.ours = ours;
    this.threads = threads;
  }

  /** Arguments: a contestant and a number of threads. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    int threads = Integer.parseInt(args[1]);
    Contestant contestant = Contestant.valueOf(args[0]);
    Child child = new Child(contestant.start(threads), threads, contestant.isOurs());
    try (BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        String answer;
        try {
          answer = MARK + child.answer(line.split(" "));
        } catch (RuntimeException | LinkageError e) {
          e.printStackTrace();
          answer = ERROR + e.toString().replace('\n', ' ');
        }
        answers.println(answer);
        answers.flush();
      }
    }
    // Native pools do not all end by themselves.
    System.exit(0);
  }

  private String answer(String[] request) {
    return switch (request[0]) {
      case "version" -> engine.version();
      case "prepare" -> {
        Work fresh = prepare(request[1]);
        yield warmUp(fresh, Double.parseDouble(request[2])) + Evidence.text(fresh.evidence());
      }
      case "check" -> {
        Work fresh = prepare(request[1]);
        fresh.step();
        fresh.step();
        yield Evidence.text(fresh.evidence()).strip();
      }
      case "measure" -> measure(Double.parseDouble(request[1]));
      case "peak" -> Double.toString(FmaPeak.measure(Simd.choose(), threads, PEAK).max());
      default ->
          throw new IllegalArgumentException(
              "A request must be one of version, prepare, check, measure, peak. Received: "
                  + Arrays.toString(request));
    };
  }

  private Work prepare(String name) {
    Work old = work;
    work = null;
    if (old != null) {
      old.close();
    }
    Work fresh = engine.prepare(Workload.named(name), true);
    work = fresh;
    return fresh;
  }

  /** Steps of a large net are few: those of this project also go on until nothing is allocated. */
  private double warmUp(Work task, double seconds) {
    long start = System.nanoTime();
    for (int i = 0; ours && i < MOST_STEPS; i++) {
      ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
      long before = threads.getTotalThreadAllocatedBytes();
      task.step();
      boolean silent = threads.getTotalThreadAllocatedBytes() - before < SILENCE;
      if (silent || System.nanoTime() - start > 1e9 * MOST_SECONDS) {
        break;
      }
    }
    double rate = rate(task, seconds);
    for (int i = 1; i < MOST_WARMUPS; i++) {
      double before = rate;
      rate = rate(task, seconds);
      if (rate * FASTER < before) {
        break;
      }
    }
    return rate;
  }

  private String measure(double seconds) {
    Work task = work;
    if (task == null) {
      throw new IllegalStateException("measure needs work that prepare has made.");
    }
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long before = threads.getTotalThreadAllocatedBytes();
    long start = System.nanoTime();
    long steps = 0;
    double elapsed;
    do {
      task.step();
      steps++;
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < seconds);
    long bytes = threads.getTotalThreadAllocatedBytes() - before;
    return steps / elapsed + " " + (double) bytes / steps;
  }

  private static double rate(Work task, double seconds) {
    long start = System.nanoTime();
    long steps = 0;
    double elapsed;
    do {
      task.step();
      steps++;
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < seconds);
    return steps / elapsed;
  }
}
