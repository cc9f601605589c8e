package dev.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.bench.ConvPass;
import dev.lanewise.bench.Shapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {

  @Test
  void everyPlannedWorkloadIsFoundByItsName() {
    for (Plan.Item item : Plan.all()) {
      assertEquals(item.workload(), Workload.named(item.workload().name()));
    }
  }

  @Test
  void amountsAreImagesOrGflop() {
    assertEquals(64, new Workload.Train(Net.T3, 64).amount());
    assertEquals(1, new Workload.Predict(Net.T4, 1).amount());
    Workload product = new Workload.Product(Shapes.gemm("256x256x256:nn"));
    assertEquals(2 * 256.0 * 256 * 256 / 1e9, product.amount());
    Workload pass =
        new Workload.Convolve(
            Shapes.convolution("64-64:32x32:k3s1p1:b128"), ConvPass.BACKWARD_DATA);
    assertEquals(2.0 * 128 * 64 * 1024 * 64 * 9 / 1e9, pass.amount());
    assertEquals("conv:64-64:32x32:k3s1p1:b128:backward-data", pass.name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "dance:T2; A workload must begin with train:, predict:, gemm: or conv:. Received: dance:T2",
        "train; A workload must begin with train:, predict:, gemm: or conv:. Received: train",
        "train:T2:b0; A batch must be a number from 1 to 999999. Received: 0",
        "predict:T2:bx; A batch must be a number from 1 to 999999. Received: x",
      })
  void anUnknownNameIsRefused(String name, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Workload.named(name));
    assertEquals(message, e.getMessage());
  }

  @Test
  void anUnknownNetworkOrPassIsRefusedWithWhatThereIs() {
    IllegalArgumentException net =
        assertThrows(IllegalArgumentException.class, () -> Workload.named("train:T9:b1"));
    assertEquals(
        "A network must be one of [T1, T2, T3, T4, T4BN, T5, MNV2], followed by :b and a batch."
            + " Received: T9:b1",
        net.getMessage());
    IllegalArgumentException pass =
        assertThrows(
            IllegalArgumentException.class,
            () -> Workload.named("conv:64-64:32x32:k3s1p1:b128:sideways"));
    assertEquals(
        "A pass must be one of [forward, backward-data, backward-weights]. Received: sideways",
        pass.getMessage());
  }
}
