package dev.lanewise.layers.activation;

/** An activation that only bounds values: a layer before it may do its work. */
public interface Clamp extends Activation {

  /** Lower bound of the result. */
  float floor();

  /** Upper bound of the result. */
  float ceiling();
}
