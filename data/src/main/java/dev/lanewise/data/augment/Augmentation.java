package dev.lanewise.data.augment;

import dev.lanewise.core.augment.Mixing;
import dev.lanewise.core.augment.Transform;
import dev.lanewise.core.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * What is done to the images that a training sees.
 *
 * @param transforms changes of each image, in order
 * @param mixing what is made of two images after that
 * @param sampling which images are drawn; without it each is seen once an epoch
 */
public record Augmentation(
    List<Transform> transforms, Optional<Mixing> mixing, Optional<Sampling> sampling) {

  /** Copies the list. */
  public Augmentation {
    transforms = List.copyOf(transforms);
  }

  /** Changes of each image, in order. */
  public static Augmentation of(Transform... transforms) {
    return new Augmentation(List.of(transforms), Optional.empty(), Optional.empty());
  }

  /** The same, and two images become one. */
  public Augmentation withMixing(Mixing newMixing) {
    return new Augmentation(transforms, Optional.of(newMixing), sampling);
  }

  /** The same with images drawn by weight. */
  public Augmentation withSampling(Sampling newSampling) {
    return new Augmentation(transforms, mixing, Optional.of(newSampling));
  }

  /**
   * Refuses sets that it doesn't fit.
   *
   * @throws IllegalArgumentException if a transform can't change such images, or if the sampling is
   *     for another number of them
   */
  void check(Shape shape, int size) {
    transforms.forEach(transform -> transform.check(shape));
    sampling.ifPresent(
        s -> {
          if (s.size() != size) {
            throw new IllegalArgumentException(
                "A sampling must have a weight for each image. Expected: %s. Received: %s"
                    .formatted(size, s.size()));
          }
        });
  }
}
