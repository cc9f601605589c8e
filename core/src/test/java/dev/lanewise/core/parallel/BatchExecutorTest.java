package dev.lanewise.core.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

// On a thread of its own, a test that hangs fails instead of holding up the others.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchExecutorTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void runsEveryItemOnce(int workers) {
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      assertEquals(workers, executor.workers());
      for (int items : new int[] {0, 1, 2, 7, 1000}) {
        for (int repeat = 0; repeat < 50; repeat++) {
          AtomicIntegerArray runs = new AtomicIntegerArray(items);
          AtomicInteger strangers = new AtomicInteger();
          executor.run(
              (item, worker) -> {
                runs.incrementAndGet(item);
                if (worker < 0 || worker >= workers) {
                  strangers.incrementAndGet();
                }
              },
              items);
          for (int i = 0; i < items; i++) {
            assertEquals(1, runs.get(i), "item " + i);
          }
          assertEquals(0, strangers.get());
        }
      }
    }
  }

  @Test
  void eachWorkerIsOneThreadAndTheCallerIsWorkerZero() {
    try (BatchExecutor executor = new BatchExecutor(3)) {
      AtomicReference<Thread>[] threads = references(3);
      AtomicInteger wrong = new AtomicInteger();
      CountDownLatch all = new CountDownLatch(3);
      executor.run(
          (item, worker) -> {
            if (!threads[worker].compareAndSet(null, Thread.currentThread())) {
              wrong.incrementAndGet();
            }
            // Waits for the others, so that each of them has to take one.
            all.countDown();
            await(all);
          },
          3);
      assertEquals(0, wrong.get());
      assertSame(Thread.currentThread(), threads[0].get());
      assertEquals("lanewise-worker-1", threads[1].get().getName());
      assertEquals("lanewise-worker-2", threads[2].get().getName());
      assertTrue(threads[1].get().isDaemon());
    }
  }

  @Test
  void whatItemsWriteIsSeenByTheCallerAndByTheNextRun() {
    try (BatchExecutor executor = new BatchExecutor(3)) {
      int[] values = new int[64];
      for (int round = 1; round <= 500; round++) {
        int expected = round;
        executor.run((item, worker) -> values[item]++, values.length);
        int[] all = new int[values.length];
        Arrays.fill(all, expected);
        assertArrayEquals(all, values);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void throwsWhatAnItemThrewAndStaysUsable(int workers) {
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      // So many items that a worker which is held up in item 5 is sure to throw before they are
      // done.
      int items = 1 << 30;
      for (int repeat = 0; repeat < 200; repeat++) {
        AtomicInteger begun = new AtomicInteger();
        IllegalArgumentException thrown =
            assertThrows(
                IllegalArgumentException.class,
                () ->
                    executor.run(
                        (item, worker) -> {
                          begun.incrementAndGet();
                          if (item == 5) {
                            throw new IllegalArgumentException("item 5");
                          }
                        },
                        items));
        assertEquals("item 5", thrown.getMessage());
        assertEquals(0, thrown.getSuppressed().length);
        assertTrue(begun.get() < items, "no item may begin once one has failed");
        assertRunsAll(executor);
      }
    }
  }

  @Test
  void throwsTheLowestFailureWithTheOthersSuppressed() {
    try (BatchExecutor executor = new BatchExecutor(4)) {
      for (int repeat = 0; repeat < 200; repeat++) {
        CountDownLatch all = new CountDownLatch(4);
        IllegalStateException thrown =
            assertThrows(
                IllegalStateException.class,
                () ->
                    executor.run(
                        (item, worker) -> {
                          all.countDown();
                          await(all);
                          throw new IllegalStateException("item " + item);
                        },
                        4));
        assertEquals("item 0", thrown.getMessage());
        List<String> suppressed = new ArrayList<>();
        for (Throwable t : thrown.getSuppressed()) {
          suppressed.add(t.getMessage());
        }
        Collections.sort(suppressed);
        assertEquals(List.of("item 1", "item 2", "item 3"), suppressed);
        assertRunsAll(executor);
      }
    }
  }

  @Test
  void oneThrowableFromSeveralItemsIsNotSuppressedByItself() {
    try (BatchExecutor executor = new BatchExecutor(3)) {
      IllegalStateException one = new IllegalStateException("the same");
      CountDownLatch all = new CountDownLatch(3);
      assertSame(
          one,
          assertThrows(
              IllegalStateException.class,
              () ->
                  executor.run(
                      (item, worker) -> {
                        all.countDown();
                        await(all);
                        throw one;
                      },
                      3)));
      assertEquals(0, one.getSuppressed().length);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void throwsErrorsAsTheyAre(int workers) {
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      AssertionError error = new AssertionError("an item");
      assertSame(
          error,
          assertThrows(
              AssertionError.class,
              () ->
                  executor.run(
                      (item, worker) -> {
                        throw error;
                      },
                      1)));
      assertThrows(
          StackOverflowError.class, () -> executor.run((item, worker) -> recurse(item), 3));
      assertRunsAll(executor);
    }
  }

  @Test
  void wrapsACheckedExceptionThatSlippedThrough() {
    try (BatchExecutor executor = new BatchExecutor(2)) {
      Exception checked = new java.io.IOException("disk");
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () -> executor.run((item, worker) -> BatchExecutorTest.throwAny(checked), 1));
      assertEquals("An item threw a checked exception.", thrown.getMessage());
      assertSame(checked, thrown.getCause());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anInterruptedCallerBeginsNoMoreItems(int workers) {
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      AtomicInteger begun = new AtomicInteger();
      CountDownLatch interruption = new CountDownLatch(1);
      Job interrupting =
          (item, worker) -> {
            begun.incrementAndGet();
            if (worker == 0) {
              Thread.currentThread().interrupt();
              interruption.countDown();
            } else {
              await(interruption);
            }
          };
      CancellationException thrown;
      boolean interrupted;
      try {
        thrown =
            assertThrows(
                CancellationException.class, () -> executor.run(interrupting, 100_000_000));
      } finally {
        interrupted = Thread.interrupted();
      }
      assertEquals("The calling thread was interrupted.", thrown.getMessage());
      assertTrue(interrupted, "the interrupt status must stay set");
      assertTrue(begun.get() < 100_000_000);
      assertRunsAll(executor);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aCallerInterruptedBeforehandRunsNothing(int workers) {
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      AtomicInteger callers = new AtomicInteger();
      Thread.currentThread().interrupt();
      boolean interrupted;
      try {
        assertThrows(
            CancellationException.class,
            () ->
                executor.run(
                    (item, worker) -> callers.addAndGet(worker == 0 ? 1 : 0), 100_000_000));
      } finally {
        interrupted = Thread.interrupted();
      }
      assertTrue(interrupted);
      assertEquals(0, callers.get());
      assertRunsAll(executor);
    }
  }

  @Test
  void anInterruptWhileTheOthersFinishLosesNothing() {
    try (BatchExecutor executor = new BatchExecutor(2)) {
      CountDownLatch begun = new CountDownLatch(2);
      AtomicInteger ended = new AtomicInteger();
      boolean interrupted;
      executor.run(
          (item, worker) -> {
            begun.countDown();
            await(begun);
            if (worker == 0) {
              Thread.currentThread().interrupt();
            } else {
              spinFor(20_000_000);
            }
            ended.incrementAndGet();
          },
          2);
      interrupted = Thread.interrupted();
      assertTrue(interrupted);
      assertEquals(2, ended.get());
      assertRunsAll(executor);
    }
  }

  /** A worker that can't park because of it would take a processor until the executor closes. */
  @Test
  void anInterruptedWorkerParksAllTheSame() throws InterruptedException {
    try (BatchExecutor executor = new BatchExecutor(2)) {
      AtomicReference<Thread> other = new AtomicReference<>();
      CountDownLatch begun = new CountDownLatch(2);
      executor.run(
          (item, worker) -> {
            begun.countDown();
            await(begun);
            if (worker == 1) {
              other.set(Thread.currentThread());
              Thread.currentThread().interrupt();
            }
          },
          2);
      int waiting = 0;
      // A parked thread is found waiting every time, a spinning one hardly ever.
      while (waiting < 20) {
        waiting = other.get().getState() == Thread.State.WAITING ? waiting + 1 : 0;
        Thread.sleep(1);
      }
      assertRunsAll(executor);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void refusesARunInsideARun(int workers) {
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () -> executor.run((item, worker) -> executor.run((i, w) -> {}, 1), 1));
      assertEquals(
          "An executor runs one job at a time. A second one came while the first was running.",
          thrown.getMessage());
      assertRunsAll(executor);
    }
  }

  @Test
  void refusesARunOfAnotherThreadAndToCloseMeanwhile() throws InterruptedException {
    try (BatchExecutor executor = new BatchExecutor(2)) {
      AtomicReference<Throwable> ran = new AtomicReference<>();
      AtomicReference<Throwable> closed = new AtomicReference<>();
      executor.run(
          (item, worker) -> {
            Thread other =
                new Thread(
                    () -> {
                      ran.set(thrownBy(() -> executor.run((i, w) -> {}, 1)));
                      closed.set(thrownBy(executor::close));
                    });
            other.start();
            join(other);
          },
          1);
      assertEquals(
          "An executor runs one job at a time. A second one came while the first was running.",
          ran.get().getMessage());
      assertEquals("An executor can't be closed while it runs a job.", closed.get().getMessage());
      assertRunsAll(executor);
    }
  }

  @Test
  void closingEndsTheThreadsAndTwiceDoesNothing() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    BatchExecutor executor = new BatchExecutor(4);
    CountDownLatch all = new CountDownLatch(4);
    executor.run(
        (item, worker) -> {
          threads.add(Thread.currentThread());
          all.countDown();
          await(all);
        },
        4);
    threads.remove(Thread.currentThread());
    assertEquals(3, threads.size());
    executor.close();
    for (Thread thread : threads) {
      assertFalse(thread.isAlive(), thread.getName());
    }
    executor.close();
    assertEquals(
        "The executor must be open. It was closed.",
        assertThrows(IllegalStateException.class, () -> executor.run((item, worker) -> {}, 3))
            .getMessage());
  }

  @Test
  void closesAtOnceAfterItsStart() {
    for (int i = 0; i < 200; i++) {
      new BatchExecutor(3).close();
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      assertFalse(thread.getName().startsWith("lanewise-worker"), thread.getName());
    }
  }

  @Test
  void anInterruptWhileClosingIsKept() {
    BatchExecutor executor = new BatchExecutor(3);
    Thread.currentThread().interrupt();
    executor.close();
    assertTrue(Thread.interrupted());
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "1025"})
  void refusesTooFewAndTooManyWorkers(int workers) {
    assertEquals(
        "The number of threads must be between 1 and 1024. Received: " + workers,
        assertThrows(IllegalArgumentException.class, () -> new BatchExecutor(workers))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void manyTinyRunsLoseNoWakeUp(int workers) {
    int runs = 20_000;
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      AtomicInteger count = new AtomicInteger();
      Job job = (item, worker) -> count.incrementAndGet();
      int expected = 0;
      for (int run = 0; run < runs; run++) {
        int items = 2 + run % 3;
        executor.run(job, items);
        expected += items;
        assertEquals(expected, count.get());
        if (run % 1000 == 0) {
          // Long enough for the others to stop spinning and park.
          spinFor(300_000);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aRunAllocatesNothing(int workers) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      int[] sums = new int[16 * workers];
      Job job = (item, worker) -> sums[16 * worker] += item;
      for (int run = 0; run < 2000; run++) {
        executor.run(job, 8);
      }
      long self = threads.getCurrentThreadAllocatedBytes();
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int run = 0; run < 1000; run++) {
        executor.run(job, 8);
      }
      long after = threads.getCurrentThreadAllocatedBytes();
      assertEquals(before - self, after - before, "bytes in 1000 runs");
    }
  }

  private static void assertRunsAll(BatchExecutor executor) {
    AtomicIntegerArray runs = new AtomicIntegerArray(31);
    executor.run((item, worker) -> runs.incrementAndGet(item), 31);
    for (int i = 0; i < 31; i++) {
      assertEquals(1, runs.get(i), "item " + i);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static AtomicReference<Thread>[] references(int count) {
    AtomicReference[] references = new AtomicReference[count];
    Arrays.setAll(references, i -> new AtomicReference<Thread>());
    return references;
  }

  private static void await(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Throwable thrownBy(Runnable action) {
    return assertThrows(IllegalStateException.class, action::run);
  }

  private static void spinFor(long nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
  }

  private static int recurse(int depth) {
    return depth < 0 ? 0 : 1 + recurse(depth + 1);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void throwAny(Throwable t) throws T {
    throw (T) t;
  }
}
