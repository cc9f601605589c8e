package dev.lanewise.layers.plan;

import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.MemoryNeeds;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans the prediction of one image by any network: as {@link MemoryPlan} does it for lane groups,
 * and views besides.
 */
final class ChannelPredictionPlanner {

  private final Network network;
  private final Wiring wiring;
  private final int layers;
  private final ChannelMemory memory = new ChannelMemory();
  private final Sharing sharing;

  /** By value: the shape by which it lies in memory, which for a view is that of what it views. */
  private final List<Shape> lies = new ArrayList<>();

  ChannelPredictionPlanner(Network network, Wiring wiring) {
    this.network = network;
    this.wiring = wiring;
    layers = network.nodes().size();
    sharing = new Sharing(layers + 1);
  }

  /** Plans the memory of one image. */
  ChannelPlan plan() {
    for (int v = 0; v <= layers; v++) {
      sharing.live(v, v - 1, v == layers ? layers : v - 1);
      for (Wiring.Edge edge : wiring.readers(v)) {
        sharing.halo(v, wiring.needs(edge.node()).inputHalo());
        sharing.live(v, edge.node(), edge.node());
      }
    }
    lies.add(network.input());
    for (Network.Node node : network.nodes()) {
      share(node);
    }
    boolean planar = readsPlanes(0, true);
    List<Place> places = new ArrayList<>();
    for (int v = 0; v <= layers; v++) {
      boolean first = !sharing.isPlaced(v);
      ChannelLayout layout =
          new ChannelLayout(lies.get(v), sharing.halo(v), planar && sharing.isShared(0, v));
      int at = sharing.place(v, memory::take, layout.size());
      Place place = new Place(shapeOf(v), layout, at);
      places.add(place);
      if (first) {
        memory.describe("x" + v, shapeOf(v).toString(), layout.halo(), at, layout.size());
      } else {
        memory.describeShared("x" + v, shapeOf(v), place);
      }
    }
    return new ChannelPlan(places, places, new int[layers], memory.size(), memory.description());
  }

  private Shape shapeOf(int value) {
    return value == 0 ? network.input() : network.nodes().get(value - 1).output();
  }

  private void share(Network.Node node) {
    int i = node.index();
    int overwritten = wiring.overwritten(i);
    // Written when the layer runs that does the work of those behind it.
    sharing.live(wiring.result(i), i, i);
    if (overwritten >= 0) {
      sharing.join(node.from().get(overwritten), i + 1);
    } else if (isFree(node)) {
      sharing.join(node.from().getFirst(), i + 1);
    }
    boolean keeps = isFree(node) || wiring.needs(i).isElementwise();
    lies.add(keeps ? lies.get(node.from().getFirst()) : node.output());
  }

  /** Whether a layer is a view that all who read it can read where the values lie. */
  private boolean isFree(Network.Node node) {
    return wiring.needs(node.index()).isView()
        && wiring.readers(node.from().getFirst()).size() == 1
        && readInAnyOrder(node.index() + 1);
  }

  private boolean readsAnyOrder(Network.Node node) {
    return wiring.needs(node.index()).order() == MemoryNeeds.Order.ANY;
  }

  /** Whether all that read a value, or a view of it, do so in any order. */
  private boolean readInAnyOrder(int value) {
    return wiring.readers(value).stream()
        .map(edge -> network.nodes().get(edge.node()))
        .allMatch(
            node ->
                switch (wiring.needs(node.index()).placement()) {
                  case SEPARATE -> readsAnyOrder(node);
                  case ELEMENTWISE -> readsAnyOrder(node) && readInAnyOrder(node.index() + 1);
                  case VIEW -> readInAnyOrder(node.index() + 1);
                });
  }

  /** Whether all that read a value, or a view of it, could do so if it were planar. */
  private boolean readsPlanes(int value, boolean directly) {
    return wiring.readers(value).stream()
        .map(edge -> network.nodes().get(edge.node()))
        .allMatch(
            node ->
                switch (wiring.needs(node.index()).placement()) {
                  case SEPARATE ->
                      readsAnyOrder(node)
                          || directly
                              && wiring.needs(node.index()).order() == MemoryNeeds.Order.PLANES;
                  case ELEMENTWISE -> false;
                  case VIEW -> !isFree(node) || readsPlanes(node.index() + 1, false);
                });
  }
}
