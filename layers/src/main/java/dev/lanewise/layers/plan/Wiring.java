package dev.lanewise.layers.plan;

import dev.lanewise.layers.ChannelAffine;
import dev.lanewise.layers.Clamp;
import dev.lanewise.layers.Epilogue;
import dev.lanewise.layers.Fusion;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.MemoryNeeds;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Sum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who reads which value of a network, and what follows for the work: which operations are done by a
 * neighbour, which values share a place, and where gradients of values with several readers come
 * together.
 *
 * <p>The backward pass goes through the layers in the opposite order. Of the readers of a value,
 * the last one writes its gradient, and each one before it adds to it.
 */
final class Wiring {

  /**
   * A layer's reading of a value.
   *
   * @param node the layer
   * @param input which of its inputs
   */
  record Edge(int node, int input) {}

  private final List<Network.Node> nodes;
  private final boolean training;
  private final List<List<Edge>> readers = new ArrayList<>();
  private final boolean[] learns;
  private final boolean[] kept;
  private final boolean[] absorbed;
  private final boolean[] rectifies;
  private final boolean[][] passes;
  private final Epilogue[] epilogues;
  private final int[] epilogueEnds;
  private final int[] epilogueAdds;
  private final int[] folded;
  private final MemoryNeeds[] needs;

  /** The wiring of a network whose operations may do the work of their neighbours. */
  Wiring(Network network, boolean training) {
    this(network, training, true);
  }

  /**
   * The wiring of a network.
   *
   * @param network the network
   * @param training whether there will be backward passes
   * @param fuses whether operations may do the work of their neighbours
   */
  Wiring(Network network, boolean training, boolean fuses) {
    nodes = network.nodes();
    this.training = training;
    int count = nodes.size();
    learns = new boolean[count + 1];
    kept = new boolean[count + 1];
    absorbed = new boolean[count];
    rectifies = new boolean[count];
    passes = new boolean[count][];
    epilogues = new Epilogue[count];
    epilogueEnds = new int[count];
    epilogueAdds = new int[count];
    folded = new int[count];
    needs = new MemoryNeeds[count];
    readers.add(new ArrayList<>());
    for (Network.Node node : nodes) {
      readers.add(new ArrayList<>());
      needs[node.index()] = node.layer().needs(node.input());
      learns[node.index() + 1] = !node.layer().parameters(node.input()).isEmpty();
      for (int k = 0; k < node.from().size(); k++) {
        int value = node.from().get(k);
        readers.get(value).add(new Edge(node.index(), k));
        learns[node.index() + 1] |= learns[value];
      }
    }
    for (int i = count - 1; i >= 0; i--) {
      passes[i] = passing(i);
    }
    for (int i = 0; fuses && i < count; i++) {
      findRectified(i);
    }
    for (int i = 0; i < count; i++) {
      epilogues[i] = Epilogue.NONE;
      epilogueEnds[i] = i + 1;
      epilogueAdds[i] = -1;
      folded[i] = -1;
      if (fuses && !absorbed[i]) {
        findFolded(i);
        findEpilogue(i);
      }
    }
  }

  /** The layers that read a value, in their order. */
  List<Edge> readers(int value) {
    return readers.get(value);
  }

  /** Whether any layer before a value learns, so that the value's gradient is wanted. */
  boolean learns(int value) {
    return learns[value];
  }

  /** Whether any layer before a value of a network learns. */
  static boolean learns(Network network, int value) {
    return new Wiring(network, true).learns(value);
  }

  /** What memory layer {@code i} needs. */
  MemoryNeeds needs(int i) {
    return needs[i];
  }

  /** Whether a neighbour does the work of layer {@code i}. */
  boolean isAbsorbed(int i) {
    return absorbed[i];
  }

  /** Whether layer {@code i} is also the ReLU before it. */
  boolean rectifies(int i) {
    return rectifies[i];
  }

  /**
   * The batch normalisation whose work layer {@code i}'s weights do, or -1: in prediction only,
   * since in training its statistics are not known before its input is.
   */
  int folded(int i) {
    return folded[i];
  }

  /** What layer {@code i} does besides its own work. */
  Epilogue epilogue(int i) {
    return epilogues[i];
  }

  /** The value that layer {@code i} writes: its own, or that of the last layer it does besides. */
  int result(int i) {
    return epilogueEnds[i];
  }

  /** The value that layer {@code i}'s epilogue adds, or -1. */
  int added(int i) {
    return epilogueAdds[i];
  }

  /** Whether an edge is the first of its value's whose gradient is known in the backward pass. */
  boolean isFirst(Edge edge) {
    return readers(nodes.get(edge.node()).from().get(edge.input())).getLast().equals(edge);
  }

  /** Whether an edge's gradient is added to what later readers of the value have written. */
  boolean isAdded(Edge edge) {
    return learns(nodes.get(edge.node()).from().get(edge.input())) && !isFirst(edge);
  }

  /** Whether an input's gradient and the output's gradient of a layer share a place. */
  boolean sharesGradient(int i, int input) {
    return passes[i][input];
  }

  /** The input of layer {@code i} that its result is written over, or -1. */
  int overwritten(int i) {
    List<Integer> from = nodes.get(i).from();
    for (int k = 0; k < from.size(); k++) {
      // The summand whose layer adds the other one must be the place of the sum.
      boolean adds =
          from.get(k) > 0 && from.size() == 2 && added(from.get(k) - 1) == from.get(1 - k);
      if (adds && sharesActivation(i, k)) {
        return k;
      }
    }
    for (int k = 0; k < Math.min(from.size(), 2); k++) {
      // A sum of more than two is added up in its order, from the first on.
      if ((k == 0 || from.size() == 2) && sharesActivation(i, k)) {
        return k;
      }
    }
    return -1;
  }

