package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.testkit.Allocation;
import dev.lanewise.testkit.Widths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PassPoolTest {

  private static final Network NETWORK = Network.builder(Shape.flat(2)).add(Dense.of(2)).build(1);

  private static PackedWeights weights() {
    return new PackedWeights(NETWORK, true, ConvAlgorithm.AUTO, Widths.SCALAR);
  }

  private static PassPool<String> pool(String... passes) {
    return new PassPool<>(List.of(passes), weights(), PassPoolTest::weights);
  }

  private static void awaitParked(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
  }

  @Test
  void waitersAreServedInTheirOrder() throws InterruptedException {
    PassPool<String> pool = pool("only");
    PassPool.Slot<String> held = pool.take();
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      Thread thread =
          new Thread(
              () -> {
                PassPool.Slot<String> slot = pool.take();
                order.add(number);
                pool.release(slot);
              });
      thread.start();
      awaitParked(thread);
      threads.add(thread);
    }
    pool.release(held);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(0, 1, 2, 3, 4), order);
  }

  @Test
  void anInterruptDoesNotEndTheWaitingAndIsKept() throws InterruptedException {
    PassPool<String> pool = pool("only");
    PassPool.Slot<String> held = pool.take();
    AtomicBoolean kept = new AtomicBoolean();
    AtomicBoolean got = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              PassPool.Slot<String> slot = pool.take();
              got.set(true);
              kept.set(Thread.currentThread().isInterrupted());
              pool.release(slot);
            });
    thread.start();
    awaitParked(thread);
    thread.interrupt();
    awaitParked(thread);
    assertEquals(false, got.get());
    pool.release(held);
    thread.join();
    assertTrue(got.get());
    assertTrue(kept.get());
    assertSame("only", pool.take().pass());
  }

  /** Two passes, many threads: never more than one holder a pass, and nobody waits for ever. */
  @Test
  void aPassHasOneHolder() throws InterruptedException {
    List<AtomicInteger> holders = List.of(new AtomicInteger(), new AtomicInteger());
    PassPool<AtomicInteger> pool = new PassPool<>(holders, weights(), PassPoolTest::weights);
    AtomicInteger wrong = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 12; t++) {
      Runnable task =
          () -> {
            for (int i = 0; i < 2000; i++) {
              PassPool.Slot<AtomicInteger> slot = pool.take();
              if (slot.pass().incrementAndGet() != 1) {
                wrong.incrementAndGet();
              }
              slot.pass().decrementAndGet();
              pool.release(slot);
            }
          };
      threads.add(t % 2 == 0 ? Thread.ofVirtual().start(task) : Thread.ofPlatform().start(task));
    }
    for (int i = 0; i < 100; i++) {
      pool.refresh();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(0, wrong.get());
  }

  @Test
  void weightsInUseAreNotPackedAnew() {
    PassPool<String> pool = pool("a", "b");
    PassPool.Slot<String> first = pool.take();
    PackedWeights old = pool.weights(first);
    pool.refresh();
    PackedWeights second = pool.current();
    assertNotSame(old, second);
    assertSame(old, pool.weights(first));
    PassPool.Slot<String> other = pool.take();
    assertSame(second, pool.weights(other));
    pool.refresh();
    assertNotSame(old, pool.current());
    assertNotSame(second, pool.current());
    pool.release(first);
    pool.refresh();
    assertSame(old, pool.current(), "free again");
    pool.release(other);
  }

  @Test
  void takingAFreePassAllocatesNothing() {
    PassPool<String> pool = pool("a", "b");
    assertEquals(0, Allocation.bytesPerCall(() -> pool.release(pool.take()), 2000, 1000));
  }
}
