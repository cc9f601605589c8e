package dev.lanewise.cli;

import dev.lanewise.formats.Suggestions;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Optimizers that {@code --optimizer} knows, with PyTorch's usual factors. */
enum OptimizerKind {
  SGD,
  MOMENTUM,
  NESTEROV,
  ADAM;

  private static final double MOMENTUM_FACTOR = 0.9;

  /** The optimizer of a name. */
  static OptimizerKind named(String name) {
    List<String> names = Arrays.stream(values()).map(OptimizerKind::id).toList();
    int index = names.indexOf(name.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw CliException.usage(
          "Unknown optimizer %s. %s".formatted(name, Suggestions.hint(name, names)));
    }
    return values()[index];
  }

  /** What the user types. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A recipe's optimizer if it is of this kind, else one with the usual factors. */
  Optimizer orUsual(Optimizer recipe) {
    return switch (this) {
      case SGD -> recipe instanceof Sgd s && s.momentum() == 0 ? s : Sgd.of(0.01);
      case MOMENTUM ->
          recipe instanceof Sgd s && s.momentum() > 0 && !s.nesterov()
              ? s
              : Sgd.momentum(0.01, MOMENTUM_FACTOR);
      case NESTEROV ->
          recipe instanceof Sgd s && s.nesterov() ? s : Sgd.nesterov(0.01, MOMENTUM_FACTOR);
      case ADAM -> recipe instanceof Adam a ? a : Adam.of(1e-3);
    };
  }
}
