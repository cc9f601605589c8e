package dev.lanewise.layers.optim;

import dev.lanewise.core.math.Range;
import dev.lanewise.layers.Parameter;
import java.util.List;

/**
 * Parameters that are trained in their own way.
 *
 * @param prefix how their names begin, for example {@code conv1.}; empty for all
 * @param kind which of those
 * @param rateFactor factor of the learning rate, at least 0; 0 leaves them as they are
 * @param decay whether the optimizer's weight decay is for them, too
 */
public record ParameterGroup(String prefix, Kind kind, double rateFactor, boolean decay) {

  /** By their sizes. */
  public enum Kind {
    /** All. */
    ALL,
    /** Those of one size only: biases, and the scales and shifts of normalisations. */
    VECTORS,
    /** Those of several sizes: weights of convolutions and of dense layers. */
    WEIGHTS
  }

  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public ParameterGroup {
    Range.notNegative("factor of the learning rate", rateFactor);
  }

  /** The usual exception: weight decay for weights only. */
  public static List<ParameterGroup> decayOfWeightsOnly() {
    return List.of(new ParameterGroup("", Kind.VECTORS, 1, false));
  }

  /** Parameters of some name do not change. */
  public static ParameterGroup frozen(String prefix) {
    return new ParameterGroup(prefix, Kind.ALL, 0, false);
  }

  /** Whether a parameter is one of them. */
  public boolean contains(Parameter parameter) {
    boolean vector = parameter.spec().shape().size() == 1;
    return parameter.name().startsWith(prefix)
        && (kind == Kind.ALL || vector == (kind == Kind.VECTORS));
  }
}
