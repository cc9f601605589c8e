package dev.lanewise.layers.model;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model without its parameters: all that is needed to train one.
 *
 * @param name its name
 * @param description a line about it
 * @param input shape of one image; data of another shape may be used, if the layers allow it
 * @param layers the layers, first to last
 * @param loss what training makes small
 * @param recipe how it is trained
 */
public record ModelSpec(
    String name, String description, Shape input, List<Named> layers, Loss loss, Recipe recipe) {

  /** Copies the list. */
  public ModelSpec {
    layers = List.copyOf(layers);
  }

  /** The same with another recipe. */
  public ModelSpec withRecipe(Recipe newRecipe) {
    return new ModelSpec(name, description, input, layers, loss, newRecipe);
  }

  /** The same with another loss. */
  public ModelSpec withLoss(Loss newLoss) {
    return new ModelSpec(name, description, input, layers, newLoss, recipe);
  }

  /** The same for images of another shape. */
  public ModelSpec withInput(Shape newInput) {
    return new ModelSpec(name, description, newInput, layers, loss, recipe);
  }

  /**
   * The name of the head, the layer that gives a result for each class: the last dense layer, or
   * without one the last convolution.
   *
   * @throws IllegalArgumentException if there is neither
   */
  public String head() {
    return Network.arrange(input, layers).get(headIndex()).name();
  }

  private int headIndex() {
    int convolution = -1;
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (layers.get(i).layer() instanceof Dense) {
        return i;
      }
      if (convolution < 0 && layers.get(i).layer() instanceof Conv2d) {
        convolution = i;
      }
    }
    if (convolution < 0) {
      throw new IllegalArgumentException(
          "A new head needs a model with a dense layer or a convolution. Received: a model"
              + " without");
    }
    return convolution;
  }

  /**
   * The same with another number of results of its {@link #head}.
   *
   * @throws IllegalArgumentException if there is none, or a convolution's groups do not divide the
   *     number
   */
  public ModelSpec withOutputs(int outputs) {
    int head = headIndex();
    Named old = layers.get(head);
    List<Named> changed = new ArrayList<>(layers);
    changed.set(head, new Named(old.name(), resized(old.layer(), outputs), old.from()));
    return new ModelSpec(name, description, input, changed, loss, recipe);
  }

  private static Layer resized(Layer head, int outputs) {
    return switch (head) {
      case Dense dense -> new Dense(outputs, dense.bias(), dense.weightInit(), dense.biasInit());
      case Conv2d conv ->
          new Conv2d(
              outputs,
              conv.rows(),
              conv.columns(),
              conv.padding(),
              conv.groups(),
              conv.bias(),
              conv.weightInit(),
              conv.biasInit());
      default -> throw new IllegalStateException("No head: " + head.kind());
    };
  }

  /**
   * A network with initial values from a seed.
   *
   * @throws IllegalArgumentException if the layers do not fit one another or the input
   */
  public Network network(long seed) {
    return Network.of(input, layers, seed);
  }

  /** An unnamed layer. */
  static Named layer(Layer layer) {
    return new Named(Optional.empty(), layer);
  }

  /** A named layer. */
  static Named layer(String name, Layer layer) {
    return new Named(Optional.of(name), layer);
  }
}
