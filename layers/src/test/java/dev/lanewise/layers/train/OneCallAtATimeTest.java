package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.tensor.ForwardingSamples;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Widths;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Calls that would spoil each other are refused, and stops end one training. */
class OneCallAtATimeTest {

  private static final ArraySamples SAMPLES =
      ArraySamples.random(new Random(2), Shape.flat(3), 2, 40);

  private static Network network() {
    return Network.builder(Shape.flat(3)).add(Dense.of(2)).build(1);
  }

  /** Samples that do something when the first image is read. */
  private static Samples doing(Runnable what) {
    return new ForwardingSamples(SAMPLES) {
      @Override
      public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
        if (index == 0) {
          what.run();
        }
        super.copyTo(index, group, at, layout, lane);
      }
    };
  }

  private static void assertRefused(String who, Executable call) {
    assertEquals(
        who + " does one call at a time. Received: a second call while the first was running",
        assertThrows(IllegalStateException.class, call).getMessage());
  }

  private static void inAnotherThread(Runnable what) {
    Thread thread = new Thread(what);
    AssertionError[] failed = new AssertionError[1];
    thread.setUncaughtExceptionHandler((_, e) -> failed[0] = new AssertionError(e));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failed[0] != null) {
      throw failed[0];
    }
  }

  @Test
  void anEvaluatorRefusesASecondCallMeanwhile() {
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Evaluator evaluator =
          new Evaluator(network(), new SoftmaxCrossEntropy(), executor, Widths.SCALAR);
      Evaluation expected = evaluator.evaluate(SAMPLES);
      Runnable second =
          () ->
              inAnotherThread(
                  () -> {
                    assertRefused("An evaluator", () -> evaluator.evaluate(SAMPLES));
                    assertRefused("An evaluator", () -> evaluator.predict(SAMPLES));
                  });
      assertEquals(expected, evaluator.evaluate(doing(second)));
      evaluator.predict(doing(second));
      assertEquals(expected, evaluator.evaluate(SAMPLES), "the refusals changed nothing");
    }
  }

  private static void withTrainer(int epochs, Consumer<Trainer> use) {
    try (BatchExecutor executor = new BatchExecutor(1)) {
      use.accept(
          new Trainer(
              network(),
              new SoftmaxCrossEntropy(),
              Sgd.of(0.1),
              new TrainOptions(epochs, 8, 1, true, 0),
              executor,
              Widths.SCALAR));
    }
  }

  @Test
  void aTrainerRefusesASecondCallMeanwhile() {
    withTrainer(
        1,
        trainer -> {
          Runnable second =
              () ->
                  inAnotherThread(
                      () -> {
                        assertRefused(
                            "A trainer",
                            () -> trainer.train(SAMPLES, Optional.empty(), new TrainListener() {}));
                        assertRefused(
                            "A trainer", () -> trainer.step(SAMPLES, new int[] {0}, 0, 1, 1));
                      });
          TrainResult result =
              trainer.train(doing(second), Optional.empty(), new TrainListener() {});
          assertEquals(5, result.steps());
          assertTrue(Double.isFinite(trainer.step(SAMPLES, new int[] {0}, 0, 1, 1)));
        });
  }

  @Test
  void aStopEndsOneTrainingAndNotTheNext() {
    withTrainer(
        2,
        trainer -> {
          TrainListener stopper =
              new TrainListener() {
                @Override
                public void onStep(int epoch, int images, double loss) {
                  trainer.requestStop();
                }
              };
          TrainResult stopped = trainer.train(SAMPLES, Optional.empty(), stopper);
          assertTrue(stopped.stopped());
          assertEquals(1, stopped.steps());
          TrainResult next = trainer.train(SAMPLES, Optional.empty(), new TrainListener() {});
          assertFalse(next.stopped());
          assertEquals(11, next.steps());
        });
  }

  /** A request in the last step, or in the last epoch's report, is not carried over. */
  @Test
  void aStopThatComesWithTheLastStepIsSettled() {
    withTrainer(
        1,
        trainer -> {
          TrainListener stopper =
              new TrainListener() {
                @Override
                public void onEpoch(EpochResult result) {
                  trainer.requestStop();
                }
              };
          assertFalse(trainer.train(SAMPLES, Optional.empty(), stopper).stopped());
          assertEquals(
              10, trainer.train(SAMPLES, Optional.empty(), new TrainListener() {}).steps());
        });
  }

  @Test
  void aStopBeforeATrainingEndsThatOne() {
    withTrainer(
        1,
        trainer -> {
          trainer.requestStop();
          TrainResult result = trainer.train(SAMPLES, Optional.empty(), new TrainListener() {});
          assertTrue(result.stopped());
          assertEquals(List.of(), result.epochs());
          assertEquals(0, result.steps());
          assertFalse(trainer.train(SAMPLES, Optional.empty(), new TrainListener() {}).stopped());
        });
  }

  @Test
  void aTrainingThatFailedLeavesTheTrainerUsable() {
    withTrainer(
        1,
        trainer -> {
          Samples failing =
              doing(
                  () -> {
                    throw new IllegalStateException("the disk is gone");
                  });
          assertThrows(
              SampleException.class,
              () -> trainer.train(failing, Optional.empty(), new TrainListener() {}));
          assertFalse(trainer.train(SAMPLES, Optional.empty(), new TrainListener() {}).stopped());
        });
  }
}
