package dev.lanewise.layers;

import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the values of one lane group lie while it passes through a network: each layer's input and
 * output, their gradients, and what layers keep. Made once; a pass allocates nothing.
 *
 * <p>A ReLU before a layer that can do its work too is absorbed: its result's place holds its
 * input.
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
  private final int[] states;
  private final int size;
  private final String description;

  private MemoryPlan(
      List<Place> activations, List<Place> gradients, int[] states, int size, String description) {
    this.activations = activations;
    this.gradients = gradients;
    this.states = states;
    this.size = size;
    this.description = description;
  }

  /** Plans the memory of one lane group. */
  static MemoryPlan of(Network network, boolean training) {
    return new Planner(network, training).plan();
  }

  /** Place of layer {@code i}'s input; {@code i} = number of layers is the network's output. */
  Place activation(int i) {
    return activations.get(i);
  }

  /** Place of the gradient of {@link #activation}. */
  Place gradient(int i) {
    return gradients.get(i);
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

  /** Whether layer {@code i} has to pass a gradient on: whether any layer before it learns. */
  static boolean wantsInputGradient(Network network, int i) {
    return network.nodes().subList(0, i).stream()
        .anyMatch(node -> !node.layer().parameters(node.input()).isEmpty());
  }

  /**
   * Whether layer {@code i} is a ReLU whose work the next layer does. The layer before it must not
   * read its own result in the backward pass, so that the two share a place.
   */
  static boolean isAbsorbed(Network network, int i) {
    List<Network.Node> nodes = network.nodes();
    return i > 0
        && i + 1 < nodes.size()
        && nodes.get(i).layer() instanceof Relu
        && nodes.get(i + 1).layer().absorbsRelu()
        && !outputIsRead(network, i - 1);
  }

  /** Whether the backward pass of layer {@code i}, or of one whose place it shares, reads it. */
  private static boolean outputIsRead(Network network, int i) {
    Layer layer = network.nodes().get(i).layer();
    boolean through = layer.placement() != Layer.Placement.SEPARATE;
    return layer.backwardReadsOutput() || through && i > 0 && outputIsRead(network, i - 1);
  }

  private static final class Planner {

    private final Network network;
    private final boolean training;
    private final int layers;
    private final boolean[] sharesActivation;
    private final boolean[] sharesGradient;
    private final Halo[] activationHalo;
    private final Halo[] gradientHalo;
    private final Arena arena = new Arena(FIRST);
    private final StringBuilder text = new StringBuilder();

    Planner(Network network, boolean training) {
      this.network = network;
      this.training = training;
      layers = network.nodes().size();
      sharesActivation = new boolean[layers];
      sharesGradient = new boolean[layers];
      activationHalo = new Halo[layers + 1];
      gradientHalo = new Halo[layers + 1];
    }

    MemoryPlan plan() {
      chooseActivations();
      chooseGradients();
      List<Place> activations = new ArrayList<>();
      for (int i = 0; i <= layers; i++) {
        boolean shares = i > 0 && sharesActivation[i - 1];
        activations.add(
            place(
                "x" + i,
                shapeOf(i),
                activationHalo[i],
                shares ? activations.get(i - 1) : null,
                i - 1,
                training ? 2 * layers - i : lastUse(i)));
      }
      int[] states = new int[layers];
      List<Place> gradients = new ArrayList<>();
      for (int i = 0; i < layers; i++) {
        Network.Node node = network.nodes().get(i);
        int stateSize = training ? node.layer().stateSize(node.input()) : 0;
        if (stateSize > 0) {
          states[i] = arena.take(stateSize, i, 2 * layers - 1 - i, false);
          describe("state of " + node.name(), "", Halo.NONE, states[i], stateSize);
        }
      }
      for (int i = 0; i <= layers; i++) {
        gradients.add(activations.get(i));
      }
      if (training) {
        for (int i = layers; i >= 0 && (i == layers || wantsInputGradient(network, i)); i--) {
          boolean shares = i < layers && sharesGradient[i];
          gradients.set(
              i,
              place(
                  "dx" + i,
                  shapeOf(i),
                  gradientHalo[i],
                  shares ? gradients.get(i + 1) : null,
                  2 * layers - 1 - i,
                  gradientLastUse(i)));
        }
      }
      text.append(
          String.format(
              Locale.ROOT, "total %,d bytes a lane group of 16 images", 4L * arena.size()));
      return new MemoryPlan(activations, gradients, states, arena.size(), text.toString());
    }

    private Shape shapeOf(int i) {
      return i < layers ? network.nodes().get(i).input() : network.output();
    }

    /** Last layer to first: halos flow from consumers to the places they read. */
    private void chooseActivations() {
      activationHalo[layers] = Halo.NONE;
      for (int i = layers - 1; i >= 0; i--) {
        Network.Node node = network.nodes().get(i);
        Layer layer = node.layer();
        Halo own = layer.inputHalo(node.input());
        Halo after = activationHalo[i + 1];
        boolean inPlace =
            layer.placement() == Layer.Placement.ELEMENTWISE
                && i > 0
                && !(training && outputIsRead(network, i - 1))
                && !layer.backwardReadsInput();
        boolean view = layer.placement() == Layer.Placement.VIEW && after.isNone();
        sharesActivation[i] = inPlace || view;
        activationHalo[i] = inPlace ? own.union(after) : own;
      }
    }

    /** First layer to last: halos flow from the layers whose backward pass reads the gradient. */
    private void chooseGradients() {
      gradientHalo[0] = Halo.NONE;
      for (int i = 0; i < layers; i++) {
        Network.Node node = network.nodes().get(i);
        Layer layer = node.layer();
        boolean wanted = wantsInputGradient(network, i);
        Halo own =
            wanted || layer.parametersReadGradientHalo()
                ? layer.gradientHalo(node.input())
                : Halo.NONE;
        Halo before = gradientHalo[i];
        boolean inPlace = layer.placement() == Layer.Placement.ELEMENTWISE && wanted;
        boolean view = layer.placement() == Layer.Placement.VIEW && wanted && before.isNone();
        sharesGradient[i] = inPlace || view;
        gradientHalo[i + 1] = inPlace ? own.union(before) : own;
      }
    }

    /** In prediction: until the last layer that reads the place has run. */
    private int lastUse(int i) {
      return i < layers ? (sharesActivation[i] ? lastUse(i + 1) : i) : 2 * layers;
    }

    private int gradientLastUse(int i) {
      return i > 0 && sharesGradient[i - 1] ? gradientLastUse(i - 1) : 2 * layers - i;
    }

    private Place place(
        String what,
        Shape shape,
        Halo halo,
        @org.jspecify.annotations.Nullable Place shared,
        int from,
        int to) {
      LaneLayout layout = new LaneLayout(shape, halo);
      if (shared != null) {
        describe(what, shape + " shared", halo, shared.at(), 0);
        return new Place(layout, shared.at());
      }
      int at = arena.take(layout.size(), from, to, !halo.isNone());
      describe(what, shape.toString(), halo, at, layout.size());
      return new Place(layout, at);
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
                  : "halo %d,%d,%d,%d"
                      .formatted(halo.top(), halo.left(), halo.bottom(), halo.right()),
              4L * at,
              4L * floats));
    }
  }
}
