package dev.lanewise.peers.engine;

import dev.lanewise.bench.compare.Workload;

/** Something that trains networks, runs them or multiplies matrices, for one number of threads. */
public interface Engine {

  /** Its version, and those of what it rests on. */
  String version();

  /**
   * Makes work ready to run, all data in memory.
   *
   * @param workload what to do
   * @param check whether to find out first that it computes the right thing
   * @throws IllegalArgumentException if the engine doesn't do this kind of work
   * @throws IllegalStateException if it computes something wrong
   */
  Work prepare(Workload workload, boolean check);

  /** Says that an engine has no such work. */
  static IllegalArgumentException cannot(String engine, Workload workload) {
    return new IllegalArgumentException(
        "%s isn't measured at this work. Received: %s".formatted(engine, workload.name()));
  }
}
