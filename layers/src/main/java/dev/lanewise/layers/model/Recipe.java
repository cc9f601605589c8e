package dev.lanewise.layers.model;

import dev.lanewise.core.conv.ConvAlgorithm;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.train.ValidationSplit;

/**
 * How a model is trained, as far as it belongs to the model; each part can be overridden.
 *
 * @param data samples
 * @param optimizer optimizer
 * @param epochs times through the samples
 * @param batch images a step
 * @param shuffle whether each epoch has an order of its own
 * @param validation samples that are set aside
 * @param logEvery steps from one line of averages to the next; 0 for none
 * @param report what to show when training has ended
 * @param conv how convolutions are computed, which has a say in the bits
 */
public record Recipe(
    DataRecipe data,
    Optimizer optimizer,
    int epochs,
    int batch,
    boolean shuffle,
    Validation validation,
    int logEvery,
    Report report,
    ConvAlgorithm conv) {

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
        data, optimizer, epochs, batch, true, Validation.NONE, 0, Report.NONE, ConvAlgorithm.AUTO);
  }

  /** The same with a line of averages every so many steps. */
  public Recipe withLogEvery(int steps) {
    return new Recipe(data, optimizer, epochs, batch, shuffle, validation, steps, report, conv);
  }

  /** The same in the order of the data set. */
  public Recipe inOrder() {
    return new Recipe(data, optimizer, epochs, batch, false, validation, logEvery, report, conv);
  }

  /** The same with samples set aside. */
  public Recipe withValidation(Validation newValidation) {
    return new Recipe(
        data, optimizer, epochs, batch, shuffle, newValidation, logEvery, report, conv);
  }

  /** The same with something to show at the end. */
  public Recipe withReport(Report newReport) {
    return new Recipe(
        data, optimizer, epochs, batch, shuffle, validation, logEvery, newReport, conv);
  }

  /** The same with other data. */
  public Recipe withData(DataRecipe newData) {
    return new Recipe(
        newData, optimizer, epochs, batch, shuffle, validation, logEvery, report, conv);
  }

  /** The same with another optimizer. */
  public Recipe withOptimizer(Optimizer newOptimizer) {
    return new Recipe(
        data, newOptimizer, epochs, batch, shuffle, validation, logEvery, report, conv);
  }

  /** The same with another number of epochs and another batch size. */
  public Recipe withLength(int newEpochs, int newBatch) {
    return new Recipe(
        data, optimizer, newEpochs, newBatch, shuffle, validation, logEvery, report, conv);
  }

  /** The same with another algorithm for convolutions. */
  public Recipe withConv(ConvAlgorithm newConv) {
    return new Recipe(
        data, optimizer, epochs, batch, shuffle, validation, logEvery, report, newConv);
  }
}
