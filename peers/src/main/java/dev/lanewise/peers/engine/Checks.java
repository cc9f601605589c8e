package dev.lanewise.peers.engine;

import dev.lanewise.bench.compare.Net;
import dev.lanewise.bench.compare.Part;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/** What must hold before an engine's figures count. */
final class Checks {

  /** Steps after which the loss on the same images must be smaller. */
  private static final int STEPS = 7;

  /** Losses that are held against other engines': later ones drift apart. */
  private static final int COMPARED_STEPS = 3;

  /** Images whose probabilities are held against other engines'. */
  private static final int COMPARED_IMAGES = 3;

  /** Images of these steps, at most. */
  static final int BATCH = 32;

  /** A rate of learning that changes no figure, and with which random labels do no harm. */
  static final double TINY_RATE = 1e-6;

  /** The smallest share of its magnitude by which a sum in float may be wrong. */
  private static final double TOLERANCE = 1e-5;

  private Checks() {}

  /** A network must have as many parameters as Lanewise's. */
  static void parameters(Net net, long received) {
    if (received != net.parameters()) {
      throw new IllegalStateException(
          "%s must have %s parameters. Received: %s".formatted(net, net.parameters(), received));
    }
  }

  /**
   * Takes some steps on the same images, with a real rate, the first of them untrained.
   *
   * @param step takes one and gives the loss before it
   * @return the losses of the first steps, or nothing if other engines' may differ: dropout is
   *     random
   */
  static double[] losses(Net net, DoubleSupplier step) {
    double[] losses = new double[STEPS];
    Arrays.setAll(losses, i -> step.getAsDouble());
    double first = losses[0];
    double last = losses[STEPS - 1];
    if (!(first > 1 && first < 8 && last < first)) {
      throw new IllegalStateException(
          "%s's loss must begin between 1 and 8, and fall. Received: %s"
              .formatted(net, Arrays.toString(losses)));
    }
    boolean random = net.parts().stream().anyMatch(Part.Dropout.class::isInstance);
    return random ? new double[0] : Arrays.copyOf(losses, COMPARED_STEPS);
  }

  /**
   * Probabilities must be as many as there are classes for each image, and sum to 1.
   *
   * @return those of the first images
   */
  static double[] probabilities(Net net, int batch, float[] values) {
    if (values.length != batch * net.classes()) {
      throw new IllegalStateException(
          "%s must give %s values. Received: %s"
              .formatted(net, batch * net.classes(), values.length));
    }
    for (int i = 0; i < batch; i++) {
      double sum = 0;
      for (int c = 0; c < net.classes(); c++) {
        sum += values[i * net.classes() + c];
      }
      if (!(Math.abs(sum - 1) < 1e-3)) {
        throw new IllegalStateException(
            "%s's probabilities must sum to 1. Received of image %s: %s".formatted(net, i, sum));
      }
    }
    double[] some = new double[Math.min(values.length, COMPARED_IMAGES * net.classes())];
    Arrays.setAll(some, i -> values[i]);
    return some;
  }

  /** A sum in float must be near the sum in double. */
  static void near(String what, double expected, double magnitude, double received) {
    if (!(Math.abs(received - expected) <= TOLERANCE * magnitude)) {
      throw new IllegalStateException(
          "%s must be %s. Received: %s".formatted(what, expected, received));
    }
  }
}
