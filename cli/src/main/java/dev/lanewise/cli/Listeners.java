package dev.lanewise.cli;

import dev.lanewise.layers.train.TrainListener;
import dev.lanewise.layers.train.TrainState;
import java.util.function.Supplier;

/**
 * Two listeners as one.
 *
 * @param first who is told first
 * @param second who is told then
 */
record Listeners(TrainListener first, TrainListener second) implements TrainListener {

  @Override
  public void onBegin(int epochs, int stepsPerEpoch, int images) {
    first.onBegin(epochs, stepsPerEpoch, images);
    second.onBegin(epochs, stepsPerEpoch, images);
  }

  @Override
  public void onStep(int epoch, int images, double loss) {
    first.onStep(epoch, images, loss);
    second.onStep(epoch, images, loss);
  }

  @Override
  public void onLog(Progress progress) {
    first.onLog(progress);
    second.onLog(progress);
  }

  @Override
  public void onState(Supplier<TrainState> state) {
    first.onState(state);
    second.onState(state);
  }

  @Override
  public void onEpoch(EpochResult result) {
    first.onEpoch(result);
    second.onEpoch(result);
  }
}
