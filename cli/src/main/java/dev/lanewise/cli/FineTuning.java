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

  /** What a description says of a model that was fitted to other classes. */
  private static final String HERE = "; here for ";

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

  /**
   * A model with a result for each class of its data.
   *
   * @param spec the model
   * @param fresh the name of its last layer, if that begins anew in a model with values
   */
  record Fitted(ModelSpec spec, Optional<String> fresh) {}

  /**
   * Fits the last layer to the classes of the data, and says so if nobody asked for it.
   *
   * @param wanted whether {@code --new-head} is given
   * @param before classes of the training before; empty if there was none, or if they had no names
   * @param from the saved model, if the model comes with values
   */
  static Fitted fit(
      Session session,
      ModelSpec spec,
      NamedData set,
      boolean wanted,
      List<String> before,
      Optional<String> from) {
    int classes = set.classNames().size();
    int outputs = Models.outputs(spec);
    boolean others = !before.isEmpty() && !before.equals(set.classNames());
    if (!wanted && !others && outputs == classes) {
      return new Fitted(spec, Optional.empty());
    }
    ModelSpec changed;
    String head;
    try {
      head = spec.head();
      changed = spec.withOutputs(classes);
    } catch (IllegalArgumentException e) {
      if (wanted || others) {
        throw new CliException(ExitCode.DATA, spec.name() + ": " + e.getMessage(), e);
      }
      // Whoever checks the classes says what is wrong.
      return new Fitted(spec, Optional.empty());
    }
    if (!wanted) {
      session.warn(
          others
              ? "%s was trained on other classes (%s) than those of %s (%s): its last layer, %s, begins anew with them"
                  .formatted(
                      from.orElse(spec.name()),
                      ClassGaps.some(before),
                      set.id(),
                      ClassGaps.some(set.classNames()),
                      head)
              : "the last layer of %s, %s, gives %s results, one a class of %s, in place of %s"
                  .formatted(spec.name(), head, classes, set.id(), outputs));
    }
    return new Fitted(
        outputs == classes || spec.description().isEmpty() || spec.description().contains(HERE)
            ? changed
            : described(changed, spec.description() + HERE + classes + " classes"),
        from.map(_ -> head));
  }

  private static ModelSpec described(ModelSpec spec, String description) {
    return new ModelSpec(
        spec.name(), description, spec.input(), spec.layers(), spec.loss(), spec.recipe());
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
