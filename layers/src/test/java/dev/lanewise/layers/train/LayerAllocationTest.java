package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.testkit.OwnJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps and predictions of every layer allocate nothing, in lane groups and image by image. */
class LayerAllocationTest {

  @Test
  void stepsAllocateNothing() {
    assertEquals(
        List.of(
            "every-layer 1 0",
            "every-one-image-layer 1 0",
            "every-layer 2 0",
            "every-one-image-layer 2 0"),
        OwnJvm.report(LayerAllocationProbe.class, "steps"));
  }

  @Test
  void predictionsAllocateNothing() {
    assertEquals(
        List.of("predict 1 0", "predict 1 0", "predict 2 0", "predict 2 0"),
        OwnJvm.report(LayerAllocationProbe.class, "predict"));
  }
}
