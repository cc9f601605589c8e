package dev.lanewise.layers.model;

import dev.lanewise.core.augment.Transform;
import java.util.List;

/**
 * How the images are changed that a training sees.
 *
 * @param changes changes of each image, in order
 * @param mixup alpha of mixup; 0 for none
 * @param cutmix alpha of CutMix; 0 for none
 * @param balanced whether images are drawn so that every class comes as often as any other
 */
public record AugmentRecipe(
    List<Transform> changes, double mixup, double cutmix, boolean balanced) {

  /** Images as they are. */
  public static final AugmentRecipe NONE = new AugmentRecipe(List.of(), 0, 0, false);

  /** Copies the list. */
  public AugmentRecipe {
    changes = List.copyOf(changes);
  }

  /** Changes of each image, in order. */
  public static AugmentRecipe of(Transform... changes) {
    return new AugmentRecipe(List.of(changes), 0, 0, false);
  }

  /** The same with mixup. */
  public AugmentRecipe withMixup(double alpha) {
    return new AugmentRecipe(changes, alpha, cutmix, balanced);
  }

  /** The same with CutMix. */
  public AugmentRecipe withCutmix(double alpha) {
    return new AugmentRecipe(changes, mixup, alpha, balanced);
  }

  /** The same with classes drawn equally often. */
  public AugmentRecipe withBalancedClasses() {
    return new AugmentRecipe(changes, mixup, cutmix, true);
  }
}
