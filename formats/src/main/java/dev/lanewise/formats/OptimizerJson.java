package dev.lanewise.formats;

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

/** Optimizers as JSON. */
final class OptimizerJson {

  static final Family<Optimizer> OPTIMIZERS =
      Family.<Optimizer>of(
              "optimizer",
              rule("sgd", Sgd.of(0.01))
                  .covering(sgd -> sgd.momentum() == 0)
                  .required("learningRate")
                  .word("momentum", Sgd.momentum(0.01, 0.9))
                  .shown("momentum (0.9)")
                  .covering(sgd -> sgd.momentum() > 0 && !sgd.nesterov())
                  .word("nesterov", Sgd.nesterov(0.01, 0.9))
                  .shown("nesterov (0.9)")
                  .covering(Sgd::nesterov),
              rule("adam", Adam.of(1e-3)),
              rule("adamw", AdamW.of(1e-3)),
              rule("nadam", NAdam.of(2e-3)),
              rule("radam", RAdam.of(1e-3)),
              rule("rmsprop", RmsProp.of(1e-2)),
              rule("adagrad", Adagrad.of(1e-2)),
              rule("adadelta", Adadelta.of(1)),
              rule("lion", Lion.of(1e-4)))
          .open("optimizers", Optimizer::name);

  private OptimizerJson() {}

  /** Files always name the learning rate, options only the rule. */
  private static <T extends Record & Optimizer> Row<T> rule(String id, T usual) {
    return Row.of(id, usual).written("learningRate").word(id);
  }
}
