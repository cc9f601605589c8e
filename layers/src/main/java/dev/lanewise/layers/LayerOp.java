package dev.lanewise.layers;

/**
 * A layer bound to its place in a network. Threads share it: what a pass writes lies in the pass's
 * memory. Passes allocate nothing.
 */
public interface LayerOp {

  /** Floats of scratch memory that a pass wants. */
  default int scratchSize() {
    return 0;
  }

  /**
   * Called by one thread when parameters have changed, before any pass.
   *
   * @param parameters all parameters of the network
   * @param backward whether backward passes will follow
   */
  default void prepare(float[] parameters, boolean backward) {}

  /** Computes the output of one lane group; overwrites it. */
  void forward(GroupPass pass);

  /**
   * Adds to the parameters' gradients and, if the binding wants it, overwrites the input's
   * gradient.
   */
  void backward(GroupPass pass);
}
