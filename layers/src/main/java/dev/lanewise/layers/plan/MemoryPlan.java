package dev.lanewise.layers.plan;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.Place;
import java.util.List;

/**
 * Where the values of one lane group, or of one image whose lanes are channels, lie while it passes
 * through a network: the input and each layer's result, their gradients, and what layers keep. Made
 * once; a pass allocates nothing.
 */
public final class MemoryPlan {

  private final List<Place> activations;
  private final List<Place> gradients;
  private final List<List<Place>> sides;
  private final int[] states;
  private final int size;
  private final String description;

  /**
   * A plan.
   *
   * @param activations place of each value
   * @param gradients place of each value's gradient; in prediction that of the value
   * @param sides by layer and input, where the input's gradient goes
   * @param states where each layer's state starts
   * @param size floats of the whole plan
   * @param description a line a tensor, then the total
   */
  MemoryPlan(
      List<Place> activations,
      List<Place> gradients,
      List<List<Place>> sides,
      int[] states,
      int size,
      String description) {
    this.activations = activations;
    this.gradients = gradients;
    this.sides = sides;
    this.states = states;
    this.size = size;
    this.description = description;
  }

  /** Plans the memory of one lane group. */
  public static MemoryPlan of(Network network, boolean training) {
    return new Planner(network, new Wiring(network, training), training, LaneUse.IMAGES).plan();
  }

  /** Place of a value: 0 is the network's input, {@code i + 1} the result of layer {@code i}. */
  public Place activation(int value) {
    return activations.get(value);
  }

  /** Place of a value's gradient. */
  public Place gradient(int value) {
    return gradients.get(value);
  }

  /** Where layer {@code i} writes the gradient of one of its inputs. */
  Place inputGradient(int i, int input) {
    return sides.get(i).get(input);
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
}
