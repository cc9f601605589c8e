package dev.lanewise.proof.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A parser, and what it must hold to. */
public interface Target {

  /** A word that names it. */
  String name();

  /** The ending of its files, with a dot. */
  String ending();

  /** How many inputs it gets, beside others: fewer where each takes long. */
  default int weight() {
    return 20;
  }

  /** Sound files, small ones: they are what is changed. */
  List<byte[]> seeds();

  /** Files that are made to take much memory or time; each is tried once. */
  default List<byte[]> hostile() {
    return List.of();
  }

  /** Words and bytes that mean something in such files. */
  default List<byte[]> words() {
    return List.of();
  }

  /**
   * A change inside of what checksums and lengths protect, which are made anew, so that it gets
   * past them; empty if there is nothing of the kind.
   */
  default Optional<byte[]> deepChange(byte[] seed, Mutator mutator) {
    return Optional.empty();
  }

  /**
   * Whether checksums protect all that is read of a sound file: then what is accepted of it after a
   * change must be what it was before.
   */
  default boolean isSummed(byte[] seed) {
    return false;
  }

  /** Whether a file that was accepted is one of those that have no checksum, and said to be so. */
  default boolean saysUnchecked(byte[] input) {
    return false;
  }

  /**
   * Reads a file.
   *
   * @return what was read, comparable by {@code equals}
   * @throws Exception what the parser throws
   */
  Object read(Path file) throws Exception;

  /** Whether an exception is one that the parser may answer a bad file with. */
  boolean mayThrow(Throwable e);

  /** What is wrong with what was read, which was accepted; empty if nothing is. */
  default Optional<String> complaint(byte[] input, Object read) {
    return Optional.empty();
  }
}