  /** Whether the result of layer {@code i} may lie where its given input lies. */
  private boolean sharesActivation(int i, int input) {
    Network.Node node = nodes.get(i);
    int value = node.from().get(input);
    return needs[i].isElementwise()
        && value > 0
        && readers(value).size() == 1
        && !(training && outputIsRead(value - 1))
        && !(training && needs[i].readsInput());
  }

  /** Whether the backward pass of layer {@code i}, or of one whose place it shares, reads it. */
  private boolean outputIsRead(int i) {
    Network.Node node = nodes.get(i);
    if (needs[i].readsOutput()) {
      return true;
    }
    for (int k = 0; k < node.from().size(); k++) {
      int value = node.from().get(k);
      boolean shares = needs[i].isView() || sharesActivation(i, k);
      if (shares && value > 0 && outputIsRead(value - 1)) {
        return true;
      }
    }
    return false;
  }

  /** By input of layer {@code i}; called from the last layer to the first. */
  private boolean[] passing(int i) {
    Network.Node node = nodes.get(i);
    boolean[] result = new boolean[node.from().size()];
    boolean writable = !kept[i + 1];
    if (!needs[i].isElementwise() || !writable) {
      return result;
    }
    if (!needs[i].passesGradient()) {
      result[0] = learns(node.from().getFirst()) && isFirst(new Edge(i, 0));
      return result;
    }
    int carrier = -1;
    for (int k = 0; k < result.length; k++) {
      int value = node.from().get(k);
      boolean candidate = learns(value) && isFirst(new Edge(i, k));
      if (candidate && (carrier < 0 || value < node.from().get(carrier))) {
        carrier = k;
      }
    }
    if (carrier < 0) {
      return result;
    }
    result[carrier] = true;
    int carried = node.from().get(carrier);
    List<Edge> others = readers(carried);
    int before = others.size() > 1 ? others.get(others.size() - 2).node() : -1;
    for (int k = 0; k < result.length; k++) {
      int value = node.from().get(k);
      // Its gradient must have been used up before anything is written over the carrier's.
      if (k != carrier && learns(value) && readers(value).size() == 1 && value - 1 > before) {
        result[k] = true;
        kept[value] = true;
      }
    }
    return result;
  }

  /** Whether the place of a value's gradient must not be written by the layer before it. */
  boolean isKept(int value) {
    return kept[value];
  }

  private void findRectified(int i) {
    if (!isRelu(nodes.get(i).layer()) || readers(i + 1).size() != 1) {
      return;
    }
    int next = readers(i + 1).getFirst().node();
    if (nodes.get(next).layer().fusions().contains(Fusion.RELU_BEFORE)
        && sharesActivation(i, 0)
        && !outputIsRead(nodes.get(i).from().getFirst() - 1)) {
      absorbed[i] = true;
      rectifies[next] = true;
    }
  }

  private static boolean isRelu(Layer layer) {
    return layer instanceof Clamp clamp
        && clamp.floor() == 0f
        && clamp.ceiling() == Float.POSITIVE_INFINITY;
  }

  private boolean clampsAfter(Layer layer) {
    return layer.fusions().contains(Fusion.CLAMP_AFTER)
        || !training && layer.fusions().contains(Fusion.CLAMP_AFTER_IN_PREDICTION);
  }

  private void findFolded(int i) {
    Optional<Network.Node> next = onlyReader(i + 1);
    if (!training
        && next.isPresent()
        && next.get().layer() instanceof ChannelAffine
        && nodes.get(i).layer().withChannelBias(nodes.get(i).input()).isPresent()) {
      folded[i] = next.get().index();
      absorb(i, next.get());
    }
  }

  private void findEpilogue(int i) {
    Layer layer = nodes.get(i).layer();
    Optional<Network.Node> next = onlyReader(epilogueEnds[i]);
    boolean adds = false;
    if (layer.fusions().contains(Fusion.SUM_AFTER)
        && next.isPresent()
        && next.get().layer() instanceof Sum
        && canAdd(i, next.get())) {
      adds = true;
      epilogueAdds[i] = next.get().from().get(next.get().from().get(0) == i + 1 ? 1 : 0);
      absorb(i, next.get());
      next = onlyReader(epilogueEnds[i]);
    }
    epilogues[i] = new Epilogue(adds, Epilogue.NONE.floor(), Epilogue.NONE.ceiling());
    if (clampsAfter(layer)
        && next.isPresent()
        && next.get().layer() instanceof Clamp clamp
        && !absorbed[next.get().index()]
        && !kept[next.get().index() + 1]) {
      absorb(i, next.get());
      epilogues[i] = new Epilogue(adds, clamp.floor(), clamp.ceiling());
    }
  }

  /** Layer {@code i} does another one's work and writes its result. */
  private void absorb(int i, Network.Node other) {
    absorbed[other.index()] = true;
    epilogueEnds[i] = other.index() + 1;
  }

  private Optional<Network.Node> onlyReader(int value) {
    return readers(value).size() == 1
        ? Optional.of(nodes.get(readers(value).getFirst().node()))
        : Optional.empty();
  }

  /**
   * The other summand must be known when layer {@code i} runs, and its gradient must lie where the
   * sum's gradient does, or not be wanted.
   */
  private boolean canAdd(int i, Network.Node add) {
    if (add.from().size() != 2) {
      return false;
    }
    int mine = add.from().get(0) == i + 1 ? 0 : 1;
    int other = add.from().get(1 - mine);
    return other <= i
        && !kept[add.index() + 1]
        && (!training
            || !learns(other)
            || passes[add.index()][1 - mine] && passes[add.index()][mine]);
  }
}
