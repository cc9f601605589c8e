package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.model.Presets;
import org.junit.jupiter.api.Test;

class NetFlopsTest {

  @Test
  void mnistConvnet() {
    // conv 9 -> 32@26x26, conv 288 -> 64@11x11, dense 1600 -> 10
    long first = 9 * 32 * 26 * 26;
    long rest = 288 * 64 * 11 * 11 + 1600 * 10;
    NetFlops flops = NetFlops.of(Presets.mnistConvnet().network(1));
    assertEquals(2_440_960, first + rest);
    assertEquals(new NetFlops(2_440_960, 2_440_960, 2_246_272), flops);
    assertEquals(2 * (2 * 2_440_960 + 2_246_272), flops.flops());
  }

  @Test
  void lenet5() {
    // conv 25 -> 6@28x28, conv 150 -> 16@10x10, dense 400 -> 120 -> 84 -> 10
    assertEquals(new NetFlops(416_520, 416_520, 298_920), NetFlops.of(Presets.lenet5().network(1)));
  }

  @Test
  void groupsCountTheirOwnChannelsAndLayersBeforeTheFirstWantNothing() {
    Network network =
        Network.builder(new Shape(6, 5, 7))
            .add(new Relu())
            .add(Conv2d.of(9, 3).withGroups(3))
            .build(1);
    assertEquals(new NetFlops(2430, 2430, 0), NetFlops.of(network));
  }
}
