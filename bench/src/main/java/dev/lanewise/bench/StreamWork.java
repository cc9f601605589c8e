package dev.lanewise.bench;

/**
 * A task that moves more than it computes, ready to run: its figure is gigabytes a second. Each
 * worker of its executor has memory of its own, so that a lane group is found where a network's
 * would be, in the cache of the core that works on it.
 */
public interface StreamWork {

  /** Floats behind an array: what one worker writes shares no cache line with another's array. */
  int GAP = 32;

  /** Name of the shape. */
  String shape();

  /** What is done, in lower case with hyphens. */
  String operation();

  /** Bytes that one {@link #run} reads and writes, as the source code counts them. */
  double bytes();

  /** Bytes that a worker comes back to, which says in which memory it works. */
  long workingSet();

  /** Runs the task once. */
  void run();

  /**
   * Runs the task and compares its results with a naive computation.
   *
   * @throws IllegalStateException if one is wrong
   */
  void verify();
}
