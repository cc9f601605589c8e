package dev.lanewise.peers.engine;

import dev.lanewise.bench.compare.Net;
import java.util.Random;

/** The numbers that all engines work on: values in [-1, 1), labels, initial weights. */
final class RandomData {

  private RandomData() {}

  /** Values in [-1, 1). */
  static float[] values(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  /** Labels of a network's classes. */
  static int[] labels(Net net, int length, long seed) {
    return new Random(seed).ints(length, 0, net.classes()).toArray();
  }

  /**
   * Weights after He, Zhang, Ren and Sun ("Delving deep into rectifiers", 2015), uniform.
   *
   * @param length how many
   * @param fanIn values that one output is a sum of
   */
  static float[] weights(int length, int fanIn, long seed) {
    float[] values = values(length, seed);
    float bound = (float) Math.sqrt(6.0 / fanIn);
    for (int i = 0; i < length; i++) {
      values[i] *= bound;
    }
    return values;
  }
}
