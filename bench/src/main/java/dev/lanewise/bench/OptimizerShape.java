package dev.lanewise.bench;

import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.Sgd;

/**
 * Parameters to update.
 *
 * @param rule how
 * @param values how many
 */
public record OptimizerShape(Rule rule, int values) {

  /** An optimizer. */
  public enum Rule {
    /** Gradient descent with momentum 0.9: five values read or written for each parameter. */
    MOMENTUM("momentum", Sgd.momentum(OptimizerWork.RATE, 0.9), 5),
    /** Adam with its usual factors: seven values read or written for each parameter. */
    ADAM("adam", Adam.of(OptimizerWork.RATE), 7);

    private final String text;
    private final Optimizer optimizer;
    private final int moves;

    Rule(String text, Optimizer optimizer, int moves) {
      this.text = text;
      this.optimizer = optimizer;
      this.moves = moves;
    }

    Optimizer optimizer() {
      return optimizer;
    }

    int moves() {
      return moves;
    }

    /** The rule in lower case. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** For example {@code 34826:adam}. */
  public String name() {
    return "%s:%s".formatted(values, rule);
  }
}
