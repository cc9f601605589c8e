package dev.lanewise.layers.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArenaTest {

  private record Tensor(int at, int size, int from, int to, boolean exclusive) {}

  @Test
  void placesAreUsedAgainOnceTheirTimeIsOver() {
    Arena arena = new Arena(12);
    assertEquals(12, arena.take(17, 0, 2, false));
    assertEquals(12 + 32, arena.take(16, 1, 3, false), "the first is alive, and rounded up to 32");
    assertEquals(12, arena.take(32, 3, 4, false), "the first is dead");
    assertEquals(12 + 48, arena.take(1, 2, 3, false));
    assertEquals(12 + 64, arena.size());
  }

  @Test
  void bothEndsOfATimeCount() {
    Arena arena = new Arena(0);
    assertEquals(0, arena.take(16, 3, 5, false));
    assertEquals(16, arena.take(16, 5, 9, false));
    assertEquals(32, arena.take(16, 0, 5, false));
    assertEquals(0, arena.take(16, 6, 6, false));
    assertEquals(16, arena.take(16, 4, 4, false));
  }

  @Test
  void anExclusivePlaceIsNeverUsedAgain() {
    Arena arena = new Arena(0);
    assertEquals(0, arena.take(16, 0, 0, true));
    assertEquals(16, arena.take(16, 5, 5, false));
    assertEquals(32, arena.take(16, 9, 9, true), "nor does it use another's");
    assertEquals(16, arena.take(16, 7, 7, false));
  }

  @Test
  void aHoleIsFilledIfItIsLargeEnough() {
    Arena arena = new Arena(0);
    assertEquals(0, arena.take(32, 0, 1, false));
    assertEquals(32, arena.take(16, 0, 9, false));
    assertEquals(48, arena.take(33, 2, 3, false), "33 do not fit 32");
    assertEquals(0, arena.take(32, 2, 3, false));
  }

  @Test
  void tooMuchIsRefused() {
    Arena arena = new Arena(12);
    arena.take(Integer.MAX_VALUE - 200, 0, 1, false);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> arena.take(160, 1, 2, false));
    assertEquals(
        "A network's activations for 16 images must fit one array of 2^31 floats. Received: more",
        e.getMessage());
  }

  @Test
  void tensorsThatLiveTogetherNeverOverlap() {
    Random random = new Random(4);
    for (int round = 0; round < 50; round++) {
      Arena arena = new Arena(12);
      List<Tensor> tensors = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int size = 1 + random.nextInt(100);
        int from = random.nextInt(30);
        int to = from + random.nextInt(10);
        boolean exclusive = random.nextInt(5) == 0;
        Tensor tensor =
            new Tensor(arena.take(size, from, to, exclusive), size, from, to, exclusive);
        assertTrue(tensor.at >= 12 && tensor.at + size <= arena.size());
        assertEquals(12, tensor.at % 16, "cache lines");
        for (Tensor other : tensors) {
          boolean apart = tensor.at + size <= other.at || other.at + other.size <= tensor.at;
          boolean together = tensor.from <= other.to && other.from <= tensor.to;
          assertTrue(apart || !together && !exclusive && !other.exclusive, tensor + " " + other);
        }
        tensors.add(tensor);
      }
    }
  }
}
