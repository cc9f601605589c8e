package dev.lanewise.layers;

import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@link MemoryPlan} for one image whose lanes are channels. Views are free here: a layer that
 * reads its input through a table of offsets, such as {@link Dense}, reads it in whatever order it
 * lies. Only where another layer follows a view are the values copied.
 */
final class ChannelPlan {

  /** Element 12 of a large array is usually the first at a cache line's start. */
  private static final int FIRST = 12;

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
  private final boolean training;
  private final int layers;
  private final List<ChannelPlace> activations = new ArrayList<>();
  private final List<ChannelPlace> gradients = new ArrayList<>();
  private final int[] states;
  private final Arena arena = new Arena(FIRST);
  private final StringBuilder text = new StringBuilder();

  private ChannelPlan(Network network, boolean training) {
    this.network = network;
    this.training = training;
    layers = network.nodes().size();
    states = new int[layers];
  }

  /** Plans the memory of one image. */
  static ChannelPlan of(Network network, boolean training) {
    ChannelPlan plan = new ChannelPlan(network, training);
    List<Memory> memories = plan.planActivations();
    if (training) {
      plan.planStates();
      plan.planGradients(memories);
    } else {
      plan.gradients.addAll(plan.activations);
    }
    return plan;
  }

  private Layer layer(int i) {
    return network.nodes().get(i).layer();
  }

  private Shape shapeOf(int i) {
    return i < layers ? network.nodes().get(i).input() : network.output();
  }

  /** Whether all that reads tensor {@code i}, or a view of it, does so through offsets. */
  private boolean readInAnyOrder(int i) {
    for (int j = i; j < layers; j++) {
      if (layer(j).placement() == Layer.Placement.SEPARATE) {
        return layer(j).readsAnyOrder();
      }
    }
    return true;
  }

  /** Whether the network's input is best planar: its first reader goes through offsets. */
  private boolean inputIsPlanar() {
    int first = 0;
    while (first < layers && layer(first).placement() == Layer.Placement.VIEW) {
      first++;
    }
    return first < layers && (layer(first).readsAnyOrder() || first == 0 && layer(0).readsPlanes());
  }

  private List<Memory> planActivations() {
    List<Memory> memories = new ArrayList<>();
    memories.add(new Memory(shapeOf(0), inputIsPlanar(), -1, 0));
    for (int i = 0; i < layers; i++) {
      Layer layer = layer(i);
      Memory x = memories.get(i);
      boolean view = layer.placement() == Layer.Placement.VIEW && readInAnyOrder(i + 1);
      boolean elementwise = layer.placement() == Layer.Placement.ELEMENTWISE;
      boolean inPlace =
          elementwise && i > 0 && !(training && outputIsRead(i - 1)) && !layer.backwardReadsInput();
      Memory y;
      if (view || inPlace) {
        y = x;
      } else {
        y = new Memory(elementwise ? x.shape : shapeOf(i + 1), false, i, i);
      }
      x.use(i, layer.inputHalo(shapeOf(i)));
      y.use(i, Halo.NONE);
      if (training) {
        x.use(2 * layers - i, Halo.NONE);
        y.use(2 * layers - 1 - i, Halo.NONE);
      }
      memories.add(y);
    }
    memories.get(layers).use(2 * layers, Halo.NONE);
    place("x", memories, activations);
    return memories;
  }

  /** Whether the backward pass of layer {@code i}, or of one whose place it shares, reads it. */
  private boolean outputIsRead(int i) {
    boolean through = layer(i).placement() != Layer.Placement.SEPARATE;
    return layer(i).backwardReadsOutput() || through && i > 0 && outputIsRead(i - 1);
  }

  private void planStates() {
    for (int i = 0; i < layers; i++) {
      int size = layer(i).channelStateSize(shapeOf(i));
      if (size > 0) {
        states[i] = arena.take(size, i, 2 * layers - 1 - i, false);
        describe("state of " + network.nodes().get(i).name(), "", Halo.NONE, states[i], size);
      }
    }
  }

  /** The gradient of a tensor has its tensor's shape in memory; a view's is its input's. */
  private void planGradients(List<Memory> activationMemories) {
    List<Memory> memories = new ArrayList<>();
    for (int i = 0; i <= layers; i++) {
      boolean needed = i == layers || Wiring.learns(network, i);
      Memory like = activationMemories.get(i);
      boolean shared = false;
      if (needed && i > 0 && Wiring.learns(network, i - 1)) {
        boolean view =
            layer(i - 1).placement() == Layer.Placement.VIEW
                && activationMemories.get(i - 1) == like;
        shared = view || layer(i - 1).placement() == Layer.Placement.ELEMENTWISE;
      }
      if (!needed) {
        memories.add(like);
        continue;
      }
      Memory memory =
          shared
              ? memories.get(i - 1)
              : new Memory(like.shape, false, 2 * layers - 1 - i, 2 * layers - i);
      memory.use(2 * layers - 1 - i, Halo.NONE);
      memory.use(2 * layers - i, Halo.NONE);
      if (i > 0 && Wiring.learns(network, i - 1)) {
        memory.use(2 * layers - i, layer(i - 1).gradientHalo(shapeOf(i - 1)));
      }
      memories.add(memory);
    }
    int first = 0;
    while (first < layers && !Wiring.learns(network, first)) {
      gradients.add(activations.get(first++));
    }
    place("dx", memories, gradients);
  }

  /** Gives places to the tensors that {@code places} has none of yet. */
  private void place(String what, List<Memory> memories, List<ChannelPlace> places) {
    int known = places.size();
    for (int i = known; i <= layers; i++) {
      Memory memory = memories.get(i);
      String name = what + i;
      ChannelPlace place = null;
      for (int j = known; j < i && place == null; j++) {
        if (memories.get(j) == memory) {
          ChannelPlace other = places.get(j);
          place = new ChannelPlace(shapeOf(i), other.layout(), other.at());
          describe(name, shapeOf(i) + " shared", memory.halo, place.at(), 0);
        }
      }
      if (place == null) {
        ChannelLayout layout = new ChannelLayout(memory.shape, memory.halo, memory.planar);
        int at = arena.take(layout.size(), memory.from, memory.to, !memory.halo.isNone());
        place = new ChannelPlace(shapeOf(i), layout, at);
        describe(name, shapeOf(i).toString(), memory.halo, at, layout.size());
      }
      places.add(place);
    }
  }

  private void describe(String what, String shape, Halo halo, int at, int floats) {
    String border =
        halo.isNone()
            ? ""
            : "halo %d,%d,%d,%d".formatted(halo.top(), halo.left(), halo.bottom(), halo.right());
    text.append(
        String.format(
            Locale.ROOT,
            "%-20s %-22s %-14s at %,12d  %,12d bytes%n",
            what,
            shape,
            border,
            4L * at,
            4L * floats));
  }

  /** Place of layer {@code i}'s input; {@code i} = number of layers is the network's output. */
  ChannelPlace activation(int i) {
    return activations.get(i);
  }

  /** Place of the gradient of {@link #activation}. */
  ChannelPlace gradient(int i) {
    return gradients.get(i);
  }

  /** Where layer {@code i}'s state starts. */
  int state(int i) {
    return states[i];
  }

  /** Floats of the whole plan. */
  int size() {
    return arena.size();
  }

  /** A line a tensor, then the total, as {@link MemoryPlan#toString}. */
  @Override
  public String toString() {
    return text
        + String.format(
            Locale.ROOT, "total %,d bytes an image, lanes being channels", 4L * arena.size());
  }
}
