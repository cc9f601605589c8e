package dev.lanewise.bench.compare;

import dev.lanewise.bench.ConvPass;
import dev.lanewise.bench.GemmShape;
import dev.lanewise.bench.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a whole run measures, in order. */
public final class Plan {

  /** The convolutions of the targets, by name. */
  public static final List<String> CONVOLUTIONS =
      List.of("64-64:32x32:k3s1p1:b128", "128-128:16x16:k3s1p1:b128", "256-256:8x8:k3s1p1:b128");

  /** Convolutions of each channel by itself, which have no target, by name. */
  private static final List<String> DEPTHWISE =
      List.of(
          "96-96:32x32:k3s1p1g96:b128",
          "192-192:16x16:k3s1p1g192:b128",
          "960-960:4x4:k3s1p1g960:b128");

  /** The networks whose predictions are measured. */
  static final List<Net> PREDICTED = List.of(Net.T2, Net.T3, Net.T4, Net.T4BN, Net.T5, Net.MNV2);

  private Plan() {}

  /**
   * A workload and what it is measured with.
   *
   * @param workload what
   * @param threads on how many threads
   * @param rivals whether rivals are measured too
   */
  public record Item(Workload workload, List<Integer> threads, boolean rivals) {

    /** Copies the list. */
    public Item {
      threads = List.copyOf(threads);
    }
  }

  /** All workloads. */
  public static List<Item> all() {
    List<Integer> one = List.of(1);
    List<Integer> both = List.of(1, 2);
    List<Item> items = new ArrayList<>();
    items.add(new Item(new Workload.Train(Net.T1, 1), both, true));
    items.add(new Item(new Workload.Train(Net.T1, 64), both, true));
    items.add(new Item(new Workload.Train(Net.T2, 128), both, true));
    items.add(new Item(new Workload.Train(Net.T3, 64), both, true));
    items.add(new Item(new Workload.Train(Net.T3, 128), both, false));
    for (Net net : List.of(Net.T4, Net.T4BN, Net.T5)) {
      items.add(new Item(new Workload.Train(net, 128), both, true));
    }
    // Each of the rivals' processes takes 3 GB: those of both numbers of threads side by side would
    // not fit 24 GB.
    items.add(new Item(new Workload.Train(Net.MNV2, 128), one, true));
    items.add(new Item(new Workload.Train(Net.MNV2, 128), List.of(2), true));
    for (Net net : PREDICTED) {
      items.add(new Item(new Workload.Predict(net, 128), both, true));
      items.add(new Item(new Workload.Predict(net, 1), one, true));
    }
    for (GemmShape shape : Shapes.gemm()) {
      items.add(new Item(new Workload.Product(shape), one, true));
    }
    for (String name : Stream.concat(CONVOLUTIONS.stream(), DEPTHWISE.stream()).toList()) {
      for (ConvPass pass : ConvPass.values()) {
        items.add(new Item(new Workload.Convolve(Shapes.convolution(name), pass), both, true));
      }
    }
    return items;
  }
}
