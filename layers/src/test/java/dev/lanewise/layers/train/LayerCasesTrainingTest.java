package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.cases.CaseNetworks;
import dev.lanewise.layers.cases.LayerCase;
import dev.lanewise.layers.cases.LayerCases;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training with every layer type: neither workers nor widths change a bit. */
class LayerCasesTrainingTest {

  static List<LayerCase<?>> cases() {
    return LayerCases.all();
  }

  private static Network network(LayerCase<?> kind, int batch) {
    Random random = new Random(batch);
    return batch == 1 && !kind.isInLaneGroupsOnly()
        ? CaseNetworks.withOneImageForm(kind, random)
        : CaseNetworks.around(kind, random);
  }

  private static float[] train(Network network, int batch, int workers, Simd simd) {
    ArraySamples samples = ArraySamples.random(new Random(7), network.input(), 3, 3 * batch);
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      new Trainer(
              network,
              new SoftmaxCrossEntropy(),
              Sgd.of(0.05),
              new TrainOptions(2, batch, 5, true, 0),
              executor,
              simd)
          .train(samples, Optional.empty(), new TrainListener() {});
    }
    return network.parameters().values().clone();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void neitherWorkersNorWidthsMatter(LayerCase<?> kind) {
    boolean mixes = kind.is(LayerCase.Trait.BATCH);
    int[] batches = mixes ? new int[] {5, 49} : new int[] {1, 5, 49};
    for (int batch : batches) {
      float[] expected = train(network(kind, batch), batch, 1, Widths.SCALAR);
      float[] start = network(kind, batch).parameters().values();
      assertFalse(Arrays.equals(start, expected), "something is learned");
      for (Simd simd : Widths.ALL) {
        for (int workers : new int[] {1, 3}) {
          float[] got = train(network(kind, batch), batch, workers, simd);
          Bits.assertSame(expected, got, simd.width() + ", " + workers + " workers");
        }
      }
    }
  }
}
