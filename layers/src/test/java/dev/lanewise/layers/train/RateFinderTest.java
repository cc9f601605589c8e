package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.MeanSquaredError;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Widths;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateFinderTest {

  private static RateFinder.Result find(RateFinder finder) {
    Network network = Network.builder(Shape.flat(6)).add(Dense.of(3)).build(1);
    ArraySamples samples = ArraySamples.random(new Random(2), Shape.flat(6), 3, 50);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      return finder.find(
          network,
          new MeanSquaredError(MeanSquaredError.Form.HALF_SUM),
          Sgd.of(0.1),
          new TrainOptions(1, 16, 1, true, 0),
          samples,
          executor,
          Widths.SCALAR);
    }
  }

  @Test
  void theSearchEndsWhenTheLossExplodes() {
    RateFinder.Result result = find(new RateFinder(1e-4, 1e4, 120));
    List<RateFinder.Point> points = result.points();
    assertTrue(points.size() > 20 && points.size() < 120, "steps: " + points.size());
    assertEquals(1e-4, points.getFirst().rate());
    for (int i = 1; i < points.size(); i++) {
      assertEquals(Math.pow(1e8, 1 / 119.0), points.get(i).rate() / points.get(i - 1).rate(), 1e-9);
    }
    double last = points.getLast().rate();
    assertTrue(result.suggestion() > 1e-4 && result.suggestion() < last, "" + result.suggestion());
    // The smoothed loss is an average of the losses so far.
    assertEquals(points.getFirst().loss(), points.getFirst().smoothed(), 1e-12);
  }

  @Test
  void nothingFallsAtTinyRates() {
    RateFinder.Result result = find(new RateFinder(1e-4, 2e-4, 10));
    assertEquals(10, result.points().size());
  }

  @Test
  void optionsOutOfRange() {
    assertEquals(
        "The first rate must be below the last. Received: 1.0 and 1.0",
        assertThrows(IllegalArgumentException.class, () -> new RateFinder(1, 1, 10)).getMessage());
    assertEquals(
        "The number of steps must be at least 10. Received: 9",
        assertThrows(IllegalArgumentException.class, () -> new RateFinder(1, 2, 9)).getMessage());
  }
}
