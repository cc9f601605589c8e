package dev.lanewise.layers.plan;

import dev.lanewise.layers.ChannelAffine;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.Network;
import java.util.List;

/**
 * A layer with weights and the {@link ChannelAffine} layer behind it as one layer with other
 * weights, in prediction: {@code (w x + b - mean) * scale + bias} is {@code (w * scale) x + ((b -
 * mean) * scale + bias)}. The new weights are computed in double precision and rounded once.
 */
final class Folding {

  private final Layer layer;
  private final ChannelAffine.Factors factors;
  private final int weight;
  private final int bias;
  private final int outputs;
  private final int depth;
  private final float[] values;

  /**
   * Plans.
   *
   * @param network the network
   * @param i the layer with weights, which has a form {@link Layer#withChannelBias}
   * @param norm the normalisation
   */
  Folding(Network network, int i, int norm) {
    Network.Node node = network.nodes().get(i);
    Network.Node last = network.nodes().get(norm);
    layer = node.layer().withChannelBias(node.input()).orElseThrow();
    outputs = node.output().channels();
    depth = node.layer().parameters(node.input()).getFirst().size() / outputs;
    List<Integer> offsets = network.parameters().offsets(i);
    weight = offsets.getFirst();
    bias = offsets.size() > 1 ? offsets.get(1) : -1;
    factors =
        ((ChannelAffine) last.layer())
            .factors(
                outputs,
                network.parameters().offsets(norm),
                network.buffers().values(),
                network.buffers().offsets(norm));
    values = new float[outputs * depth + outputs];
  }

  /** The layer that is to be bound. */
  Layer layer() {
    return layer;
  }

  /** Offsets of its parameters in what its operation is to be prepared with. */
  List<Integer> parameters() {
    return List.of(0, outputs * depth);
  }

  /** The bound layer's operation, which gets the new weights. */
  LayerOp around(LayerOp op) {
    return new Op(this, op);
  }

  private float[] fold(float[] parameters) {
    for (int o = 0; o < outputs; o++) {
      double scale = factors.scale(parameters, o);
      int from = weight + o * depth;
      int to = o * depth;
      for (int k = 0; k < depth; k++) {
        values[to + k] = (float) (parameters[from + k] * scale);
      }
      double own = bias < 0 ? 0 : parameters[bias + o];
      values[outputs * depth + o] =
          (float) ((own - factors.mean(o)) * scale + factors.bias(parameters, o));
    }
    return values;
  }

  private record Op(Folding folding, LayerOp op) implements LayerOp {

    @Override
    public int scratchSize() {
      return op.scratchSize();
    }

    @Override
    public void prepare(float[] parameters, boolean backward) {
      op.prepare(folding.fold(parameters), backward);
    }

    @Override
    public void forward(GroupPass pass) {
      op.forward(pass);
    }

    @Override
    public void backward(GroupPass pass) {
      throw new IllegalStateException("A network bound for prediction has no backward pass.");
    }
  }
}
