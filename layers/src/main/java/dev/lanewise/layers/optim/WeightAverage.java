package dev.lanewise.layers.optim;

import dev.lanewise.core.math.Range;

/**
 * A moving average of the parameters over the steps, with which a network often predicts better
 * than with the last ones: {@code a += (1 - decay) (p - a)} after each step, {@code a = p} after
 * the first. PyTorch's {@code AveragedModel} with {@code get_ema_multi_avg_fn}.
 */
public final class WeightAverage {

  private final double decay;
  private final float[] average;

  /**
   * Allocates it.
   *
   * @param decay in [0, 1)
   * @param values number of parameters
   * @throws IllegalArgumentException if the decay is out of range
   */
  public WeightAverage(double decay, int values) {
    Range.fraction("The decay of the weights' average", decay);
    this.decay = decay;
    average = new float[values];
  }

  /** The averages; writing to the array changes them. */
  public float[] values() {
    return average;
  }

  /**
   * Takes the parameters {@code from .. to - 1} in.
   *
   * @param step the step's number, from 1
   * @param values parameters after the step
   */
  public void update(long step, float[] values, int from, int to) {
    if (step == 1) {
      System.arraycopy(values, from, average, from, to - from);
      return;
    }
    float entering = (float) (1 - decay);
    for (int i = from; i < to; i++) {
      average[i] = Math.fma(entering, values[i] - average[i], average[i]);
    }
  }

  /** Exchanges parameters and averages: before measuring, and again to go on training. */
  public void swap(float[] values) {
    for (int i = 0; i < values.length; i++) {
      float value = values[i];
      values[i] = average[i];
      average[i] = value;
    }
  }
}
