package dev.lanewise.cli;

import dev.lanewise.formats.SavedModel;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.DataRecipe.Figures;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import dev.lanewise.layers.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code --from}, {@code --new-head} and {@code --freeze} need to know of a model. */
final class FineTuning {

  private FineTuning() {}

  /**
   * A saved model's description; pixels stay scaled as they were, whatever the figures of new
   * images are.
   */
  static ModelSpec specOf(SavedModel saved) {
    ModelSpec spec = saved.spec();
    DataRecipe data = spec.recipe().data();
    if (data.scaling() != Scaling.STANDARDISED) {
      return spec;
    }
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    List<Float> scale = saved.provenance().pixels().scale();
    List<Float> shift = saved.provenance().pixels().shift();
    for (int c = 0; c < scale.size(); c++) {
      deviation.add(1 / (255.0 * scale.get(c)));
      mean.add(-shift.get(c) / (255.0 * scale.get(c)));
    }
    Figures figures = new Figures(mean, deviation);
    return spec.withRecipe(
        spec.recipe()
            .withData(
                new DataRecipe(
                    data.dataset(),
                    data.limit(),
                    data.testLimit(),
                    data.channel(),
                    data.scaling(),
                    Optional.of(figures))));
  }

  /** The name of the layer that {@code --new-head} replaces. */
  static String head(ModelSpec spec) {
    try {
      return spec.head();
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, spec.name() + ": " + e.getMessage(), e);
    }
  }

  /** Checks that each prefix begins a parameter's name. */
  static void checkFrozen(ModelSpec spec, List<String> prefixes) {
    List<String> names = new ArrayList<>();
    for (Network.Node node : Network.arrange(spec.input(), spec.layers())) {
      node.layer()
          .parameters(node.input())
          .forEach(parameter -> names.add(node.name() + "." + parameter.name()));
    }
    for (String prefix : prefixes) {
      if (prefix.isEmpty() || names.stream().noneMatch(name -> name.startsWith(prefix))) {
        throw CliException.usage(
            "--freeze must begin the name of a parameter. Expected one of: %s. Received: %s"
                .formatted(String.join(", ", names), prefix));
      }
    }
  }
}
