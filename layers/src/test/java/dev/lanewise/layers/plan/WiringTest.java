package dev.lanewise.layers.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.layers.Epilogue;
import dev.lanewise.layers.GraphTest;
import dev.lanewise.layers.Network;
import org.junit.jupiter.api.Test;

class WiringTest {

  @Test
  void neighboursDoTheWorkOfSumsAndClamps() {
    Wiring wiring = new Wiring(GraphTest.block(), true);
    assertTrue(wiring.isAbsorbed(4), "ReLU behind the first normalisation");
    assertTrue(wiring.isAbsorbed(7), "the sum");
    assertTrue(wiring.isAbsorbed(8), "ReLU behind the sum");
    assertEquals(new Epilogue(true, 0f, Float.POSITIVE_INFINITY), wiring.epilogue(6));
    assertEquals(9, wiring.result(6));
    assertEquals(2, wiring.added(6));
  }

  @Test
  void gradientsOfASumShareItsPlace() {
    Network network = GraphTest.block();
    MemoryPlan plan = MemoryPlan.of(network, true);
    assertEquals(plan.gradient(8).at(), plan.gradient(2).at(), "of the shortcut");
    assertEquals(plan.gradient(8).at(), plan.gradient(7).at(), "of the branch");
    assertTrue(plan.gradient(6).at() != plan.gradient(7).at(), "which must be kept");
  }
}
