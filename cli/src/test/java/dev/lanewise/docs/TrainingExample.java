package dev.lanewise.docs;

import dev.lanewise.core.augment.RandomCrop;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.data.Digits;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import dev.lanewise.data.augment.Augmentation;
import dev.lanewise.data.augment.Augmented;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.schedule.CosineDecay;
import dev.lanewise.layers.schedule.Sequence;
import dev.lanewise.layers.train.EarlyStopping;
import dev.lanewise.layers.train.TrainListener;
import dev.lanewise.layers.train.TrainOptions;
import dev.lanewise.layers.train.TrainResult;
import dev.lanewise.layers.train.Trainer;
import dev.lanewise.layers.train.UpdateOptions;
import java.util.Optional;

final class TrainingExample {

  private TrainingExample() {}

  static TrainResult train(Simd simd) {
    Network network = Presets.digitsCnn().network(1);
    ImageSet images = Digits.generate(7, 1200, Split.TRAIN);
    ImageSet watched = Digits.generate(7, 300, Split.TEST);
    // training.md: begin
    UpdateOptions update =
        UpdateOptions.NONE
            .withSchedule(
                Sequence.warmUp(1, 0.1, new CosineDecay(5)), UpdateOptions.Per.EPOCH_SMOOTHLY)
            .withGroups(ParameterGroup.decayOfWeightsOnly())
            .withAverage(0.99);
    TrainOptions options =
        new TrainOptions(6, 32, 1, true, 0).withUpdate(update).withStopping(EarlyStopping.of(3));
    Sgd optimizer = Sgd.nesterov(0.05, 0.9).withWeightDecay(5e-4);
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy().withSmoothing(0.1);
    Augmented training = Augmented.of(images, Augmentation.of(RandomCrop.of(2)));
    try (BatchExecutor executor = new BatchExecutor(2)) {
      return new Trainer(network, loss, optimizer, options, executor, simd)
          .train(training, Optional.of(watched), new TrainListener() {});
    }
    // training.md: end
  }
}
