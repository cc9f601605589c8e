package dev.lanewise.peers.engine;

/** A unit of work that can be done again and again. */
@FunctionalInterface
public interface Work extends AutoCloseable {

  /** Does it once. */
  void step();

  /**
   * What a check of it gave, which any engine's must be near: losses or probabilities. Empty if
   * there was no check, or nothing to hold against others.
   */
  default double[] evidence() {
    return new double[0];
  }

  @Override
  default void close() {}

  /** Work with what its check gave. */
  static Work of(Runnable step, double[] evidence) {
    return new Work() {
      @Override
      public void step() {
        step.run();
      }

      @Override
      public double[] evidence() {
        return evidence;
      }
    };
  }
}
