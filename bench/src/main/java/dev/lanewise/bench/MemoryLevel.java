package dev.lanewise.bench;

/**
 * Memories by the size of what is worked on, not by what the machine has: the names are those that
 * such a size has on most machines.
 */
public enum MemoryLevel {
  /** 24 KB a thread. */
  L1("L1", 24 << 10, 32 << 10),
  /** 384 KB a thread. */
  L2("L2", 384 << 10, 1 << 20),
  /** 6 MB a thread. */
  L3("L3", 6 << 20, 48 << 20),
  /** 144 MB, divided among the threads. */
  MEMORY("memory", 144 << 20, Long.MAX_VALUE);

  private final String text;
  private final int bytes;
  private final long most;

  MemoryLevel(String text, int bytes, long most) {
    this.text = text;
    this.bytes = bytes;
    this.most = most;
  }

  /** The memory whose bandwidth a task is held against. */
  public static MemoryLevel holding(long workingSet) {
    MemoryLevel level = L1;
    while (workingSet > level.most) {
      level = values()[level.ordinal() + 1];
    }
    return level;
  }

  /** Bytes of all arrays that a bandwidth is measured with. */
  public int bytes() {
    return bytes;
  }

  /** {@code L1}, {@code L2}, {@code L3} or {@code memory}. */
  @Override
  public String toString() {
    return text;
  }
}
