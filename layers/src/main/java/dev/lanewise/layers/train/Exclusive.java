package dev.lanewise.layers.train;

import java.util.concurrent.atomic.AtomicBoolean;

/** Notices a second call while the first is running, which would spoil both. */
final class Exclusive {

  private final AtomicBoolean busy = new AtomicBoolean();
  private final String what;

  /**
   * Nothing runs yet.
   *
   * @param what whose calls these are, with an article
   */
  Exclusive(String what) {
    this.what = what;
  }

  /**
   * A call begins.
   *
   * @throws IllegalStateException if another one is running, in this thread or in another
   */
  void begin() {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "%s does one call at a time. Received: a second call while the first was running"
              .formatted(what));
    }
  }

  /** The call has ended. */
  void end() {
    busy.set(false);
  }
}
