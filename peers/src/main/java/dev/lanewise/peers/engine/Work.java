package dev.lanewise.peers.engine;

/** A unit of work that can be done again and again. */
@FunctionalInterface
public interface Work extends AutoCloseable {

  /** Does it once. */
  void step();

  @Override
  default void close() {}
}
