package dev.lanewise.layers.model;

import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.schedule.Schedule;
import dev.lanewise.layers.train.EarlyStopping;
import dev.lanewise.layers.train.TrainOptions;
import dev.lanewise.layers.train.UpdateOptions;
import dev.lanewise.layers.train.ValidationSplit;
import java.util.Optional;

/**
 * How a model is trained, as far as it belongs to the model; each part can be overridden.
 *
 * @param data samples
 * @param augment how training sees them
 * @param optimizer optimizer
 * @param update schedule, parameter groups, clipping, averages, accumulation. A schedule per {@link
 *     UpdateOptions.Per#EPOCH_SMOOTHLY} is written in epochs, whatever the number of samples
 * @param course how long, in what portions
 * @param logEvery steps from one line of averages to the next; 0 for none
 * @param report what to show when training has ended
 * @param conv how convolutions are computed, which has a say in the bits
 */
public record Recipe(
    DataRecipe data,
    AugmentRecipe augment,
    Optimizer optimizer,
    UpdateOptions update,
    Course course,
    int logEvery,
    Report report,
    ConvAlgorithm conv) {

  /**
   * How long a training takes, and in what portions.
   *
   * @param epochs times through the samples
   * @param batch images that go through the network at once
   * @param shuffle whether each epoch has an order of its own
   * @param validation samples that are set aside
   * @param stopping when it ends before its last epoch; empty for never
   */
  public record Course(
      int epochs,
      int batch,
      boolean shuffle,
      Validation validation,
      Optional<EarlyStopping> stopping) {}

  /**
   * Samples that are set aside from the training samples.
   *
   * @param fraction of the training samples; 0 for none
   * @param which which ones
   */
  public record Validation(double fraction, ValidationSplit.Which which) {

    /** Nothing set aside. */
    public static final Validation NONE = new Validation(0, ValidationSplit.Which.LAST);

    /**
     * Checks the fraction.
     *
     * @throws IllegalArgumentException if it is not in [0, 1)
     */
    public Validation {
      if (!(fraction >= 0 && fraction < 1)) {
        throw new IllegalArgumentException(
            "A validation split must be at least 0 and less than 1. Received: " + fraction);
      }
    }
  }

  /**
   * What to show when training has ended, besides the results.
   *
   * @param parameter name of a parameter to show before and after; empty for none
   * @param predictions number of test samples whose prediction to show
   */
  public record Report(String parameter, int predictions) {

    /** Nothing more. */
    public static final Report NONE = new Report("", 0);
  }

  /** The usual: shuffled, nothing set aside, no lines between epochs. */
  public static Recipe of(DataRecipe data, Optimizer optimizer, int epochs, int batch) {
    return new Recipe(
        data,
        AugmentRecipe.NONE,
        optimizer,
        UpdateOptions.NONE,
        new Course(epochs, batch, true, Validation.NONE, Optional.empty()),
        0,
        Report.NONE,
        ConvAlgorithm.AUTO);
  }

  /** Times through the samples. */
  public int epochs() {
    return course.epochs();
  }

  /** Images that go through the network at once. */
  public int batch() {
    return course.batch();
  }

  /** Whether each epoch has an order of its own. */
  public boolean shuffle() {
    return course.shuffle();
  }

  /** Samples that are set aside. */
  public Validation validation() {
    return course.validation();
  }

  /** What a trainer needs to know, with a seed. */
  public TrainOptions trainOptions(long seed) {
    return new TrainOptions(
        course.epochs(),
        course.batch(),
        seed,
        course.shuffle(),
        logEvery,
        conv,
        update,
        course.stopping());
  }

  /** The same with a line of averages every so many steps. */
  public Recipe withLogEvery(int steps) {
    return new Recipe(data, augment, optimizer, update, course, steps, report, conv);
  }

  /** The same in the order of the data set. */
  public Recipe inOrder() {
    return withCourse(new Course(epochs(), batch(), false, validation(), course.stopping()));
  }

  /** The same with samples set aside. */
  public Recipe withValidation(Validation newValidation) {
    return withCourse(new Course(epochs(), batch(), shuffle(), newValidation, course.stopping()));
  }

  /** The same with an end when training no longer gets better. */
  public Recipe withStopping(EarlyStopping stopping) {
    return withCourse(
        new Course(epochs(), batch(), shuffle(), validation(), Optional.of(stopping)));
  }

  /** The same without an early end. */
  public Recipe withoutStopping() {
    return withCourse(new Course(epochs(), batch(), shuffle(), validation(), Optional.empty()));
  }

  /** The same with something to show at the end. */
  public Recipe withReport(Report newReport) {
    return new Recipe(data, augment, optimizer, update, course, logEvery, newReport, conv);
  }

  /** The same with other data. */
  public Recipe withData(DataRecipe newData) {
    return new Recipe(newData, augment, optimizer, update, course, logEvery, report, conv);
  }

  /** The same with another augmentation. */
  public Recipe withAugment(AugmentRecipe newAugment) {
    return new Recipe(data, newAugment, optimizer, update, course, logEvery, report, conv);
  }

  /** The same with another optimizer. */
  public Recipe withOptimizer(Optimizer newOptimizer) {
    return new Recipe(data, augment, newOptimizer, update, course, logEvery, report, conv);
  }

  /** The same with another schedule, other groups, ... */
  public Recipe withUpdate(UpdateOptions newUpdate) {
    return new Recipe(data, augment, optimizer, newUpdate, course, logEvery, report, conv);
  }

  /** The same with a schedule whose lengths are epochs; the rate changes with every step. */
  public Recipe withSchedule(Schedule epochs) {
    return withUpdate(update.withSchedule(epochs, UpdateOptions.Per.EPOCH_SMOOTHLY));
  }

  /** The same with another number of epochs and another batch size; see {@link #stretched}. */
  public Recipe withLength(int newEpochs, int newBatch) {
    return withCourse(new Course(newEpochs, newBatch, shuffle(), validation(), course.stopping()));
  }

  /**
   * The same with another number of epochs, to which a schedule in epochs is stretched: what began
   * at half of the training begins at half of it.
   */
  public Recipe stretched(int newEpochs) {
    Recipe longer = withLength(newEpochs, batch());
    if (newEpochs == epochs() || update.per() == UpdateOptions.Per.STEP) {
      return longer;
    }
    return longer.withUpdate(
        update.withSchedule(
            update.schedule().stretched((double) newEpochs / epochs()), update.per()));
  }

  private Recipe withCourse(Course newCourse) {
    return new Recipe(data, augment, optimizer, update, newCourse, logEvery, report, conv);
  }

  /** The same with another algorithm for convolutions. */
  public Recipe withConv(ConvAlgorithm newConv) {
    return new Recipe(data, augment, optimizer, update, course, logEvery, report, newConv);
  }
}
