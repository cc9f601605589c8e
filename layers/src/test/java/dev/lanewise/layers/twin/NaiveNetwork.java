package dev.lanewise.layers.twin;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.cases.Condition;
import dev.lanewise.layers.cases.LayerCases;
import dev.lanewise.layers.cases.Pass;
import java.util.ArrayList;
import java.util.List;

/**
 * A network's forward pass in double precision, by the twins of its layers' cases. It also tells
 * how near it came to a kink, where a derivative jumps.
 */
public final class NaiveNetwork {

  private final Network network;
  private final Condition condition = new Condition();

  /** The twin of a network; parameters come with each call. */
  public NaiveNetwork(Network network) {
    this.network = network;
  }

  /** The smallest distance to a kink, in any pass so far: of a ReLU's input, of a pool's maxima. */
  public double margin() {
    return condition.margin();
  }

  /** The largest factor by which a batch normalisation has multiplied, in any pass so far. */
  public double steepness() {
    return condition.steepness();
  }

  /** Values of all parameters of a network, parameter by parameter. */
  public static List<double[]> parametersOf(Network network) {
    List<double[]> values = new ArrayList<>();
    for (Parameter parameter : network.parameters().list()) {
      values.add(doubles(network.parameters().copyOf(parameter)));
    }
    return values;
  }

  /**
   * One image's result.
   *
   * @param parameters a list as {@link #parametersOf} makes it
   * @param image {@code [C][H][W]}
   * @param key of the image's random numbers
   * @param training whether dropout drops
   */
  public double[] forward(List<double[]> parameters, double[] image, long key, boolean training) {
    return forward(parameters, new double[][] {image}, new long[] {key}, training)[0];
  }

  /** The results of a batch, in training normalised by its own statistics. */
  public double[][] forward(
      List<double[]> parameters, double[][] images, long[] keys, boolean training) {
    List<double[][]> values = new ArrayList<>();
    values.add(images);
    int p = 0;
    for (Network.Node node : network.nodes()) {
      int count = node.layer().parameters(node.input()).size();
      List<double[]> own = parameters.subList(p, p + count);
      List<double[]> buffers = buffersOf(node);
      p += count;
      List<Pass> passes = new ArrayList<>();
      for (int n = 0; n < images.length; n++) {
        int image = n;
        passes.add(
            new Pass(
                node.input(),
                node.output(),
                node.from().stream().map(value -> values.get(value)[image]).toList(),
                own,
                buffers,
                CounterRandom.key(keys[n], node.index()),
                training,
                condition));
      }
      values.add(LayerCases.of(node.layer()).forward(node.layer(), passes));
    }
    return values.getLast();
  }

  private List<double[]> buffersOf(Network.Node node) {
    return network.buffers().list().stream()
        .filter(buffer -> buffer.layer() == node.index())
        .map(buffer -> doubles(network.buffers().copyOf(buffer)))
        .toList();
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }
}
