package dev.lanewise.layers;

/** Work of a neighbour that a layer can do along with its own, to save a pass over memory. */
public enum Fusion {
  /** A ReLU right before it; see {@link Binding#rectify}. */
  RELU_BEFORE,
  /** The sum right behind it; see {@link Epilogue}. */
  SUM_AFTER,
  /** The clamp right behind it, or behind that sum; see {@link Epilogue}. */
  CLAMP_AFTER,
  /** The clamp right behind it, in prediction only. */
  CLAMP_AFTER_IN_PREDICTION
}
