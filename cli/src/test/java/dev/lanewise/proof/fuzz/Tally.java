package dev.lanewise.proof.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of the inputs of one target; another thread may look at it. */
public final class Tally {

  private final String target;
  private final Map<String, Integer> faults = new LinkedHashMap<>();
  private final List<String> examples = new ArrayList<>();
  private long accepted;
  private long refused;
  private long nanos;
  private long worstNanos;
  private long worstBytes;

  Tally(String target) {
    this.target = target;
  }

  synchronized void count(boolean isAccepted, long time, long cpu, long allocated) {
    if (isAccepted) {
      accepted++;
    } else {
      refused++;
    }
    nanos += time;
    worstNanos = Math.max(worstNanos, cpu);
    worstBytes = Math.max(worstBytes, allocated);
  }

  /** Adds a fault; true if it is the first of its kind, or one of the first few. */
  synchronized boolean fault(String kind, String example) {
    int times = faults.merge(kind, 1, Integer::sum);
    if (times == 1) {
      examples.add(example);
    }
    return times <= 3;
  }

  /** One example of each kind of fault. */
  public synchronized List<String> faults() {
    return List.copyOf(examples);
  }

  /** Number of inputs. */
  public synchronized long inputs() {
    return accepted + refused;
  }

  /** A line of figures. */
  @Override
  public synchronized String toString() {
    return "%-14s %,9d inputs: %,8d accepted, %,9d refused, %3d kinds of fault (%d times); %,6.0f/s, worst %,5.0f ms, %,4d MB"
        .formatted(
            target,
            inputs(),
            accepted,
            refused,
            faults.size(),
            faults.values().stream().mapToInt(Integer::intValue).sum(),
            inputs() / Math.max(1e-9, nanos / 1e9),
            worstNanos / 1e6,
            worstBytes >> 20);
  }
}
