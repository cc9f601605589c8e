package dev.lanewise.layers.model;

import dev.lanewise.core.augment.Fill;
import dev.lanewise.core.augment.RandomCrop;
import dev.lanewise.core.augment.RandomHorizontalFlip;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.schedule.CosineDecay;
import dev.lanewise.layers.schedule.LinearWarmUp;
import dev.lanewise.layers.schedule.Schedule;
import dev.lanewise.layers.schedule.Sequence;
import dev.lanewise.layers.train.UpdateOptions;
import java.util.List;

/** Recipes that several models of the zoo share. */
final class ZooRecipes {

  /** Epochs in which the rate rises. */
  private static final int WARM_UP = 3;

  private ZooRecipes() {}

  /**
   * For CIFAR-10 from scratch: batches of 128, random crops and flips, Nesterov momentum 0.9, decay
   * of weights only, the rate up to its highest in three epochs and down along a cosine.
   */
  static Recipe cifar(double rate, double weightDecay, int epochs) {
    return Recipe.of(
            DataRecipe.all("cifar10", Scaling.STANDARDISED),
            new Sgd(rate, 0.9, 0, true, weightDecay),
            epochs,
            128)
        .withAugment(
            AugmentRecipe.of(RandomCrop.of(4).withFill(Fill.zero()), new RandomHorizontalFlip()))
        .withUpdate(UpdateOptions.NONE.withGroups(ParameterGroup.decayOfWeightsOnly()))
        .withSchedule(rise(epochs));
  }

  /** Up in a few epochs, then down to 0 along half a wave. */
  static Schedule rise(int epochs) {
    return new Sequence(
        List.of(new LinearWarmUp(WARM_UP, 0.05, 1), new CosineDecay(epochs - WARM_UP)),
        List.of(WARM_UP));
  }
}
