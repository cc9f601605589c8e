package dev.lanewise.layers.optim;

import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.Parameters;
import java.util.List;

/** Penalties bound to a network's parameters. */
public final class Penalties {

  /** By parameter, in ascending order of the offsets; nothing at all without penalties. */
  private final int[] begins;

  private final int[] ends;
  private final float[] l1;
  private final float[] l2;

  /**
   * Finds the parameters.
   *
   * @param penalties penalties
   * @param parameters all parameters
   * @throws IllegalArgumentException if a penalty is for none
   */
  public Penalties(List<Penalty> penalties, Parameters parameters) {
    for (Penalty penalty : penalties) {
      if (parameters.list().stream().noneMatch(penalty::contains)) {
        throw new IllegalArgumentException(
            "A penalty must be for a parameter. Expected one of %s. Received: %s"
                .formatted(parameters.list().stream().map(Parameter::name).toList(), penalty));
      }
    }
    int count = penalties.isEmpty() ? 0 : parameters.list().size();
    begins = new int[count];
    ends = new int[count];
    l1 = new float[count];
    l2 = new float[count];
    for (int p = 0; p < count; p++) {
      Parameter parameter = parameters.list().get(p);
      begins[p] = parameter.offset();
      ends[p] = parameter.offset() + parameter.size();
      double absolute = 0;
      double square = 0;
      for (Penalty penalty : penalties) {
        if (penalty.contains(parameter)) {
          absolute += penalty.l1();
          square += penalty.l2();
        }
      }
      l1[p] = (float) absolute;
      l2[p] = (float) (2 * square);
    }
  }

  /** Adds their gradients to those of the values {@code from .. to - 1}. */
  public void add(float[] values, float[] gradients, int from, int to) {
    for (int p = 0; p < begins.length; p++) {
      int begin = Math.max(from, begins[p]);
      int end = Math.min(to, ends[p]);
      float absolute = l1[p];
      float square = l2[p];
      if (absolute != 0) {
        for (int i = begin; i < end; i++) {
          gradients[i] = Math.fma(absolute, Math.signum(values[i]), gradients[i]);
        }
      }
      if (square != 0) {
        for (int i = begin; i < end; i++) {
          gradients[i] = Math.fma(square, values[i], gradients[i]);
        }
      }
    }
  }
}
