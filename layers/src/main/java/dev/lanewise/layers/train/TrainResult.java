package dev.lanewise.layers.train;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a training did.
 *
 * @param epochs results of the epochs that were completed
 * @param steps steps taken
 * @param images images that went through
 * @param seconds time the steps took, validation not counted
 * @param restored the epoch whose parameters the network was given back; empty if it has those of
 *     the last step
 * @param stopped whether it was stopped on request before its last epoch's end
 */
public record TrainResult(
    List<TrainListener.EpochResult> epochs,
    long steps,
    long images,
    double seconds,
    OptionalInt restored,
    boolean stopped) {

  /** Training throughput. */
  public double imagesPerSecond() {
    return seconds > 0 ? images / seconds : 0;
  }
}
