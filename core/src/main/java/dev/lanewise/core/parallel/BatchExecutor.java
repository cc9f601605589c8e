package dev.lanewise.core.parallel;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of workers that run the items of one job at a time. The caller is worker 0; the
 * others are threads of this executor, which spin briefly for the next job and then park. Items are
 * taken in ascending order, each by whoever is free: which worker gets one is open, so an item's
 * result must not depend on it. A run allocates nothing.
 */
public final class BatchExecutor implements AutoCloseable {

  /**
   * How long a worker without a job spins before it parks: waking a parked thread takes as long.
   */
  private static final long SPIN_NANOS = 50_000;

  private final Worker[] others;
  private final long spinNanos;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicBoolean busy = new AtomicBoolean();

  /** What each worker's item threw; a worker takes no item after one that failed. */
  private final @Nullable Throwable[] failures;

  private final int[] failedItems;
  private volatile int generation;
  private volatile boolean closed;
  private volatile @Nullable Thread waitingCaller;
  private volatile boolean cancelled;
  private @Nullable Job job;
  private int items;

  /**
   * Starts the workers.
   *
   * @param workers how many, the caller included; 1 runs everything in the caller
   * @throws IllegalArgumentException if {@code workers} is below 1 or beyond 1024
   */
  public BatchExecutor(int workers) {
    if (workers < 1 || workers > 1024) {
      throw new IllegalArgumentException(
          "The number of threads must be between 1 and 1024. Received: " + workers);
    }
    // More workers than processors: a spinning one would take the time of one that has work.
    spinNanos = workers <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
    failures = new @Nullable Throwable[workers];
    failedItems = new int[workers];
    others = new Worker[workers - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = new Worker(i + 1);
    }
    for (Worker worker : others) {
      worker.start();
    }
  }

  /** The number of workers, the caller included. */
  public int workers() {
    return others.length + 1;
  }

  /**
   * Runs a job's items and returns when all of them have ended.
   *
   * <p>If an item throws, no further item is begun, and when those under way have ended, the
   * throwable of the lowest failed item is thrown here with the others suppressed. If the calling
   * thread is interrupted, no further item is begun, and a {@link CancellationException} is thrown
   * with the thread's interrupt status still set.
   *
   * @param job what to run
   * @param items how many items; 0 does nothing
   * @throws IllegalStateException if the executor is closed or already runs a job
   * @throws CancellationException if the caller was interrupted before all items were begun
   */
  public void run(Job job, int items) {
    if (!tryRun(job, items)) {
      throw new IllegalStateException(
          "An executor runs one job at a time. A second one came while the first was running.");
    }
  }

  /**
   * Runs a job as {@link #run} does, unless another one is running: then nothing happens. An item
   * that calls this finds its own job running.
   *
   * @param job what to run
   * @param items how many items; 0 does nothing
   * @return whether the job was run
   * @throws IllegalStateException if the executor is closed
   * @throws CancellationException if the caller was interrupted before all items were begun
   */
  public boolean tryRun(Job job, int items) {
    if (closed) {
      throw new IllegalStateException("The executor must be open. It was closed.");
    }
    if (!busy.compareAndSet(false, true)) {
      return false;
    }
    try {
      this.job = job;
      this.items = items;
      cancelled = false;
      next.set(0);
      boolean shared = items > 1 && others.length > 0;
      if (shared) {
        pending.set(others.length);
        generation++;
        for (Worker worker : others) {
          if (worker.parked) {
            LockSupport.unpark(worker);
          }
        }
      }
      takeItems(0);
      if (shared) {
        awaitOthers();
      }
      throwLowestFailure();
      if (cancelled) {
        throw new CancellationException("The calling thread was interrupted.");
      }
      return true;
    } finally {
      this.job = null;
      Arrays.fill(failures, null);
      busy.set(false);
    }
  }

  private void takeItems(int worker) {
    Job current = job;
    int count = items;
    if (current == null) {
      return;
    }
    for (int item = next.getAndIncrement(); item < count; item = next.getAndIncrement()) {
      if (worker == 0 && Thread.currentThread().isInterrupted()) {
        cancelled = true;
        next.set(count);
        return;
      }
      try {
        current.run(item, worker);
      } catch (Throwable t) {
        // No lock, no memory: this has to work when memory is what has run out.
        failedItems[worker] = item;
        failures[worker] = t;
        next.set(count);
      }
    }
  }

  private void throwLowestFailure() {
    int lowest = -1;
    for (int worker = 0; worker < failures.length; worker++) {
      if (failures[worker] != null && (lowest < 0 || failedItems[worker] < failedItems[lowest])) {
        lowest = worker;
      }
    }
    if (lowest < 0) {
      return;
    }
    Throwable first = Objects.requireNonNull(failures[lowest]);
    for (Throwable other : failures) {
      if (other != null && other != first) {
        first.addSuppressed(other);
      }
    }
    rethrow(first);
  }

  private static void rethrow(Throwable t) {
    switch (t) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("An item threw a checked exception.", t);
    }
  }

  private void awaitOthers() {
    long start = System.nanoTime();
    while (pending.get() > 0) {
      if (System.nanoTime() - start < spinNanos) {
        Thread.onSpinWait();
      } else if (Thread.currentThread().isInterrupted()) {
        // An interrupted thread can't park; the items under way still have to end.
        Thread.yield();
      } else {
        waitingCaller = Thread.currentThread();
        if (pending.get() > 0) {
          LockSupport.park(this);
        }
        waitingCaller = null;
      }
    }
  }

  /**
   * Ends the workers and waits for them. Closing twice does nothing.
   *
   * @throws IllegalStateException if a job is running
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("An executor can't be closed while it runs a job.");
    }
    closed = true;
    generation++;
    boolean interrupted = false;
    for (Worker worker : others) {
      LockSupport.unpark(worker);
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Worker extends Thread {

    private final int index;
    private volatile boolean parked;

    Worker(int index) {
      super("lanewise-worker-" + index);
      this.index = index;
      setDaemon(true);
    }

    @Override
    public void run() {
      int seen = 0;
      while (true) {
        awaitGeneration(seen);
        seen = generation;
        if (closed) {
          return;
        }
        takeItems(index);
        // An interrupt was meant for the job. Kept, it would keep this thread from parking.
        Thread.interrupted();
        if (pending.decrementAndGet() == 0) {
          Thread caller = waitingCaller;
          if (caller != null) {
            LockSupport.unpark(caller);
          }
        }
      }
    }

    private void awaitGeneration(int seen) {
      long start = System.nanoTime();
      while (generation == seen) {
        if (System.nanoTime() - start < spinNanos) {
          Thread.onSpinWait();
        } else {
          Thread.interrupted();
          parked = true;
          if (generation == seen) {
            LockSupport.park(BatchExecutor.this);
          }
          parked = false;
        }
      }
    }
  }
}
