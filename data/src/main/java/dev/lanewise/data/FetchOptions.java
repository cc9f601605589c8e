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
 */
public record FetchOptions(
    Duration connectTimeout,
    Duration stallTimeout,
    Duration retryDelay,
    int attempts,
    boolean replace) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a timeout isn't above 0, the delay is negative or there is
   *     no attempt
   */
  public FetchOptions {
    if (!connectTimeout.isPositive()
        || !stallTimeout.isPositive()
        || retryDelay.isNegative()
        || attempts < 1) {
      throw new IllegalArgumentException(
          ("Timeouts must be above 0 and attempts at least 1."
                  + " Received: connect %s, stall %s, delay %s, attempts %s")
              .formatted(connectTimeout, stallTimeout, retryDelay, attempts));
    }
  }

  /** 15 s to connect, 30 s without a byte, 1 s between attempts, 3 attempts, nothing replaced. */
  public static FetchOptions defaults() {
    return new FetchOptions(
        Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(1), 3, false);
  }

  /** The same, with files replaced or not. */
  public FetchOptions withReplace(boolean replaceFiles) {
    return new FetchOptions(connectTimeout, stallTimeout, retryDelay, attempts, replaceFiles);
  }
}
