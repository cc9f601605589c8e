package dev.lanewise.layers.optim;

/** How long a vector of gradients is. */
public enum Norm {
  /** The sum of the absolute values. */
  SUM,
  /** The root of the sum of the squares. */
  EUCLIDEAN,
  /** The largest absolute value. */
  MAXIMUM
}
