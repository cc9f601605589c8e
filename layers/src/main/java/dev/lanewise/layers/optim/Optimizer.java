package dev.lanewise.layers.optim;

/**
 * A rule that changes parameters by their gradients. It is immutable; what it remembers of each
 * value lies in arrays, its slots, that its caller keeps.
 */
public interface Optimizer {

  /** Its name, for example {@code SGD}. */
  String name();

  /** The learning rate, unless a caller gives another for a step. */
  double learningRate();

  /** The same with another learning rate. */
  Optimizer withLearningRate(double rate);

  /** The factor of its weight decay; 0 for none. */
  double weightDecay();

  /** The same with another factor of weight decay. */
  Optimizer withWeightDecay(double decay);

  /** Number of slots: floats to remember for each value, all 0 at first. */
  int slots();

  /**
   * Changes the values {@code from .. to - 1}. The gradients are spent: they may be changed, too.
   *
   * @param step the step's number, from 1
   * @param rate the step's learning rate
   * @param values parameters
   * @param gradients their gradients
   * @param slots {@link #slots()} arrays as long as {@code values}
   * @param from first value
   * @param to end of the values
   */
  void update(
      long step, double rate, float[] values, float[] gradients, float[][] slots, int from, int to);

  /**
   * The factor that a schedule changes along with the rate: the momentum of SGD and RMSprop, the
   * first beta of Adam and AdamW. 0 if there is none, and then none may be given.
   */
  default double momentum() {
    return 0;
  }

  /**
   * {@link #update(long, double, float[], float[], float[][], int, int)} with another {@link
   * #momentum} for this step.
   *
   * @param momentum the step's momentum; of no effect where {@link #momentum()} is 0
   */
  default void update(
      long step,
      double rate,
      double momentum,
      float[] values,
      float[] gradients,
      float[][] slots,
      int from,
      int to) {
    update(step, rate, values, gradients, slots, from, to);
  }
}
