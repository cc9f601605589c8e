package dev.lanewise.layers.optim;

import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.Parameters;
import java.util.List;

/**
 * An optimizer bound to a network's parameters, each of which belongs to the first group that
 * contains it, or to none. The gaps between parameters are left alone.
 */
public final class GroupedOptimizer {

  private final Optimizer optimizer;

  /** By parameter, in ascending order of the offsets. */
  private final int[] begins;

  private final int[] ends;
  private final Optimizer[] rules;
  private final double[] factors;

  /**
   * Sorts the parameters into groups.
   *
   * @param optimizer the optimizer of those in no group
   * @param groups groups; an earlier one comes first
   * @param parameters all parameters
   * @throws IllegalArgumentException if a group contains none
   */
  public GroupedOptimizer(Optimizer optimizer, List<ParameterGroup> groups, Parameters parameters) {
    this.optimizer = optimizer;
    for (ParameterGroup group : groups) {
      if (parameters.list().stream().noneMatch(group::contains)) {
        throw new IllegalArgumentException(
            "A parameter group must contain a parameter. Expected one of %s. Received: %s"
                .formatted(parameters.list().stream().map(Parameter::name).toList(), group));
      }
    }
    int count = parameters.list().size();
    begins = new int[count];
    ends = new int[count];
    rules = new Optimizer[count];
    factors = new double[count];
    for (int p = 0; p < count; p++) {
      Parameter parameter = parameters.list().get(p);
      begins[p] = parameter.offset();
      ends[p] = parameter.offset() + parameter.size();
      rules[p] = optimizer;
      factors[p] = 1;
      for (ParameterGroup group : groups) {
        if (group.contains(parameter)) {
          rules[p] = group.decay() ? optimizer : optimizer.withWeightDecay(0);
          factors[p] = group.rateFactor();
          break;
        }
      }
    }
  }

  /** The optimizer of parameters in no group. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /**
   * Changes the values {@code from .. to - 1}, as {@link Optimizer#update}.
   *
   * @param step the step's number, from 1
   * @param rate the step's learning rate, before the groups' factors
   * @param momentum the step's momentum
   */
  public void update(
      long step,
      double rate,
      double momentum,
      float[] values,
      float[] gradients,
      float[][] slots,
      int from,
      int to) {
    for (int p = firstBeyond(from); p < begins.length && begins[p] < to; p++) {
      if (factors[p] != 0) {
        int begin = Math.max(from, begins[p]);
        int end = Math.min(to, ends[p]);
        rules[p].update(step, rate * factors[p], momentum, values, gradients, slots, begin, end);
      }
    }
  }

  /** The first parameter that ends beyond an index. */
  private int firstBeyond(int index) {
    int low = 0;
    int high = ends.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > index) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
