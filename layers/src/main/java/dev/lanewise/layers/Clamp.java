package dev.lanewise.layers;

/** A layer that only bounds values: a layer before it may do its work. */
public interface Clamp extends Layer {

  /** Lower bound of the result. */
  float floor();

  /** Upper bound of the result. */
  float ceiling();
}
