package dev.lanewise.layers.train;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.math.DoubleMath;
import dev.lanewise.core.math.Range;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.schedule.ExponentialDecay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks for a learning rate: trains with a rate that rises exponentially until the loss explodes
 * (Smith, "Cyclical Learning Rates for Training Neural Networks", 2017). The loss is smoothed by an
 * exponential average without bias; the suggestion is where it falls most steeply over the rate's
 * logarithm.
 *
 * @param low the first rate, positive
 * @param high the last rate, above the first
 * @param steps steps from one to the other, at least 10
 */
public record RateFinder(double low, double high, int steps) {

  private static final double KEPT = 0.95;

  /** The search ends when the smoothed loss is so many times its least value. */
  private static final double EXPLODED = 4;

  private static final long SHUFFLE_STREAM = 5;

  /**
   * A step.
   *
   * @param rate its learning rate
   * @param loss its loss, before the step
   * @param smoothed the loss, smoothed over the steps until then
   */
  public record Point(double rate, double loss, double smoothed) {}

  /**
   * What was found.
   *
   * @param points the steps that were taken
   * @param suggestion a learning rate; not a number if the loss never fell
   */
  public record Result(List<Point> points, double suggestion) {}

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public RateFinder {
    Range.positive("first rate", low);
    Range.positive("last rate", high);
    Range.atLeast(10, "number of steps", steps);
    if (low >= high) {
      throw new IllegalArgumentException(
          "The first rate must be below the last. Received: %s and %s".formatted(low, high));
    }
  }

  /**
   * Searches. The network's parameters are changed and are of no use afterwards.
   *
   * @param options batch size, seed, groups, clipping; the schedule is not followed
   * @throws IllegalArgumentException as {@link Trainer}
   */
  public Result find(
      Network network,
      Loss loss,
      Optimizer optimizer,
      TrainOptions options,
      Samples samples,
      BatchExecutor executor,
      Simd simd) {
    Fit.check(network, loss, samples);
    double growth = DoubleMath.power(high / low, 1.0 / (steps - 1));
    UpdateOptions update =
        options
            .update()
            .withSchedule(new ExponentialDecay(growth), UpdateOptions.Per.STEP)
            .withoutPlateau();
    Trainer trainer =
        new Trainer(
            network,
            loss,
            optimizer.withLearningRate(low),
            options.withUpdate(update),
            executor,
            simd);
    int portion = Math.min(samples.size(), options.batch() * update.accumulation());
    int perEpoch = samples.size() / portion;
    int[] order = new int[samples.size()];
    List<Point> points = new ArrayList<>();
    double average = 0;
    double weight = 1;
    double least = Double.POSITIVE_INFINITY;
    double rate = low;
    for (int step = 0; step < steps; step++) {
      int epoch = step / perEpoch + 1;
      if (step % perEpoch == 0) {
        Arrays.setAll(order, i -> i);
        CounterRandom.shuffle(
            order, CounterRandom.key(CounterRandom.key(options.seed(), SHUFFLE_STREAM), epoch));
      }
      double value;
      try {
        value = trainer.step(samples, order, step % perEpoch * portion, portion, epoch);
      } catch (NonFiniteLossException _) {
        break;
      }
      if (Double.isNaN(value)) {
        // Nothing counted, so no step was taken.
        continue;
      }
      average = KEPT * average + (1 - KEPT) * value;
      weight *= KEPT;
      double smoothed = average / (1 - weight);
      points.add(new Point(rate, value, smoothed));
      least = Math.min(least, smoothed);
      if (smoothed > EXPLODED * least) {
        break;
      }
      rate *= growth;
    }
    return new Result(List.copyOf(points), steepest(points));
  }

  /** The rate in the middle of the steepest fall over a tenth of the steps. */
  private double steepest(List<Point> points) {
    int span = Math.max(1, steps / 10);
    double best = 0;
    double suggestion = Double.NaN;
    for (int i = 0; i + span < points.size(); i++) {
      double fall = points.get(i).smoothed() - points.get(i + span).smoothed();
      if (fall > best) {
        best = fall;
        suggestion = points.get(i + span / 2).rate();
      }
    }
    return suggestion;
  }
}
