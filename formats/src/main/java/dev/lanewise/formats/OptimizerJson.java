package dev.lanewise.formats;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
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
import java.util.List;
import java.util.Map;

/** Optimizers as JSON. */
final class OptimizerJson {

  private static final Adam ADAM = Adam.of(1e-3);
  private static final AdamW ADAM_W = AdamW.of(1e-3);
  private static final NAdam N_ADAM = NAdam.of(2e-3);
  private static final RAdam R_ADAM = RAdam.of(1e-3);
  private static final RmsProp RMS_PROP = RmsProp.of(1e-2);
  private static final Adagrad ADAGRAD = Adagrad.of(1e-2);
  private static final Adadelta ADADELTA = Adadelta.of(1);
  private static final Lion LION = Lion.of(1e-4);

  static final Map<String, List<String>> OPTIMIZERS =
      Map.ofEntries(
          Map.entry(
              "sgd", List.of("learningRate", "momentum", "dampening", "nesterov", "weightDecay")),
          Map.entry(
              "adam",
              List.of("learningRate", "beta1", "beta2", "epsilon", "weightDecay", "amsgrad")),
          Map.entry(
              "adamw",
              List.of("learningRate", "beta1", "beta2", "epsilon", "weightDecay", "amsgrad")),
          Map.entry(
              "nadam",
              List.of("learningRate", "beta1", "beta2", "epsilon", "weightDecay", "momentumDecay")),
          Map.entry("radam", List.of("learningRate", "beta1", "beta2", "epsilon", "weightDecay")),
          Map.entry(
              "rmsprop",
              List.of("learningRate", "alpha", "epsilon", "weightDecay", "momentum", "centered")),
          Map.entry(
              "adagrad",
              List.of("learningRate", "rateDecay", "weightDecay", "initialSum", "epsilon")),
          Map.entry("adadelta", List.of("learningRate", "rho", "epsilon", "weightDecay")),
          Map.entry("lion", List.of("learningRate", "beta1", "beta2", "weightDecay")));

  private OptimizerJson() {}

  static Optimizer read(JsonElement element, Spot spot) {
    Typed typed = Typed.of(element, spot, "optimizer", OPTIMIZERS);
    Fields fields = typed.fields(spot, OPTIMIZERS);
    return fields.make(() -> read(typed.type(), fields));
  }

  private static Optimizer read(String type, Fields fields) {
    return switch (type) {
      case "sgd" ->
          new Sgd(
              fields.number("learningRate"),
              fields.number("momentum", 0),
              fields.number("dampening", 0),
              fields.flag("nesterov", false),
              fields.number("weightDecay", 0));
      case "adam" ->
          new Adam(
              fields.number("learningRate", ADAM.learningRate()),
              fields.number("beta1", ADAM.beta1()),
              fields.number("beta2", ADAM.beta2()),
              fields.number("epsilon", ADAM.epsilon()),
              fields.number("weightDecay", ADAM.weightDecay()),
              fields.flag("amsgrad", ADAM.amsgrad()));
      case "adamw" ->
          new AdamW(
              fields.number("learningRate", ADAM_W.learningRate()),
              fields.number("beta1", ADAM_W.beta1()),
              fields.number("beta2", ADAM_W.beta2()),
              fields.number("epsilon", ADAM_W.epsilon()),
              fields.number("weightDecay", ADAM_W.weightDecay()),
              fields.flag("amsgrad", ADAM_W.amsgrad()));
      case "nadam" ->
          new NAdam(
              fields.number("learningRate", N_ADAM.learningRate()),
              fields.number("beta1", N_ADAM.beta1()),
              fields.number("beta2", N_ADAM.beta2()),
              fields.number("epsilon", N_ADAM.epsilon()),
              fields.number("weightDecay", N_ADAM.weightDecay()),
              fields.number("momentumDecay", N_ADAM.momentumDecay()));
      case "radam" ->
          new RAdam(
              fields.number("learningRate", R_ADAM.learningRate()),
              fields.number("beta1", R_ADAM.beta1()),
              fields.number("beta2", R_ADAM.beta2()),
              fields.number("epsilon", R_ADAM.epsilon()),
              fields.number("weightDecay", R_ADAM.weightDecay()));
      case "rmsprop" ->
          new RmsProp(
              fields.number("learningRate", RMS_PROP.learningRate()),
              fields.number("alpha", RMS_PROP.alpha()),
              fields.number("epsilon", RMS_PROP.epsilon()),
              fields.number("weightDecay", RMS_PROP.weightDecay()),
              fields.number("momentum", RMS_PROP.momentum()),
              fields.flag("centered", RMS_PROP.centered()));
      case "adagrad" ->
          new Adagrad(
              fields.number("learningRate", ADAGRAD.learningRate()),
              fields.number("rateDecay", ADAGRAD.rateDecay()),
              fields.number("weightDecay", ADAGRAD.weightDecay()),
              fields.number("initialSum", ADAGRAD.initialSum()),
              fields.number("epsilon", ADAGRAD.epsilon()));
      case "adadelta" ->
          new Adadelta(
              fields.number("learningRate", ADADELTA.learningRate()),
              fields.number("rho", ADADELTA.rho()),
              fields.number("epsilon", ADADELTA.epsilon()),
              fields.number("weightDecay", ADADELTA.weightDecay()));
      case "lion" ->
          new Lion(
              fields.number("learningRate", LION.learningRate()),
              fields.number("beta1", LION.beta1()),
              fields.number("beta2", LION.beta2()),
              fields.number("weightDecay", LION.weightDecay()));
      default -> throw new IllegalStateException("No reader for: " + type);
    };
  }

