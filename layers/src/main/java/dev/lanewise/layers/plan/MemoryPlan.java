package dev.lanewise.layers.plan;

import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the values of one lane group lie while it passes through a network: the input and each
 * layer's result, their gradients, and what layers keep. Made once; a pass allocates nothing.
 *
 * <p>Results of elementwise layers lie over their inputs where nobody needs these any more, views
 * share their input's place, and places whose values are no longer needed are used again. A place
 * with a halo is never shared with another tensor, since its halo must stay zero.
 */
public final class MemoryPlan {

  /** Element 12 of a large array is usually the first at a cache line's start. */
  private static final int FIRST = 12;

  private final List<Place> activations;
  private final List<Place> gradients;
  private final List<List<Place>> sides;
  private final int[] states;
  private final int size;
  private final String description;

  private MemoryPlan(
      List<Place> activations,
      List<Place> gradients,
      List<List<Place>> sides,
      int[] states,
      int size,
      String description) {
    this.activations = activations;
    this.gradients = gradients;
    this.sides = sides;
    this.states = states;
    this.size = size;
    this.description = description;
  }

  /** Plans the memory of one lane group. */
  public static MemoryPlan of(Network network, boolean training) {
    return of(network, new Wiring(network, training), training);
  }

  /** Plans the memory of one lane group of a network whose wiring is known. */
  static MemoryPlan of(Network network, Wiring wiring, boolean training) {
    return new Planner(network, wiring, training).plan();
  }

  /** Place of a value: 0 is the network's input, {@code i + 1} the result of layer {@code i}. */
  public Place activation(int value) {
    return activations.get(value);
  }

  /** Place of a value's gradient. */
  public Place gradient(int value) {
    return gradients.get(value);
  }

  /** Where layer {@code i} writes the gradient of one of its inputs. */
  Place inputGradient(int i, int input) {
    return sides.get(i).get(input);
  }

  /** Where layer {@code i}'s state starts. */
  int state(int i) {
    return states[i];
  }

  /** Floats of the whole plan. */
  public int size() {
    return size;
  }

  /** A line a tensor: what it is, its shape, halo, place and bytes; then the total. */
  @Override
  public String toString() {
    return description;
  }

  private static final class Planner {

    private final Network network;
    private final Wiring wiring;
    private final boolean training;
    private final int layers;
    private final Arena arena = new Arena(FIRST);
    private final StringBuilder text = new StringBuilder();

    Planner(Network network, Wiring wiring, boolean training) {
      this.network = network;
      this.wiring = wiring;
      this.training = training;
      layers = network.nodes().size();
    }

    MemoryPlan plan() {
      List<Place> activations = activations();
      int[] states = new int[layers];
      for (Network.Node node : network.nodes()) {
        int i = node.index();
        int stateSize = training ? wiring.needs(i).state() : 0;
        if (stateSize > 0) {
          states[i] = arena.take(stateSize, i, 2 * layers - 1 - i, false);
          describe("state of " + node.name(), "", Halo.NONE, states[i], stateSize);
        }
      }
      List<Place> gradients = training ? gradients(activations) : activations;
      List<List<Place>> sides = new ArrayList<>();
      for (Network.Node node : network.nodes()) {
        sides.add(sides(node, gradients));
      }
      text.append(
          String.format(
              Locale.ROOT, "total %,d bytes a lane group of 16 images", 4L * arena.size()));
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
        if (wiring.needs(node.index()).isView() && wiring.readers(value).size() == 1) {
          sharing.joinDense(value, node.index() + 1);
        }
      }
      Place[] places = new Place[layers + 1];
      for (int v = 0; v <= layers; v++) {
        places[v] = place("x", v, sharing);
      }
      return List.of(places);
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
        if (wiring.needs(node.index()).isView()
            && wiring.learns(value)
            && wiring.isFirst(new Wiring.Edge(node.index(), 0))
            && !wiring.isKept(node.index() + 1)) {
          sharing.joinDense(value, node.index() + 1);
        }
      }
      Place[] places = activations.toArray(Place[]::new);
      for (int v = layers; v >= 0; v--) {
        if (v == layers || wiring.learns(v)) {
          places[v] = place("dx", v, sharing);
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
            LaneLayout layout = LaneLayout.dense(node.inputs().get(k));
            gradient = Place.of(layout, arena.take(layout.size(), time, time, false));
            describe(
                "to dx" + value,
                layout.shape().toString(),
                Halo.NONE,
                gradient.at(),
                layout.size());
          }
        }
        sides.add(gradient);
      }
      return sides;
    }

    private Shape shapeOf(int value) {
      return value == 0 ? network.input() : network.nodes().get(value - 1).output();
    }

    private Place place(String what, int value, Sharing sharing) {
      Halo halo = sharing.halo(value);
      LaneLayout layout = new LaneLayout(shapeOf(value), halo);
      boolean first = !sharing.isPlaced(value);
      int at = sharing.place(value, arena::take, layout.size());
      describe(
          what + value,
          shapeOf(value) + (first ? "" : " shared"),
          halo,
          at,
          first ? layout.size() : 0);
      return Place.of(layout, at);
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
}
