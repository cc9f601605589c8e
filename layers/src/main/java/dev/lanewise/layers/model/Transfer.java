package dev.lanewise.layers.model;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Gives a network the parameters of another: where fine-tuning begins. */
public final class Transfer {

  private Transfer() {}

  /**
   * Copies each parameter, and each buffer such as a running mean, that the other network has under
   * the same name and with the same shape.
   *
   * @param from the network that has been trained
   * @param to the network that gets its values
   * @param which names of parameters to copy
   * @return names of the parameters that keep their own values
   */
  public static List<String> copy(Network from, Network to, Predicate<String> which) {
    List<String> kept = new ArrayList<>(copy(from.parameters(), to.parameters(), which));
    kept.addAll(copy(from.buffers(), to.buffers(), which));
    return List.copyOf(kept);
  }

  private static List<String> copy(Parameters from, Parameters to, Predicate<String> which) {
    List<String> kept = new ArrayList<>();
    for (Parameter parameter : to.list()) {
      boolean copied = false;
      for (Parameter other : from.list()) {
        if (other.name().equals(parameter.name())
            && other.spec().shape().equals(parameter.spec().shape())
            && which.test(parameter.name())) {
          to.set(parameter, from.copyOf(other));
          copied = true;
        }
      }
      if (!copied) {
        kept.add(parameter.name());
      }
    }
    return kept;
  }
}
