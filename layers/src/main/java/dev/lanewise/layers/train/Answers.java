package dev.lanewise.layers.train;

import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.Result;
import dev.lanewise.layers.loss.Targets;

/** What an image's result says, and whether it counts. */
final class Answers {

  private Answers() {}

  /** Index of the largest value, the first of equal ones; -1 if one is not a number. */
  static int largest(Result result, int lane) {
    float[] values = result.values();
    int best = 0;
    float value = values[result.index(0) + lane];
    boolean numbers = value == value;
    for (int e = 1; e < result.elements(); e++) {
      float candidate = values[result.index(e) + lane];
      numbers &= candidate == candidate;
      if (candidate > value) {
        value = candidate;
        best = e;
      }
    }
    return numbers ? best : -1;
  }

  /** Whether the image in a lane adds anything to a loss. */
  static boolean counts(Loss loss, Targets targets, int lane) {
    return targets.weight(lane) > 0
        && (!targets.byClass() || !loss.weighs() || loss.share(targets.label(lane)) > 0);
  }

  /** What gradients are multiplied by: 1 / normaliser, or 0 for a mean over nothing. */
  static double scale(Loss loss, double shares, int elements) {
    double normaliser = loss.normaliser(shares, elements);
    return normaliser == 0 ? 0 : 1 / normaliser;
  }
}
