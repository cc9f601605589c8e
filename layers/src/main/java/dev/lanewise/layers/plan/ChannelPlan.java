package dev.lanewise.layers.plan;

import dev.lanewise.layers.Place;
import dev.lanewise.layers.linear.Dense;
import java.util.List;
import java.util.Locale;

/**
 * {@link MemoryPlan} for one image whose lanes are channels. Views are free here: a layer that
 * reads its input through a table of offsets, such as {@link Dense}, reads it in whatever order it
 * lies. Only where another layer follows a view are the values copied.
 *
 * @param activations place of each value
 * @param gradients place of each value's gradient; in prediction that of the value
 * @param states where each layer's state starts
 * @param size floats of the whole plan
 * @param description a line a tensor
 */
record ChannelPlan(
    List<Place> activations,
    List<Place> gradients,
    int[] states,
    int size,
    String description) {

  /** Place of a value: 0 is the network's input, {@code i + 1} the result of layer {@code i}. */
  Place activation(int value) {
    return activations.get(value);
  }

  /** Place of the gradient of {@link #activation}. */
  Place gradient(int value) {
    return gradients.get(value);
  }

  /** Where layer {@code i}'s state starts. */
  int state(int i) {
    return states[i];
  }

  /** A line a tensor, then the total, as {@link MemoryPlan#toString}. */
  @Override
  public String toString() {
    return description
        + String.format(Locale.ROOT, "total %,d bytes an image, lanes being channels", 4L * size);
  }
}
