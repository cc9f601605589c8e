package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training with activations and noise: neither workers nor widths change a bit. */
class CurveTrainingTest {

  private static float[] train(ArraySamples samples, int batch, int workers, Simd simd) {
    Network network = CurveNetwork.spec().network(11);
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      new Trainer(
              network,
              CurveNetwork.spec().loss(),
              Adam.of(0.01),
              new TrainOptions(2, batch, 3, true, 0),
              executor,
              simd)
          .train(samples, Optional.empty(), new TrainListener() {});
    }
    return network.parameters().values().clone();
  }

  /** The bits themselves, too, for other machines and later changes. */
  @ParameterizedTest
  @CsvSource({"1, 5, -1760662384", "17, 46, -1296545009", "300, 320, 180135377"})
  void trainingHasTheSameBits(int batch, int images, int hash) {
    ArraySamples samples = ArraySamples.random(new Random(batch), CurveNetwork.INPUT, 4, images);
    float[] expected = train(samples, batch, 1, Widths.SCALAR);
    float[] start = CurveNetwork.spec().network(11).parameters().values();
    assertFalse(Arrays.equals(start, expected), "something is learned");
    for (Simd simd : Widths.ALL) {
      for (int workers : new int[] {1, 3}) {
        float[] got = train(samples, batch, workers, simd);
        Bits.assertSame(expected, got, simd.width() + ", " + workers + " workers");
      }
    }
    assertEquals(hash, Arrays.hashCode(expected));
  }
}
