package dev.lanewise.cli;

import dev.lanewise.formats.RecipeWords;
import dev.lanewise.formats.Suggestions;
import dev.lanewise.formats.Words;
import dev.lanewise.layers.loss.ClassWeights;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.NegativeLogLikelihood;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.optim.GradientClip;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.schedule.OneCycle;
import dev.lanewise.layers.schedule.Plateau.Goal;
import dev.lanewise.layers.train.EarlyStopping;
import dev.lanewise.layers.train.UpdateOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code train} may say about optimizer, schedule, loss and the end. */
final class LearningOptions {

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "${bundle:optimizers}. Default: the model's.")
  private @Nullable String optimizer;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description =
          "Learning rate; of one-cycle the highest. Default: the model's, or with another"
              + " --optimizer 0.001 for adam, 0.01 for sgd, ...")
  private @Nullable Double rate;

  @Option(
      names = "--weight-decay",
      paramLabel = "FACTOR",
      description = "Weight decay. Default: the model's, or with another --optimizer its usual.")
  private @Nullable Double weightDecay;

  @Option(
      names = "--no-decay-on-vectors",
      description = "Weight decay for weights only, not for biases and normalisations.")
  private boolean decayOfWeightsOnly;

  @Option(
      names = "--schedule",
      paramLabel = "NAME[:N...]",
      description =
          "Course of the learning rate: ${bundle:schedules}. Lengths are epochs;"
              + " the rate changes with every step. Default: the model's, stretched to --epochs.")
  private @Nullable String schedule;

  @Option(
      names = "--warmup",
      paramLabel = "EPOCHS",
      description =
          "Epochs in which the rate rises from a tenth, before --schedule (default of that:"
              + " constant).")
  private @Nullable Integer warmUp;

  @Option(
      names = "--clip-norm",
      paramLabel = "MOST",
      description = "Greatest Euclidean norm of all gradients together. Default: the model's.")
  private @Nullable Double clipNorm;

  @Option(
      names = "--clip-value",
      paramLabel = "MOST",
      description = "Greatest absolute value of each gradient. Default: the model's.")
  private @Nullable Double clipValue;

  @Option(
      names = "--ema",
      paramLabel = "DECAY",
      description =
          "Keep a moving average of the weights (0.999 is usual); it is measured and saved. 0 for"
              + " none. Default: the model's.")
  private @Nullable Double average;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description = "Batches whose gradients make one step. Default: the model's.")
  private @Nullable Integer accumulation;

  @Option(
      names = "--label-smoothing",
      paramLabel = "SHARE",
      description = "Share of each target that is spread over all classes. Default: the model's.")
  private @Nullable Double smoothing;

  @Option(
      names = "--class-weights",
      paramLabel = "W",
      split = ",",
      description = "A factor of the loss for each class. Default: the model's.")
  private List<Float> classWeights = new ArrayList<>();

  @Option(
      names = "--ignore-class",
      paramLabel = "C",
      description = "A class, from 0, whose images add nothing to the loss. Default: the model's.")
  private @Nullable Integer ignored;

  @Option(
      names = "--patience",
      paramLabel = "EPOCHS",
      description =
          "End after so many epochs without a better result, with the weights of the best one; 0"
              + " for never. Default: the model's.")
  private @Nullable Integer patience;

  @Option(
      names = "--min-delta",
      paramLabel = "D",
      description = "By how much a result must be better to count for --patience. Default: 0.")
  private @Nullable Double least;

  @Option(
      names = "--monitor",
      paramLabel = "loss|accuracy",
      description =
          "What --patience, --save-best and a plateau watch, on validation images if there are any."
              + " Default: the model's, usually loss.")
  private @Nullable String monitor;

  /** Checks what needs no model. */
  void check() {
    if (rate != null && !(rate > 0 && Double.isFinite(rate))) {
      throw CliException.usage("--lr must be positive and finite. Received: " + rate);
    }
    if (weightDecay != null && !(weightDecay >= 0 && Double.isFinite(weightDecay))) {
      throw CliException.usage(
          "--weight-decay must be at least 0 and finite. Received: " + weightDecay);
    }
    if (warmUp != null) {
      BaseCommand.atLeast("--warmup", 0, warmUp);
    }
    if (clipNorm != null && clipValue != null) {
      throw CliException.usage("--clip-norm and --clip-value exclude each other. Received: both");
    }
    positive("--clip-norm", clipNorm);
    positive("--clip-value", clipValue);
    if (average != null && !(average >= 0 && average < 1)) {
      throw CliException.usage("--ema must be at least 0 and less than 1. Received: " + average);
    }
    if (accumulation != null) {
      BaseCommand.between("--accumulate", 1, 1024, accumulation);
    }
    if (smoothing != null && !(smoothing >= 0 && smoothing <= 1)) {
      throw CliException.usage("--label-smoothing must be between 0 and 1. Received: " + smoothing);
    }
    for (float weight : classWeights) {
      if (!(weight >= 0 && Float.isFinite(weight))) {
        throw CliException.usage(
            "Every number of --class-weights must be at least 0 and finite. Received: " + weight);
      }
    }
    if (patience != null) {
      BaseCommand.atLeast("--patience", 0, patience);
    }
    if (least != null && !(least >= 0 && Double.isFinite(least))) {
      throw CliException.usage("--min-delta must be at least 0 and finite. Received: " + least);
    }
    goal(Goal.SMALL);
  }

  private static void positive(String option, @Nullable Double value) {
    if (value != null && !(value > 0 && Double.isFinite(value))) {
      throw CliException.usage(
          "%s must be positive and finite. Received: %s".formatted(option, value));
    }
  }

  /** Whether a learning rate is given. */
  boolean hasRate() {
    return rate != null;
  }

  /** What is said of the schedule; empty if nothing. */
  String scheduleText() {
    String warmed = warmUp == null ? "" : "warm-up of " + warmUp + " epochs, then ";
    return schedule == null && warmUp == null
        ? ""
        : warmed + (schedule == null ? "constant" : schedule);
  }

  /** What is watched. */
  Goal goal(Goal otherwise) {
    if (monitor == null) {
      return otherwise;
    }
    return switch (monitor) {
      case "loss" -> Goal.SMALL;
      case "accuracy" -> Goal.LARGE;
      default ->
          throw CliException.usage(
              "--monitor must be loss or accuracy. Received: %s. %s"
                  .formatted(monitor, Suggestions.hint(monitor, List.of("loss", "accuracy"))));
    };
  }

  /** What a recipe watches, or what the option says. */
  Goal goal(Recipe recipe) {
    return goal(recipe.course().stopping().map(EarlyStopping::goal).orElse(Goal.SMALL));
  }

  /** A recipe of the right length with what the options say. */
  Recipe apply(Recipe recipe) {
    Optimizer rule = optimizer == null ? recipe.optimizer() : named(optimizer, recipe.optimizer());
    if (rate != null) {
      rule = rule.withLearningRate(rate);
    }
    if (weightDecay != null) {
      rule = rule.withWeightDecay(weightDecay);
    }
    return stopping(recipe.withOptimizer(rule).withUpdate(update(recipe, rule)));
  }

  /** A recipe's optimizer if it is of this name, else one with the usual factors. */
  private static Optimizer named(String name, Optimizer recipe) {
    Words<Optimizer> words = RecipeWords.OPTIMIZERS;
    String lower = name.toLowerCase(Locale.ROOT);
    if (!words.names().contains(lower)) {
      throw CliException.usage(
          "Unknown optimizer %s. %s".formatted(name, Suggestions.hint(name, words.names())));
    }
    return words.covers(lower, recipe) ? recipe : words.parse("--optimizer", lower);
  }

  private UpdateOptions update(Recipe recipe, Optimizer rule) {
    UpdateOptions update = recipe.update();
    if (schedule != null || warmUp != null) {
      update =
          Schedules.apply(
              schedule == null ? "constant" : schedule,
              warmUp == null ? 0 : warmUp,
              update,
              recipe.epochs(),
              rule.learningRate(),
              goal(recipe));
    } else if (rate != null && update.schedule() instanceof OneCycle cycle) {
      update = update.withSchedule(cycle.withHighest(rate), update.per());
    }
    if (decayOfWeightsOnly) {
      List<ParameterGroup> groups = new ArrayList<>(update.groups());
      groups.addAll(ParameterGroup.decayOfWeightsOnly());
      update = update.withGroups(groups);
    }
    if (clipNorm != null) {
      update = update.withClip(new GradientClip.ByNorm(clipNorm));
    }
    if (clipValue != null) {
      update = update.withClip(new GradientClip.ByValue(clipValue));
    }
    if (average != null) {
      update = average == 0 ? update.withoutAverage() : update.withAverage(average);
    }
    return accumulation == null ? update : update.withAccumulation(accumulation);
  }

  private Recipe stopping(Recipe recipe) {
    Optional<EarlyStopping> own = recipe.course().stopping();
    if (patience == null && (own.isEmpty() || (least == null && monitor == null))) {
      return recipe;
    }
    int epochs = patience == null ? own.orElseThrow().patience() : patience;
    if (epochs == 0) {
      return recipe.withoutStopping();
    }
    double delta = least == null ? own.map(EarlyStopping::least).orElse(0.0) : least;
    return recipe.withStopping(
        new EarlyStopping(
            goal(recipe), epochs, delta, own.map(EarlyStopping::restore).orElse(true)));
  }

  /** A loss with what the options say. */
  Loss apply(Loss loss, int classes) {
    if (smoothing == null && classWeights.isEmpty() && ignored == null) {
      return loss;
    }
    if (!classWeights.isEmpty() && classWeights.size() != classes) {
      throw CliException.usage(
          "--class-weights must have a number for each class. Expected: %s. Received: %s"
              .formatted(classes, classWeights.size()));
    }
    if (!classWeights.isEmpty() && classWeights.stream().allMatch(weight -> weight == 0)) {
      throw CliException.usage(
          "At least one number of --class-weights must be above 0. Received: %s numbers of 0"
              .formatted(classes));
    }
    if (ignored != null) {
      BaseCommand.between("--ignore-class", 0, classes - 1L, ignored);
    }
    return switch (loss) {
      case SoftmaxCrossEntropy cross ->
          new SoftmaxCrossEntropy(
              cross.reduction(),
              smoothing == null ? cross.smoothing() : smoothing,
              weights(cross.weights()),
              ignored == null ? cross.ignored() : ignored);
      case NegativeLogLikelihood likelihood when smoothing == null ->
          new NegativeLogLikelihood(
              likelihood.reduction(),
              weights(likelihood.weights()),
              ignored == null ? likelihood.ignored() : ignored);
      default ->
          throw CliException.usage(
              "%s needs another loss: %s. Received: %s"
                  .formatted(
                      smoothing == null ? "--class-weights or --ignore-class" : "--label-smoothing",
                      smoothing == null
                          ? "SoftmaxCrossEntropy or NegativeLogLikelihood"
                          : "SoftmaxCrossEntropy",
                      loss.name()));
    };
  }

  private ClassWeights weights(ClassWeights otherwise) {
    if (classWeights.isEmpty()) {
      return otherwise;
    }
    float[] values = new float[classWeights.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = classWeights.get(i);
    }
    return ClassWeights.of(values);
  }
}
