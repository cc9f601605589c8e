package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.testkit.OwnJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A training step allocates nothing, in any thread. A kernel that C2 could not keep in registers
 * boxes its vectors, and is found here, too.
 */
class StepAllocationTest {

  @Test
  void stepsAllocateNothing() {
    assertEquals(
        List.of(
            "lenet5 1 0",
            "lenet5 1 0",
            "scratch-max 1 0",
            "scratch-dense 1 0",
            "mnist-convnet 1 0",
            "resnet8 1 0",
            "predict 1 0",
            "predict 1 0",
            "lenet5 2 0",
            "lenet5 2 0",
            "scratch-max 2 0",
            "scratch-dense 2 0",
            "mnist-convnet 2 0",
            "resnet8 2 0",
            "predict 2 0",
            "predict 2 0"),
        OwnJvm.report(StepAllocationProbe.class));
  }
}
