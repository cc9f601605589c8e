package dev.lanewise.layers.cases;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Layer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All layers' cases. */
public final class LayerCases {

  private static final List<LayerCase<?>> ALL =
      Stream.of(
              LinearCases.ALL,
              PoolCases.ALL,
              NormCases.ALL,
              ShapeCases.ALL,
              NoiseCases.ALL,
              ActivationCases.ALL,
              JoinCases.ALL)
          .<LayerCase<?>>flatMap(List::stream)
          .toList();

  private static final Map<Class<?>, LayerCase<?>> BY_TYPE =
      ALL.stream().collect(Collectors.toUnmodifiableMap(LayerCase::type, Function.identity()));

  private LayerCases() {}

  /** Every layer type. */
  public static List<LayerCase<?>> all() {
    return ALL;
  }

  /** Types of one input each of whose images is for itself: any list of them is a network. */
  public static List<LayerCase<?>> inSequence() {
    return ALL.stream()
        .filter(it -> !it.is(LayerCase.Trait.JOINS) && !it.is(LayerCase.Trait.BATCH))
        .toList();
  }

  /** Activations. */
  public static List<LayerCase<?>> activations() {
    return ActivationCases.ALL;
  }

  /**
   * The case of a layer.
   *
   * @throws IllegalArgumentException if its type has none
   */
  public static LayerCase<?> of(Layer layer) {
    LayerCase<?> found = BY_TYPE.get(layer.getClass());
    if (found == null) {
      throw new IllegalArgumentException(
          "Every layer needs a case in dev.lanewise.layers.cases. Received: " + layer.kind());
    }
    return found;
  }

  /** One of the cases, each as often as it says. */
  public static LayerCase<?> any(Random random, List<LayerCase<?>> cases) {
    int rest = random.nextInt(cases.stream().mapToInt(LayerCase::weight).sum());
    int at = 0;
    while (rest >= cases.get(at).weight()) {
      rest -= cases.get(at++).weight();
    }
    return cases.get(at);
  }

  /**
   * A layer at random for an input, drawn again until it fits and is wanted.
   *
   * @throws IllegalStateException if none of many was
   */
  public static Layer draw(LayerCase<?> kind, Random random, Shape input, Predicate<Layer> wanted) {
    return Stream.generate(() -> kind.draw(random, input))
        .limit(1000)
        .flatMap(Optional::stream)
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No " + kind + " fits " + input));
  }
}
