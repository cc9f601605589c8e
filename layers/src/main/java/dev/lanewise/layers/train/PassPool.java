package dev.lanewise.layers.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes that threads borrow, a call each, and the weights that calls begin with. Taking a free
 * pass is one exchange of a word, and allocates nothing. Where all are taken, callers wait in the
 * order in which they came: a pass that is given back goes to the first of them.
 *
 * <p>A pass that is taken names the weights that it reads. Weights that no pass names, and that new
 * calls don't begin with, may be packed anew (M. M. Michael, "Hazard Pointers", 2004): a call under
 * way ends with the weights that it began with, and nobody waits.
 *
 * @param <P> what a call works with
 */
final class PassPool<P> {

  /**
   * A pass with what it is used for.
   *
   * @param <P> what a call works with
   */
  static final class Slot<P> {

    /** The weights that a call reads; none while the slot is free. */
    private final AtomicReference<@Nullable PackedWeights> weights = new AtomicReference<>();

    private final P pass;

    private Slot(P pass) {
      this.pass = pass;
    }

    P pass() {
      return pass;
    }
  }

  /** A thread in the queue, and the slot that it is given. */
  private static final class Waiter<P> {

    private final Thread thread = Thread.currentThread();
    private volatile @Nullable Slot<P> slot;
  }

  private final List<Slot<P>> slots = new ArrayList<>();
  private final Supplier<PackedWeights> newWeights;
  private final ReentrantLock refreshing = new ReentrantLock();
  private final List<PackedWeights> generations = new ArrayList<>();
  private volatile PackedWeights current;
  private final ReentrantLock queueLock = new ReentrantLock();
  private final ArrayDeque<Waiter<P>> queue = new ArrayDeque<>();

  /** Threads that are in the queue, or about to be. */
  private volatile int waiting;

  /**
   * A pool with all its passes.
   *
   * @param passes what calls work with, at least one
   * @param first the first weights, which are packed here
   * @param newWeights makes others that are not packed yet
   */
  PassPool(List<P> passes, PackedWeights first, Supplier<PackedWeights> newWeights) {
    passes.forEach(pass -> slots.add(new Slot<>(pass)));
    this.newWeights = newWeights;
    first.pack();
    generations.add(first);
    current = first;
  }

  /** The weights that a call which begins now would read. */
  PackedWeights current() {
    return current;
  }

  /** The weights that the holder of a slot reads. */
  PackedWeights weights(Slot<P> slot) {
    PackedWeights weights = slot.weights.get();
    if (weights == null) {
      throw new IllegalStateException("A pass must be taken before it is used.");
    }
    return weights;
  }

  /** Takes a slot, and waits for one if none is free; an interrupt does not end the waiting. */
  Slot<P> take() {
    Slot<P> slot = waiting == 0 ? takeFree() : null;
    if (slot == null) {
      slot = await();
    }
    pin(slot);
    return slot;
  }

  private @Nullable Slot<P> takeFree() {
    // Not for each: an iterator might be allocated.
    for (int i = 0; i < slots.size(); i++) {
      Slot<P> slot = slots.get(i);
      if (slot.weights.get() == null && slot.weights.compareAndSet(null, current)) {
        return slot;
      }
    }
    return null;
  }

  /** Names the current weights: named before it was seen that they still are, they stay. */
  private void pin(Slot<P> slot) {
    PackedWeights now = current;
    while (slot.weights.get() != now) {
      slot.weights.set(now);
      now = current;
    }
  }

  private Slot<P> await() {
    Waiter<P> waiter = new Waiter<>();
    queueLock.lock();
    try {
      // First to be seen, then to look: who gives a slot back looks in the other order.
      waiting++;
      Slot<P> free = queue.isEmpty() ? takeFree() : null;
      if (free != null) {
        waiting--;
        return free;
      }
      queue.add(waiter);
    } finally {
      queueLock.unlock();
    }
    boolean interrupted = false;
    Slot<P> slot = waiter.slot;
    while (slot == null) {
      LockSupport.park(this);
      // An interrupted thread can't park.
      interrupted |= Thread.interrupted();
      slot = waiter.slot;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return slot;
  }

  /** Gives a slot back. */
  void release(Slot<P> slot) {
    if (waiting > 0 && handOver(slot)) {
      return;
    }
    slot.weights.set(null);
    if (waiting > 0) {
      serve();
    }
  }

  private boolean handOver(Slot<P> slot) {
    queueLock.lock();
    try {
      Waiter<P> first = queue.poll();
      if (first == null) {
        return false;
      }
      give(first, slot);
      return true;
    } finally {
      queueLock.unlock();
    }
  }

  /** Someone may have begun to wait while a slot became free. */
  private void serve() {
    queueLock.lock();
    try {
      while (!queue.isEmpty()) {
        Slot<P> free = takeFree();
        if (free == null) {
          return;
        }
        give(queue.remove(), free);
      }
    } finally {
      queueLock.unlock();
    }
  }

  private void give(Waiter<P> waiter, Slot<P> slot) {
    waiting--;
    waiter.slot = slot;
    LockSupport.unpark(waiter.thread);
  }

  /** Packs the weights anew, beside those that calls under way read. */
  void refresh() {
    refreshing.lock();
    try {
      PackedWeights next = unused();
      next.pack();
      current = next;
    } finally {
      refreshing.unlock();
    }
  }

  /** Packs the weights anew where they are: no call may be under way or begin meanwhile. */
  void refreshAlone() {
    current.pack();
  }

  private PackedWeights unused() {
    for (PackedWeights weights : generations) {
      if (weights != current && slots.stream().noneMatch(s -> s.weights.get() == weights)) {
        return weights;
      }
    }
    PackedWeights more = newWeights.get();
    generations.add(more);
    return more;
  }
}
