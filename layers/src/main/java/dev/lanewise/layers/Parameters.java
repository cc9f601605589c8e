package dev.lanewise.layers;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The parameters of a network, or its buffers, all in one array. Each starts at a multiple of
 * sixteen floats; the gaps, and sixteen floats behind the last, are zeros that stay zeros.
 */
public final class Parameters {

  /** Sets the random numbers of initialisers apart from all others of the same seed. */
  private static final long STREAM = 1;

  private final List<Parameter> list;
  private final float[] values;

  private Parameters(List<Parameter> list, int length) {
    this.list = List.copyOf(list);
    values = new float[length];
  }

  /** Lays out what layers have. */
  static Parameters of(
      List<Network.Node> nodes, BiFunction<Layer, Shape, List<ParameterSpec>> specs) {
    List<Parameter> list = new ArrayList<>();
    long offset = 0;
    for (Network.Node node : nodes) {
      for (ParameterSpec spec : specs.apply(node.layer(), node.input())) {
        list.add(new Parameter(node.name() + "." + spec.name(), spec, node.index(), (int) offset));
        offset += Lanes.roundUp(spec.size());
        if (offset > 1 << 30) {
          throw new IllegalArgumentException(
              "A network may have at most 2^30 parameters. It is exceeded at: " + node.name());
        }
      }
    }
    return new Parameters(list, (int) offset + Lanes.WIDTH);
  }

  /** Gives every parameter its initial values. */
  void initialize(long seed) {
    long stream = CounterRandom.key(seed, STREAM);
    for (int p = 0; p < list.size(); p++) {
      Parameter parameter = list.get(p);
      long key = CounterRandom.key(stream, p);
      ParameterSpec spec = parameter.spec();
      int size = spec.size();
      for (int i = 0; i < size; i++) {
        values[parameter.offset() + i] = (float) spec.initializer().value(spec, key, i);
      }
    }
  }

  /** The parameters, in the order of the layers. */
  public List<Parameter> list() {
    return list;
  }

  /** The array that holds all values; writing to it changes the network. */
  public float[] values() {
    return values;
  }

  /** Number of values, gaps not counted. */
  public long count() {
    return list.stream().mapToLong(Parameter::size).sum();
  }

  /**
   * The parameter of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Parameter named(String name) {
    return list.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The network has no parameter of this name. Expected one of %s. Received: %s"
                        .formatted(list.stream().map(Parameter::name).toList(), name)));
  }

  /** Offsets of a layer's values, in the order of its description. */
  public List<Integer> offsets(int layer) {
    return list.stream()
        .filter(parameter -> parameter.layer() == layer)
        .map(Parameter::offset)
        .toList();
  }

  /** A copy of one parameter's values. */
  public float[] copyOf(Parameter parameter) {
    return Arrays.copyOfRange(values, parameter.offset(), parameter.offset() + parameter.size());
  }

  /**
   * Replaces one parameter's values.
   *
   * @throws IllegalArgumentException if there are too many or too few
   */
  public void set(Parameter parameter, float[] newValues) {
    if (newValues.length != parameter.size()) {
      throw new IllegalArgumentException(
          "Parameter %s needs %s values. Received: %s"
              .formatted(parameter.name(), parameter.size(), newValues.length));
    }
    System.arraycopy(newValues, 0, values, parameter.offset(), newValues.length);
  }
}
