package dev.lanewise.data;

import java.time.Duration;

/**
 * How patiently to download.
 *
 * @param connectTimeout how long a connection may take to open
 * @param stallTimeout how long a server may send nothing
 * @param retryDelay pause before the same mirror is asked again
 * @param attempts how often a mirror is asked; an attempt that brought 1 MiB or more doesn't count
 * @param replace whether a file that is there but isn't the official one is replaced
 * @param leastRate bytes a second that an answer must bring on average, after the stall timeout
 * @param totalTimeout how long one file may take, with all its mirrors and attempts
 */
public record FetchOptions(
    Duration connectTimeout,
    Duration stallTimeout,
    Duration retryDelay,
    int attempts,
    boolean replace,
    long leastRate,
    Duration totalTimeout) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a timeout isn't above 0, the delay or the rate is negative
   *     or there is no attempt
   */
  public FetchOptions {
    if (!connectTimeout.isPositive()
        || !stallTimeout.isPositive()
        || !totalTimeout.isPositive()
        || retryDelay.isNegative()
        || leastRate < 0
        || attempts < 1) {
      throw new IllegalArgumentException(
          ("Timeouts must be above 0 and attempts at least 1."
                  + " Received: connect %s, stall %s, delay %s, attempts %s, rate %s, total %s")
              .formatted(
                  connectTimeout, stallTimeout, retryDelay, attempts, leastRate, totalTimeout));
    }
  }

  /**
   * 15 s to connect, 30 s without a byte, 1 s between attempts, 3 attempts, nothing replaced, at
   * least 4096 bytes a second, 12 hours for a file.
   */
  public static FetchOptions defaults() {
    return new FetchOptions(
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        3,
        false,
        4096,
        Duration.ofHours(12));
  }

  /** The same, with files replaced or not. */
  public FetchOptions withReplace(boolean replaceFiles) {
    return new FetchOptions(
        connectTimeout, stallTimeout, retryDelay, attempts, replaceFiles, leastRate, totalTimeout);
  }

  /** The same with other limits of how slow a download may be. */
  public FetchOptions withLimits(long newLeastRate, Duration newTotalTimeout) {
    return new FetchOptions(
        connectTimeout, stallTimeout, retryDelay, attempts, replace, newLeastRate, newTotalTimeout);
  }
}
