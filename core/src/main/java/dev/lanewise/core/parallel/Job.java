package dev.lanewise.core.parallel;

/**
 * Work that falls into independent items. Keep one object and run it often: a run allocates
 * nothing.
 */
@FunctionalInterface
public interface Job {

  /**
   * Runs one item.
   *
   * @param item the item, {@code 0 .. items - 1}; each is run once
   * @param worker who runs it, {@code 0 .. workers() - 1}: an index of scratch memory, nothing else
   */
  void run(int item, int worker);
}