  static JsonObject write(Optimizer optimizer) {
    return switch (optimizer) {
      case Sgd sgd -> {
        JsonObject object = rated("sgd", sgd);
        add(object, "momentum", sgd.momentum(), 0);
        add(object, "dampening", sgd.dampening(), 0);
        add(object, "nesterov", sgd.nesterov());
        add(object, "weightDecay", sgd.weightDecay(), 0);
        yield object;
      }
      case Adam adam -> {
        JsonObject object = rated("adam", adam);
        moments(object, adam.beta1(), adam.beta2(), adam.epsilon());
        add(object, "weightDecay", adam.weightDecay(), ADAM.weightDecay());
        add(object, "amsgrad", adam.amsgrad());
        yield object;
      }
      case AdamW adam -> {
        JsonObject object = rated("adamw", adam);
        moments(object, adam.beta1(), adam.beta2(), adam.epsilon());
        add(object, "weightDecay", adam.weightDecay(), ADAM_W.weightDecay());
        add(object, "amsgrad", adam.amsgrad());
        yield object;
      }
      case NAdam adam -> {
        JsonObject object = rated("nadam", adam);
        moments(object, adam.beta1(), adam.beta2(), adam.epsilon());
        add(object, "weightDecay", adam.weightDecay(), N_ADAM.weightDecay());
        add(object, "momentumDecay", adam.momentumDecay(), N_ADAM.momentumDecay());
        yield object;
      }
      case RAdam adam -> {
        JsonObject object = rated("radam", adam);
        moments(object, adam.beta1(), adam.beta2(), adam.epsilon());
        add(object, "weightDecay", adam.weightDecay(), R_ADAM.weightDecay());
        yield object;
      }
      case RmsProp rule -> {
        JsonObject object = rated("rmsprop", rule);
        add(object, "alpha", rule.alpha(), RMS_PROP.alpha());
        add(object, "epsilon", rule.epsilon(), RMS_PROP.epsilon());
        add(object, "weightDecay", rule.weightDecay(), RMS_PROP.weightDecay());
        add(object, "momentum", rule.momentum(), RMS_PROP.momentum());
        add(object, "centered", rule.centered());
        yield object;
      }
      case Adagrad rule -> {
        JsonObject object = rated("adagrad", rule);
        add(object, "rateDecay", rule.rateDecay(), ADAGRAD.rateDecay());
        add(object, "weightDecay", rule.weightDecay(), ADAGRAD.weightDecay());
        add(object, "initialSum", rule.initialSum(), ADAGRAD.initialSum());
        add(object, "epsilon", rule.epsilon(), ADAGRAD.epsilon());
        yield object;
      }
      case Adadelta rule -> {
        JsonObject object = rated("adadelta", rule);
        add(object, "rho", rule.rho(), ADADELTA.rho());
        add(object, "epsilon", rule.epsilon(), ADADELTA.epsilon());
        add(object, "weightDecay", rule.weightDecay(), ADADELTA.weightDecay());
        yield object;
      }
      case Lion rule -> {
        JsonObject object = rated("lion", rule);
        add(object, "beta1", rule.beta1(), LION.beta1());
        add(object, "beta2", rule.beta2(), LION.beta2());
        add(object, "weightDecay", rule.weightDecay(), LION.weightDecay());
        yield object;
      }
      default ->
          throw new IllegalArgumentException(
              "Only the project's own optimizers can be written. Received: " + optimizer.name());
    };
  }

  private static JsonObject rated(String type, Optimizer optimizer) {
    JsonObject object = Typed.object(type);
    object.add("learningRate", Json.number(optimizer.learningRate()));
    return object;
  }

  /** The same defaults for all of Adam's kin. */
  private static void moments(JsonObject object, double beta1, double beta2, double epsilon) {
    add(object, "beta1", beta1, ADAM.beta1());
    add(object, "beta2", beta2, ADAM.beta2());
    add(object, "epsilon", epsilon, ADAM.epsilon());
  }

  /** Adds a number unless it is the usual one. */
  static void add(JsonObject object, String key, double value, double usual) {
    if (Double.compare(value, usual) != 0) {
      object.add(key, Json.number(value));
    }
  }

  /** Adds a flag that is set. */
  static void add(JsonObject object, String key, boolean value) {
    if (value) {
      object.addProperty(key, true);
    }
  }
}
