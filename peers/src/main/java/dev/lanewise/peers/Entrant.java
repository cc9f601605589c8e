package dev.lanewise.peers;

/**
 * A contestant on some number of threads.
 *
 * @param contestant engine and setting
 * @param threads threads
 */
record Entrant(Contestant contestant, int threads) {

  @Override
  public String toString() {
    return "%s, %s, %s thread%s"
        .formatted(contestant.engine(), contestant.setting(), threads, threads == 1 ? "" : "s");
  }
}
