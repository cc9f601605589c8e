package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.PRelu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One predictor for many threads. {@code -Dlanewise.predictor.calls=1000000} makes that many calls
 * instead of 6,400.
 */
@Timeout(1200)
class PredictorThreadsTest {

  private static final Shape INPUT = new Shape(2, 7, 6);
  private static final int CLASSES = 3;
  private static final int IMAGES = 40;
  private static final int THREADS = 32;
  private static final int CALLS = Integer.getInteger("lanewise.predictor.calls", 6400);

  /** Packed weights, weights that are read where they lie, folded and unfolded statistics. */
  private static Network network(long seed) {
    return Network.builder(INPUT)
        .add(Conv2d.of(5, 3))
        .add(new BatchNorm())
        .add(new PRelu())
        .add(MaxPool2d.of(2))
        .add(Conv2d.of(4, 1).withGroups(1))
        .add(new Flatten())
        .add(Dense.of(CLASSES))
        .build(seed);
  }

  private static final ArraySamples SAMPLES =
      ArraySamples.random(new Random(8), INPUT, CLASSES, IMAGES);

  private static float[] images(int first, int count) {
    int size = INPUT.elements();
    return Arrays.copyOfRange(SAMPLES.images(), first * size, (first + count) * size);
  }

  /** Each image's answer, by one thread. */
  private static float[] answers(Network network) {
    Predictor predictor = new Predictor(network, Predictor.Output.PROBABILITIES, Widths.best());
    float[] answers = new float[IMAGES * CLASSES];
    for (int i = 0; i < IMAGES; i++) {
      System.arraycopy(predictor.predict(images(i, 1)), 0, answers, i * CLASSES, CLASSES);
    }
    return answers;
  }

  private static Predictor predictor(Network network, Optional<BatchExecutor> executor) {
    return new Predictor(
        network,
        Predictor.Output.PROBABILITIES,
        IMAGES,
        ConvAlgorithm.DIRECT,
        executor,
        Widths.best());
  }

  private static ExecutorService threads(String kind) {
    return kind.equals("virtual")
        ? Executors.newVirtualThreadPerTaskExecutor()
        : Executors.newFixedThreadPool(THREADS);
  }

  /** Calls of one image, of a few, and of whole groups, all of whose answers must be right. */
  private static void call(Predictor predictor, float[] expected, int calls, long seed) {
    Random random = new Random(seed);
    for (int call = 0; call < calls; call++) {
      int count = random.nextInt(20) == 0 ? 1 + random.nextInt(IMAGES) : 1 + random.nextInt(3);
      int first = random.nextInt(IMAGES - count + 1);
      float[] results = new float[count * CLASSES];
      if (count == 1) {
        results = predictor.predict(images(first, 1));
      } else {
        predictor.predict(images(first, count), count, results);
      }
      Bits.assertIdentical(
          Arrays.copyOfRange(expected, first * CLASSES, (first + count) * CLASSES),
          results,
          count + " images from " + first);
    }
  }

  private static void await(List<Future<?>> tasks) throws InterruptedException {
    for (Future<?> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void aSharedPredictorNeverMixesAnswersUp(String kind) throws InterruptedException {
    Network network = network(3);
    float[] expected = answers(network);
    Predictor predictor = predictor(network, Optional.empty());
    try (ExecutorService threads = threads(kind)) {
      List<Future<?>> tasks = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        long seed = t;
        tasks.add(threads.submit(() -> call(predictor, expected, CALLS / THREADS, seed)));
      }
      await(tasks);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void callsThatFindTheWorkersBusyRunOnTheirOwn(String kind) throws InterruptedException {
    Network network = network(4);
    float[] expected = answers(network);
    try (BatchExecutor executor = new BatchExecutor(3);
        ExecutorService threads = threads(kind)) {
      Predictor predictor = predictor(network, Optional.of(executor));
      List<Future<?>> tasks = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        long seed = t;
        tasks.add(threads.submit(() -> call(predictor, expected, CALLS / THREADS, seed)));
      }
      await(tasks);
      // From within a job of the very executor.
      executor.run((item, worker) -> call(predictor, expected, 20, item), 5);
    }
  }

  /** An answer is of the old weights or of the new ones, as a whole. */
  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void aRefreshMixesNoWeights(String kind) throws InterruptedException {
    Network network = network(5);
    float[][] values = {
      network(5).parameters().values().clone(), network(6).parameters().values().clone()
    };
    float[][] expected = {answers(network(5)), answers(network(6))};
    Predictor predictor = predictor(network, Optional.empty());
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = threads(kind)) {
      List<Future<?>> tasks = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int thread = t;
        tasks.add(
            threads.submit(
                () -> {
                  for (int i = thread; !done.get(); i = (i + 1) % IMAGES) {
                    float[] answer = predictor.predict(images(i, 1));
                    boolean whole = false;
                    for (float[] known : expected) {
                      whole |=
                          Arrays.equals(answer, 0, CLASSES, known, i * CLASSES, (i + 1) * CLASSES);
                    }
                    assertTrue(whole, "image " + i);
                  }
                }));
      }
      try {
        for (int round = 1; round <= 200; round++) {
          float[] next = values[round % 2];
          System.arraycopy(next, 0, network.parameters().values(), 0, next.length);
          predictor.refresh();
          // A call that begins now sees them.
          call(predictor, expected[round % 2], 2, round);
        }
      } finally {
        done.set(true);
      }
      await(tasks);
    }
  }

  /** What a training writes is not seen before the next refresh. */
  @Test
  void aTrainingMayChangeTheNetworkMeanwhile() {
    Network network = network(7);
    float[] expected = answers(network);
    Predictor predictor = predictor(network, Optional.empty());
    Arrays.fill(network.parameters().values(), Float.NaN);
    Arrays.fill(network.buffers().values(), Float.NaN);
    call(predictor, expected, 50, 1);
  }

  @Test
  void aCallThatFailsSpoilsNoLaterOne() {
    Network network = network(8);
    float[] expected = answers(network);
    try (BatchExecutor executor = new BatchExecutor(2)) {
      Predictor predictor = predictor(network, Optional.of(executor));
      for (int i = 0; i < 3 * predictor.passes(); i++) {
        float[] wrong = new float[INPUT.elements()];
        Arrays.fill(wrong, Float.NaN);
        predictor.predict(wrong);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> predictor.predict(images(0, 1)));
        assertTrue(Thread.interrupted());
        assertThrows(
            IllegalArgumentException.class, () -> predictor.predict(images(0, 1), 2, new float[6]));
      }
      call(predictor, expected, 50, 1);
    }
  }

  @Test
  void withoutWorkersAnInterruptDoesNotMatter() {
    Network network = network(9);
    float[] expected = answers(network);
    Thread.currentThread().interrupt();
    call(predictor(network, Optional.empty()), expected, 5, 1);
    assertTrue(Thread.interrupted());
    assertEquals(
        2 * Runtime.getRuntime().availableProcessors(),
        predictor(network, Optional.empty()).passes());
  }
}
