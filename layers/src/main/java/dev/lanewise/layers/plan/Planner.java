package dev.lanewise.layers.plan;

import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Layout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.MemoryNeeds;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes a {@link MemoryPlan}. Results of elementwise layers lie over their inputs where nobody
 * needs these any more, views share their input's place, and places whose values are no longer
 * needed are used again. A place with a halo is never shared with another tensor, since its halo
 * must stay zero.
 *
 * <p>Where lanes are channels, more views are free: a layer that reads its input through a table of
 * offsets, such as {@code Dense}, reads it in whatever order it lies. Only where another layer
 * follows a view are the values copied.
 */
final class Planner {

  /** Element 12 of a large array is usually the first at a cache line's start. */
  private static final int FIRST = 12;

  private final Network network;
  private final Wiring wiring;
  private final boolean training;
  private final LaneUse use;
  private final int layers;
  private final Arena arena = new Arena(FIRST);
  private final StringBuilder text = new StringBuilder();

  /** By value: the shape by which it lies in memory, which for a free view is that of its input. */
  private final List<Shape> lies = new ArrayList<>();

  Planner(Network network, Wiring wiring, boolean training, LaneUse use) {
    this.network = network;
    this.wiring = wiring;
    this.training = training;
    this.use = use;
    layers = network.nodes().size();
  }

  /**
   * Plans.
   *
   * @throws IllegalArgumentException if the values do not fit one array
   */
  MemoryPlan plan() {
    lies.add(network.input());
    for (Network.Node node : network.nodes()) {
      boolean keeps = isFree(node) || wiring.needs(node.index()).isElementwise();
      lies.add(keeps ? lies.get(node.from().getFirst()) : node.output());
    }
    List<Place> activations = activations();
    int[] states = states();
    List<Place> gradients = training ? gradients(activations) : activations;
    List<List<Place>> sides = new ArrayList<>();
    for (Network.Node node : network.nodes()) {
      sides.add(sides(node, gradients));
    }
    text.append(
        String.format(Locale.ROOT, "total %,d bytes %s", 4L * arena.size(), use.description()));
    return new MemoryPlan(activations, gradients, sides, states, arena.size(), text.toString());
  }

  private List<Place> activations() {
    Sharing sharing = new Sharing(layers + 1);
    for (int v = 0; v <= layers; v++) {
      sharing.live(v, v - 1, training || v == layers ? 2 * layers - v : v - 1);
      for (Wiring.Edge edge : wiring.readers(v)) {
        sharing.halo(v, wiring.needs(edge.node()).inputHalo());
        if (!training) {
          sharing.live(v, edge.node(), edge.node());
        }
      }
    }
    if (training && use == LaneUse.CHANNELS) {
      // One image's result may still be read when its step is over.
      sharing.live(layers, layers, 2 * layers);
    }
    for (int i = 0; i < layers; i++) {
      int input = wiring.overwritten(i);
      if (input >= 0) {
        sharing.join(network.nodes().get(i).from().get(input), i + 1);
      }
      // Written when the layer runs that does the work of those behind it.
      sharing.live(wiring.result(i), i, i);
    }
    for (Network.Node node : network.nodes()) {
      int value = node.from().getFirst();
      if (isFree(node)) {
        sharing.join(value, node.index() + 1);
      } else if (isDenseView(node) && wiring.readers(value).size() == 1) {
        sharing.joinDense(value, node.index() + 1);
      }
    }
    boolean planar = use == LaneUse.CHANNELS && readsPlanes(0, true);
    Place[] places = new Place[layers + 1];
    for (int v = 0; v <= layers; v++) {
      places[v] = place("x", v, sharing, planar && sharing.isShared(0, v));
    }
    return List.of(places);
  }

  private int[] states() {
    int[] states = new int[layers];
    for (Network.Node node : network.nodes()) {
      int i = node.index();
      int size = training ? use.state(wiring.needs(i)) : 0;
      if (size > 0) {
        states[i] = arena.take(size, i, 2 * layers - 1 - i, false);
        describe("state of " + node.name(), "", Halo.NONE, states[i], size);
      }
    }
    return states;
  }

