package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyTest {

  @Test
  void ninetyFiveOfAHundredCallsStayWithin() {
    double[] seconds = IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray();
    assertEquals(new Latency(50.5, 95, 1, 100, 8), Latency.of(seconds, 8));
    assertEquals(new Latency(3, 3, 3, 1, 0), Latency.of(new double[] {3}, 0));
    assertEquals(new Latency(2, 3, 1, 3, 0), Latency.of(new double[] {3, 1, 2}, 0));
  }

  @Test
  void slowTasksAreCalledAsOftenAsThereAreRounds() {
    int[] calls = new int[1];
    Latency latency = Latency.of(() -> calls[0]++, new Effort(1e-9, 1e-9, 5));
    assertEquals(5, latency.calls());
    assertTrue(calls[0] > 5, "warm-up: " + calls[0]);
    assertTrue(0 <= latency.min() && latency.min() <= latency.median());
    assertTrue(latency.median() <= latency.p95());
  }
}
