package dev.lanewise.cli;

import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.TrainListener;

/** Prints a training's lines, and between them how far its epoch has come. */
final class TrainPrinter implements TrainListener {

  private final Reporter reporter;
  private final int images;
  private final int logEvery;
  private int epochs;
  private int shown;

  TrainPrinter(Reporter reporter, Samples training, int logEvery) {
    this.reporter = reporter;
    this.images = training.size();
    this.logEvery = logEvery;
  }

  @Override
  public void onBegin(int allEpochs, int stepsPerEpoch, int trainingImages) {
    epochs = allEpochs;
  }

  @Override
  public void onStep(int epoch, int done, double loss) {
    if (epoch != shown) {
      shown = epoch;
      reporter.begin("epoch %s/%s".formatted(epoch, epochs), "images", images);
    }
    reporter.at(done);
  }

  @Override
  public void onLog(Progress p) {
    reporter.info(
        Text.format(
            "step %d (epoch %d), last %d steps: loss %s, accuracy %s; epoch so far: loss %s,"
                + " accuracy %s",
            p.step(),
            p.epoch(),
            logEvery,
            Text.loss(p.loss()),
            Text.fraction(p.accuracy()),
            Text.loss(p.epochLoss()),
            Text.fraction(p.epochAccuracy())));
  }

  @Override
  public void onEpoch(EpochResult result) {
    reporter.close();
    String validation =
        result
            .validation()
            .map(
                (Evaluation v) ->
                    ", validation loss %s, accuracy %s"
                        .formatted(Text.loss(v.loss()), Text.fraction(v.accuracy())))
            .orElse("");
    reporter.info(
        Text.format(
            "epoch %d/%d: loss %s, accuracy %s%s; %,.0f images/s, %.1f s",
            result.epoch(),
            epochs,
            Text.loss(result.loss()),
            Text.fraction(result.accuracy()),
            validation,
            images / result.seconds(),
            result.seconds()));
  }
}
