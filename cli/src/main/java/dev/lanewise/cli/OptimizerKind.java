package dev.lanewise.cli;

import dev.lanewise.formats.Suggestions;
import dev.lanewise.layers.optim.Adadelta;
import dev.lanewise.layers.optim.Adagrad;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.optim.AdamW;
import dev.lanewise.layers.optim.Lion;
import dev.lanewise.layers.optim.NAdam;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.RAdam;
import dev.lanewise.layers.optim.RmsProp;
import dev.lanewise.layers.optim.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Optimizers that {@code --optimizer} knows, with PyTorch's usual factors. */
enum OptimizerKind {
  SGD,
  MOMENTUM,
  NESTEROV,
  ADAM,
  ADAMW,
  NADAM,
  RADAM,
  RMSPROP,
  ADAGRAD,
  ADADELTA,
  LION;

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
      case ADAMW -> recipe instanceof AdamW a ? a : AdamW.of(1e-3);
      case NADAM -> recipe instanceof NAdam a ? a : NAdam.of(2e-3);
      case RADAM -> recipe instanceof RAdam a ? a : RAdam.of(1e-3);
      case RMSPROP -> recipe instanceof RmsProp a ? a : RmsProp.of(1e-2);
      case ADAGRAD -> recipe instanceof Adagrad a ? a : Adagrad.of(1e-2);
      case ADADELTA -> recipe instanceof Adadelta a ? a : Adadelta.of(1);
      case LION -> recipe instanceof Lion a ? a : Lion.of(1e-4);
    };
  }
}
