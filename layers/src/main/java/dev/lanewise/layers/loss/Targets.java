package dev.lanewise.layers.loss;

import dev.lanewise.core.tensor.Lanes;
import java.util.Arrays;

/**
 * What one lane group's images should have given: a class each, or a value for each element of the
 * result.
 */
public final class Targets {

  private final int[] labels = new int[Lanes.WIDTH];
  private final double[] weights = new double[Lanes.WIDTH];
  private final float[] dense;
  private int images;
  private boolean byClass = true;

  /**
   * Room for the targets of results of {@code elements} values.
   *
   * @param elements values of one image's result
   */
  public Targets(int elements) {
    dense = new float[elements * Lanes.WIDTH];
  }

  /** Starts on a group of {@code count} images with a class each. */
  public void beginClasses(int count) {
    images = count;
    byClass = true;
    Arrays.fill(labels, 0);
    Arrays.fill(weights, 1);
  }

  /** Starts on a group of {@code count} images with values for each element. */
  public void beginValues(int count) {
    images = count;
    byClass = false;
    Arrays.fill(dense, 0f);
    Arrays.fill(weights, 1);
  }

  /** Sets the class of the image in a lane. */
  public void label(int lane, int label) {
    labels[lane] = label;
  }

  /** Sets the target of one element of the image in a lane. */
  public void value(int element, int lane, float value) {
    dense[element * Lanes.WIDTH + lane] = value;
  }

  /** Sets what the image in a lane counts; 1 unless it is set after the group has begun. */
  public void weight(int lane, double weight) {
    weights[lane] = weight;
  }

  /** What the image in a lane counts. */
  public double weight(int lane) {
    return weights[lane];
  }

  /** Images in the group. */
  public int images() {
    return images;
  }

  /** Values of one image's result. */
  public int elements() {
    return dense.length / Lanes.WIDTH;
  }

  /** Whether each image has a class. */
  public boolean byClass() {
    return byClass;
  }

  /** The class of the image in a lane. */
  public int label(int lane) {
    return labels[lane];
  }

  /** The target of an element of the image in a lane: a class is one-hot. */
  public float target(int element, int lane) {
    if (byClass) {
      return element == labels[lane] ? 1f : 0f;
    }
    return dense[element * Lanes.WIDTH + lane];
  }
}
