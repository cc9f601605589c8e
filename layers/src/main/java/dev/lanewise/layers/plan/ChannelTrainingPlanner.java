package dev.lanewise.layers.plan;

import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.MemoryNeeds;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Place;
import java.util.ArrayList;
import java.util.List;

/** Plans the training of a network whose layers follow one another, for one image. */
final class ChannelTrainingPlanner {

  /** Values that share a place: their layout, and when they are needed. */
  private static final class Memory {
    final Shape shape;
    final boolean planar;
    Halo halo = Halo.NONE;
    int from;
    int to;

    Memory(Shape shape, boolean planar, int from, int to) {
      this.shape = shape;
      this.planar = planar;
      this.from = from;
      this.to = to;
    }

    void use(int time, Halo around) {
      from = Math.min(from, time);
      to = Math.max(to, time);
      halo = halo.union(around);
    }
  }

  private final Network network;
  private final Wiring wiring;
  private final int layers;
  private final List<Place> activations = new ArrayList<>();
  private final List<Place> gradients = new ArrayList<>();
  private final int[] states;
  private final ChannelMemory memory = new ChannelMemory();

  ChannelTrainingPlanner(Network network, Wiring wiring) {
    this.network = network;
    this.wiring = wiring;
    layers = network.nodes().size();
    states = new int[layers];
  }

  /** Plans the memory of one image. */
  ChannelPlan plan() {
    List<Memory> memories = planActivations();
    planStates();
    planGradients(memories);
    return new ChannelPlan(activations, gradients, states, memory.size(), memory.description());
  }

  private MemoryNeeds needs(int i) {
    return wiring.needs(i);
  }

  private boolean readsAnyOrder(int i) {
    return needs(i).order() == MemoryNeeds.Order.ANY;
  }

  private Shape shapeOf(int i) {
    return i < layers ? network.nodes().get(i).input() : network.output();
  }

  /** Whether all that reads tensor {@code i}, or a view of it, does so through offsets. */
  private boolean readInAnyOrder(int i) {
    for (int j = i; j < layers; j++) {
      if (needs(j).isSeparate()) {
        return readsAnyOrder(j);
      }
    }
    return true;
  }

  /** Whether the network's input is best planar: its first reader goes through offsets. */
  private boolean inputIsPlanar() {
    int first = 0;
    while (first < layers && needs(first).isView()) {
      first++;
    }
    return first < layers
        && needs(first).isSeparate()
        && (readsAnyOrder(first) || first == 0 && needs(0).order() == MemoryNeeds.Order.PLANES);
  }

  private List<Memory> planActivations() {
    List<Memory> memories = new ArrayList<>();
    memories.add(new Memory(shapeOf(0), inputIsPlanar(), -1, 0));
    for (int i = 0; i < layers; i++) {
      MemoryNeeds needs = needs(i);
      Memory x = memories.get(i);
      boolean view = needs.isView() && readInAnyOrder(i + 1);
      boolean elementwise = needs.isElementwise();
      boolean inPlace = elementwise && i > 0 && !outputIsRead(i - 1) && !needs.readsInput();
      Memory y;
      if (view || inPlace) {
        y = x;
      } else {
        y = new Memory(elementwise ? x.shape : shapeOf(i + 1), false, i, i);
      }
      x.use(i, needs.inputHalo());
      y.use(i, Halo.NONE);
      x.use(2 * layers - i, Halo.NONE);
      y.use(2 * layers - 1 - i, Halo.NONE);
      memories.add(y);
    }
    memories.get(layers).use(2 * layers, Halo.NONE);
    place("x", memories, activations);
    return memories;
  }

  /** Whether the backward pass of layer {@code i}, or of one whose place it shares, reads it. */
  private boolean outputIsRead(int i) {
    boolean through = !needs(i).isSeparate();
    return needs(i).readsOutput() || through && i > 0 && outputIsRead(i - 1);
  }

  private void planStates() {
    for (int i = 0; i < layers; i++) {
      int size = needs(i).channelState();
      if (size > 0) {
        states[i] = memory.take(size, i, 2 * layers - 1 - i, false);
        memory.describe(
            "state of " + network.nodes().get(i).name(), "", Halo.NONE, states[i], size);
      }
    }
  }

  /** The gradient of a tensor has its tensor's shape in memory; a view's is its input's. */
  private void planGradients(List<Memory> activationMemories) {
    List<Memory> memories = new ArrayList<>();
    for (int i = 0; i <= layers; i++) {
      boolean needed = i == layers || wiring.learns(i);
      Memory like = activationMemories.get(i);
      boolean shared = false;
      if (needed && i > 0 && wiring.learns(i - 1)) {
        boolean view =
            needs(i - 1).isView()
                && activationMemories.get(i - 1) == like;
        shared = view || needs(i - 1).isElementwise();
      }
      if (!needed) {
        memories.add(like);
        continue;
      }
      Memory place =
          shared
              ? memories.get(i - 1)
              : new Memory(like.shape, false, 2 * layers - 1 - i, 2 * layers - i);
      place.use(2 * layers - 1 - i, Halo.NONE);
      place.use(2 * layers - i, Halo.NONE);
      if (i > 0 && wiring.learns(i - 1)) {
        place.use(2 * layers - i, needs(i - 1).gradientHalo());
      }
      memories.add(place);
    }
    int first = 0;
    while (first < layers && !wiring.learns(first)) {
      gradients.add(activations.get(first++));
    }
    place("dx", memories, gradients);
  }

  /** Gives places to the tensors that {@code places} has none of yet. */
  private void place(String what, List<Memory> memories, List<Place> places) {
    int known = places.size();
    for (int i = known; i <= layers; i++) {
      Memory shared = memories.get(i);
      String name = what + i;
      Place place = null;
      for (int j = known; j < i && place == null; j++) {
        if (memories.get(j) == shared) {
          Place other = places.get(j);
          place = new Place(shapeOf(i), other.channels(), other.at());
          memory.describeShared(name, shapeOf(i), place);
        }
      }
      if (place == null) {
        ChannelLayout layout = new ChannelLayout(shared.shape, shared.halo, shared.planar);
        int at = memory.take(layout.size(), shared.from, shared.to, !shared.halo.isNone());
        place = new Place(shapeOf(i), layout, at);
        memory.describe(name, shapeOf(i).toString(), shared.halo, at, layout.size());
      }
      places.add(place);
    }
  }
}
