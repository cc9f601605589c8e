package dev.lanewise.proof.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives changed files to a target and checks each answer: an exception that is documented, with one
 * short line without control characters; little memory for the size of the file; little time; and
 * no damage that passes for content.
 */
public final class Fuzzer {

  private static final long FREE_BYTES = 64L << 20;
  private static final int BYTES_A_BYTE = 10;
  private static final int LONGEST_MESSAGE = 500;

  private final Target target;
  private final Path input;
  private final Path found;
  private final long slowNanos;
  private final Tally tally;
  private final List<byte[]> seeds;
  private final Set<Object> contents = new HashSet<>();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private volatile long began;
  private volatile String underWay = "";
  private volatile Optional<Thread> worker = Optional.empty();
  private boolean recorded = true;

  /** An input, and whether checksums must have something to say about it. */
  private record Input(byte[] bytes, boolean summed, String origin) {}

  /**
   * Reads the target's sound files, which must be read without a fault.
   *
   * @param directory for the file that is read
   * @param found where inputs that show a fault are kept
   * @param slowNanos processor time that an input may take; 0 for any
   */
  public Fuzzer(Target target, Path directory, Path found, long slowNanos) {
    this.target = target;
    this.input = directory.resolve("input" + target.ending());
    this.found = found.resolve(target.name());
    this.slowNanos = slowNanos;
    this.tally = new Tally(target.name());
    this.seeds = target.seeds();
    for (int i = 0; i < seeds.size(); i++) {
      try {
        Files.write(input, seeds.get(i));
        contents.add(target.read(input));
      } catch (Exception e) {
        throw new IllegalStateException(
            "%s: sound file %d must be read".formatted(target.name(), i), e);
      }
    }
  }

  /** What came of the inputs so far. */
  public Tally tally() {
    return tally;
  }

  /** What is being tried. */
  public Target target() {
    return target;
  }

  /** How long the present input has been under way, in seconds; 0 between inputs. */
  public double secondsUnderWay() {
    long start = began;
    return start == 0 ? 0 : (System.nanoTime() - start) / 1e9;
  }

