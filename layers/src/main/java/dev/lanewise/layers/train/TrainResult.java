package dev.lanewise.layers.train;

import java.util.List;

/**
 * What a training did.
 *
 * @param epochs results of the epochs that were completed
 * @param steps steps taken
 * @param images images that went through
 * @param seconds time the steps took, validation not counted
 * @param stopped whether it was stopped on request before its last epoch's end
 */
public record TrainResult(
    List<TrainListener.EpochResult> epochs,
    long steps,
    long images,
    double seconds,
    boolean stopped) {

  /** Training throughput. */
  public double imagesPerSecond() {
    return seconds > 0 ? images / seconds : 0;
  }
}
