package dev.lanewise.layers.loss;

import java.util.Arrays;
import java.util.List;

/** A factor for each class, or none, which is 1 for all. Two with equal factors are equal. */
public final class ClassWeights {

  /** 1 for every class, however many there are. */
  public static final ClassWeights NONE = new ClassWeights(new float[0]);

  private final float[] values;

  private ClassWeights(float[] values) {
    this.values = values;
  }

  /**
   * The factors of classes 0, 1, ...
   *
   * @throws IllegalArgumentException if there are none, or one is negative or not finite
   */
  public static ClassWeights of(float... weights) {
    if (weights.length == 0) {
      throw new IllegalArgumentException("There must be a weight for each class. Received: none");
    }
    for (int c = 0; c < weights.length; c++) {
      if (!(weights[c] >= 0) || Float.isInfinite(weights[c])) {
        throw new IllegalArgumentException(
            "Every class weight must be at least 0 and finite. Received for class %s: %s"
                .formatted(c, weights[c]));
      }
    }
    return new ClassWeights(weights.clone());
  }

  /** Whether every class counts 1. */
  public boolean none() {
    return values.length == 0;
  }

  /** The factor of a class. */
  public float of(int label) {
    return values.length == 0 ? 1f : values[label];
  }

  /** The factors by class; empty for {@link #NONE}. */
  public List<Float> list() {
    Float[] boxed = new Float[values.length];
    Arrays.setAll(boxed, c -> values[c]);
    return List.of(boxed);
  }

  /**
   * Checks that there is a factor for each class.
   *
   * @throws IllegalArgumentException if there is another number of factors
   */
  void check(int classes) {
    if (!none() && values.length != classes) {
      throw new IllegalArgumentException(
          "There must be a weight for each element of a result. Expected: %s. Received: %s"
              .formatted(classes, values.length));
    }
  }

  /**
   * Checks that a class counts.
   *
   * @throws IllegalArgumentException if all factors are 0
   */
  void checkPositive() {
    for (float value : values) {
      if (value > 0) {
        return;
      }
    }
    if (!none()) {
      throw new IllegalArgumentException(
          "At least one class weight must be above 0. Received: %s weights of 0"
              .formatted(values.length));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassWeights weights && Arrays.equals(values, weights.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return none() ? "none" : Arrays.toString(values);
  }
}