  /** Counts the input that is under way as one that does not end, and keeps it. */
  public void giveUp() {
    StringBuilder stack = new StringBuilder("it does not end");
    worker.ifPresent(
        thread -> {
          for (StackTraceElement element : thread.getStackTrace()) {
            stack.append("\n    at ").append(element);
          }
        });
    try {
      fault(new Input(Files.readAllBytes(input), false, underWay), "endless", stack.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs what is hostile, then a number of inputs that a seed decides, each by its own. */
  public void run(long seed, long count) {
    // The first inputs load classes, which is no fault of theirs.
    recorded = false;
    for (long i = 0; i < 20; i++) {
      attempt(make(seed, -1 - i));
    }
    recorded = true;
    List<byte[]> hostile = target.hostile();
    for (int i = 0; i < hostile.size(); i++) {
      attempt(new Input(hostile.get(i), false, "hostile-" + i));
    }
    for (long i = 0; i < count; i++) {
      attempt(make(seed, i));
    }
  }

  /** Runs one input that is at hand. */
  public void run(String name, byte[] bytes) {
    attempt(new Input(bytes, false, name));
  }

  private Input make(long seed, long index) {
    long key =
        (seed * 0x9e3779b97f4a7c15L ^ target.name().hashCode()) + index * 0xd1342543de82ef95L;
    Mutator mutator = new Mutator(key, target.words());
    byte[] base = mutator.one(seeds);
    String origin = "%d-%d".formatted(seed, index);
    int way = mutator.below(8);
    if (way < 4) {
      Optional<byte[]> deep = target.deepChange(base, mutator);
      if (deep.isPresent()) {
        return new Input(deep.get(), false, origin);
      }
    }
    if (way == 7) {
      // Two files' parts, each whole with its sums, may make a third: nothing need be noticed.
      byte[] spliced = mutator.spliced(base, mutator.one(seeds));
      return new Input(mutator.below(2) == 0 ? spliced : mutator.change(spliced), false, origin);
    }
    return new Input(mutator.change(base), target.isSummed(base), origin);
  }

  private void attempt(Input trial) {
    try {
      Files.write(input, trial.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    worker = Optional.of(Thread.currentThread());
    underWay = trial.origin();
    long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
    long cpuBefore = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    began = start;
    Object read = null;
    Throwable thrown = null;
    try {
      read = target.read(input);
    } catch (Throwable e) {
      thrown = e;
    }
    began = 0;
    long time = System.nanoTime() - start;
    long cpu = threads.getCurrentThreadCpuTime() - cpuBefore;
    long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
    if (!recorded) {
      return;
    }
    tally.count(thrown == null, time, cpu, allocated);
    if (allocated > FREE_BYTES + (long) BYTES_A_BYTE * trial.bytes().length) {
      fault(
          trial,
          "memory",
          "%d bytes were allocated for a file of %d".formatted(allocated, trial.bytes().length));
    }
    if (slowNanos > 0 && cpu > slowNanos) {
      fault(trial, "time", "%d ms".formatted(cpu / 1_000_000));
    }
    if (thrown != null) {
      refusal(trial, thrown);
    } else if (read != null) {
      acceptance(trial, read);
    }
  }

  private void refusal(Input trial, Throwable e) {
    if (!target.mayThrow(e)) {
      fault(trial, "exception " + signature(e), trace(e));
      return;
    }
    // A directory's name is the caller's: its length is no fault of the parser's.
    String message = String.valueOf(e.getMessage()).replace(input.toString(), "FILE");
    message = message.replace(input.getParent() + "/", "");
    messageFault(message).ifPresent(kind -> fault(trial, "message " + kind, trace(e)));
  }

  /** What is wrong with a message for people. */
  static Optional<String> messageFault(String message) {
    if (message.isBlank() || message.equals("null")) {
      return Optional.of("is empty");
    }
    if (message.length() > LONGEST_MESSAGE) {
      return Optional.of("is longer than %d characters".formatted(LONGEST_MESSAGE));
    }
    return message.codePoints().anyMatch(Fuzzer::actsOnATerminal)
        ? Optional.of("has a character that acts on a terminal")
        : Optional.empty();
  }

  /** Control characters, line and paragraph separators, and those that turn the direction. */
  private static boolean actsOnATerminal(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || c >= 0x202a && c <= 0x202e
        || c >= 0x2066 && c <= 0x2069;
  }

  private void acceptance(Input trial, Object read) {
    if (trial.summed() && !contents.contains(read) && !target.saysUnchecked(trial.bytes())) {
      fault(trial, "damage accepted", "a change that a checksum covers was read as content");
    }
    target
        .complaint(trial.bytes(), read)
        .ifPresent(complaint -> fault(trial, "content", complaint));
  }

  private void fault(Input trial, String kind, String detail) {
    String text = "%s, input %s: %s: %s".formatted(target.name(), trial.origin(), kind, detail);
    if (tally.fault(kind, text)) {
      save(trial.origin() + "-" + kind.replaceAll("[^A-Za-z0-9]+", "-"), trial.bytes(), text);
    }
  }

  private void save(String name, byte[] bytes, String text) {
    String shortName = name.substring(0, Math.min(100, name.length()));
    try {
      Files.createDirectories(found);
      Files.write(found.resolve(shortName + target.ending()), bytes);
      Files.writeString(found.resolve(shortName + ".txt"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for exceptions from the same place. */
  private static String signature(Throwable e) {
    StackTraceElement[] stack = e.getStackTrace();
    StackTraceElement at = stack.length == 0 ? null : stack[0];
    for (StackTraceElement element : stack) {
      if (element.getClassName().startsWith("dev.lanewise.")) {
        at = element;
        break;
      }
    }
    return e.getClass().getSimpleName()
        + (at == null ? "" : " at " + at.getFileName() + ":" + at.getLineNumber());
  }

  private static String trace(Throwable e) {
    StringBuilder text = new StringBuilder(e.toString());
    StackTraceElement[] stack = e.getStackTrace();
    for (int i = 0; i < Math.min(12, stack.length); i++) {
      text.append("\n    at ").append(stack[i]);
    }
    return text.toString();
  }
}
