package dev.lanewise.layers.train;

import dev.lanewise.layers.schedule.Plateau.Goal;
import java.util.Optional;
import java.util.function.Supplier;

/** Is told how training goes. Calls come from the thread that trains. */
public interface TrainListener {

  /**
   * A stretch of steps.
   *
   * @param epoch epoch, from 1
   * @param step last step of the stretch, from 1, counted over all epochs
   * @param epochStep the same, counted within the epoch
   * @param loss loss over the stretch's images as one batch: the mean, unless the loss is a sum;
   *     not a number if none of them counts
   * @param accuracy fraction of the stretch's images that were right when they came
   * @param epochLoss the same since the epoch began
   * @param epochAccuracy fraction right since the epoch began
   */
  record Progress(
      int epoch,
      long step,
      int epochStep,
      double loss,
      double accuracy,
      double epochLoss,
      double epochAccuracy) {}

  /**
   * An epoch.
   *
   * @param epoch epoch, from 1
   * @param steps steps since training began
   * @param loss training loss over the epoch's images as one batch, each taken when it came: the
   *     mean, unless the loss is a sum
   * @param accuracy fraction of training images that were right when they came
   * @param validation how the network does on the validation samples after the epoch
   * @param learningRate of the epoch's last step
   * @param seconds time the epoch's steps took
   */
  record EpochResult(
      int epoch,
      long steps,
      double loss,
      double accuracy,
      Optional<Evaluation> validation,
      double learningRate,
      double seconds) {

    /** The loss or the accuracy: of the validation samples if there are any. */
    public double figure(Goal goal) {
      return goal == Goal.SMALL
          ? validation.map(Evaluation::loss).orElse(loss)
          : validation.map(Evaluation::accuracy).orElse(accuracy);
    }
  }

  /** Training begins. */
  default void onBegin(int epochs, int stepsPerEpoch, int images) {}

  /**
   * A step has ended; {@code images} of the epoch are done. Its loss is not a number if nothing in
   * it counts: then no step was taken, and the epoch's mean leaves it out. Called often: allocate
   * nothing.
   */
  default void onStep(int epoch, int images, double loss) {}

  /** A stretch of {@link TrainOptions#logEvery} steps has ended. */
  default void onLog(Progress progress) {}

  /**
   * An epoch has ended, or training stops on request in the middle of one: what {@code state} gives
   * is all that another trainer needs to go on. It is a copy, which is made when it is asked for,
   * during the call.
   */
  default void onState(Supplier<TrainState> state) {}

  /**
   * An epoch has ended. If the weights are averaged, the network has the averages during the call.
   */
  default void onEpoch(EpochResult result) {}
}