  private List<Place> gradients(List<Place> activations) {
    Sharing sharing = new Sharing(layers + 1);
    sharing.live(layers, layers - 1, layers);
    for (int v = 0; v <= layers; v++) {
      sharing.live(v, 2 * layers - v, 2 * layers - v);
      for (Wiring.Edge edge : wiring.readers(v)) {
        int time = 2 * layers - 1 - edge.node();
        sharing.live(v, time, time);
      }
    }
    for (Network.Node node : network.nodes()) {
      int i = node.index();
      if (node.from().stream().anyMatch(wiring::learns)
          || wiring.needs(i).weightsReadGradientHalo()) {
        sharing.halo(i + 1, wiring.needs(i).gradientHalo());
      }
      for (int k = 0; k < node.from().size(); k++) {
        if (wiring.sharesGradient(i, k)) {
          sharing.join(node.from().get(k), i + 1);
        }
      }
      sharing.live(wiring.result(i), 2 * layers - 1 - i, 2 * layers - 1 - i);
    }
    for (Network.Node node : network.nodes()) {
      int value = node.from().getFirst();
      boolean carries =
          wiring.learns(value)
              && wiring.isFirst(new Wiring.Edge(node.index(), 0))
              && !wiring.isKept(node.index() + 1);
      if (carries && isFree(node)) {
        sharing.join(value, node.index() + 1);
      } else if (carries && isDenseView(node)) {
        sharing.joinDense(value, node.index() + 1);
      }
    }
    Place[] places = activations.toArray(Place[]::new);
    for (int i = 0; i <= layers; i++) {
      // Of one image the first gradients are large: placed first, they leave room for the others.
      int v = use == LaneUse.CHANNELS ? i : layers - i;
      if (v == layers || wiring.learns(v)) {
        places[v] = place("dx", v, sharing, false);
      }
    }
    return List.of(places);
  }

  /** Where a layer's gradients of its inputs go: to be added to others, if not the first. */
  private List<Place> sides(Network.Node node, List<Place> gradients) {
    List<Place> sides = new ArrayList<>();
    for (int k = 0; k < node.from().size(); k++) {
      int value = node.from().get(k);
      Place gradient = gradients.get(value);
      if (training && wiring.isAdded(new Wiring.Edge(node.index(), k))) {
        if (wiring.needs(node.index()).passesGradient()) {
          gradient = gradients.get(node.index() + 1);
        } else {
          int time = 2 * layers - 1 - node.index();
          Layout layout = use.layout(node.inputs().get(k), Halo.NONE, false);
          gradient = Place.of(layout, arena.take(layout.size(), time, time, false));
          describe(
              "to dx" + value, layout.shape().toString(), Halo.NONE, gradient.at(), layout.size());
        }
      }
      sides.add(gradient);
    }
    return sides;
  }

  /** Whether a layer is a view whose values lie as its input's do, if neither has a halo. */
  private boolean isDenseView(Network.Node node) {
    return use == LaneUse.IMAGES && wiring.needs(node.index()).isView();
  }

  /** Whether a layer is a view that all who read it can read where the values lie. */
  private boolean isFree(Network.Node node) {
    return use == LaneUse.CHANNELS
        && wiring.needs(node.index()).isView()
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

  private Shape shapeOf(int value) {
    return value == 0 ? network.input() : network.nodes().get(value - 1).output();
  }

  private Place place(String what, int value, Sharing sharing, boolean planar) {
    Halo halo = sharing.halo(value);
    Shape shape = use == LaneUse.CHANNELS ? lies.get(value) : shapeOf(value);
    Layout layout = use.layout(shape, halo, planar);
    boolean first = !sharing.isPlaced(value);
    int at = sharing.place(value, arena::take, layout.size());
    describe(
        what + value,
        shapeOf(value) + (first ? "" : " shared"),
        halo,
        at,
        first ? layout.size() : 0);
    return new Place(shapeOf(value), layout, at);
  }

  private void describe(String what, String shape, Halo halo, int at, int floats) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-20s %-22s %-14s at %,12d  %,12d bytes%n",
            what,
            shape,
            halo.isNone()
                ? ""
                : "halo %s,%s,%s,%s"
                    .formatted(halo.top(), halo.left(), halo.bottom(), halo.right()),
            4L * at,
            4L * floats));
  }
}
