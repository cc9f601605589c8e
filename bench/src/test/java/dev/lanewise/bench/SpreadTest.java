package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void medianOfOddAndEvenCounts() {
    assertEquals(new Spread(2, 1, 9), Spread.of(9, 1, 2));
    assertEquals(new Spread(3, 1, 9), Spread.of(4, 9, 1, 2));
    assertEquals(new Spread(5, 5, 5), Spread.of(5));
  }

  @Test
  void theLongestRoundIsTheLowestRate() {
    assertEquals(new Spread(4, 2, 8), new Spread(0.25, 0.125, 0.5).rates(1));
  }

  @Test
  void noValuesAreRefused() {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, Spread::of);
    assertEquals("A spread needs at least 1 value. Received: none", e.getMessage());
  }

  @Test
  void anEffortIsChecked() {
    assertEquals(
        "The time to measure must be above 0 and at most 3600 seconds. Received: 0.0",
        assertThrows(IllegalArgumentException.class, () -> new Effort(1, 0, 1)).getMessage());
    assertEquals(
        "The time to warm up must be above 0 and at most 3600 seconds. Received: NaN",
        assertThrows(IllegalArgumentException.class, () -> Effort.of(Double.NaN)).getMessage());
    assertEquals(
        "The number of rounds must be at least 1. Received: 0",
        assertThrows(IllegalArgumentException.class, () -> new Effort(1, 1, 0)).getMessage());
  }
}
