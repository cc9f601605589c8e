package dev.lanewise.layers.noise;

import dev.lanewise.layers.Binding;
import dev.lanewise.layers.ElementwiseOp;
import dev.lanewise.layers.GroupPass;

/**
 * A layer that changes values at random in training and passes them on otherwise, in its place: a
 * subclass writes runs. The keys of its random numbers are derived before each pass, so that the
 * backward pass meets the numbers of the forward pass.
 */
abstract class NoiseOp extends ElementwiseOp {

  NoiseOp(Binding binding) {
    super(binding);
  }

  /**
   * Changes {@code n} values.
   *
   * @param pass the group's pass, whose keys are this layer's
   * @param x where the values start
   * @param y where the results go; may be {@code x}
   * @param n length of the run, a multiple of 16
   * @param element index, within its image, of the run's first value
   */
  abstract void change(GroupPass pass, int x, int y, int n, int element);

  /** The gradients of {@code n} values; by default what happens to values happens to gradients. */
  void changeBackward(GroupPass pass, int dy, int dx, int n, int element) {
    change(pass, dy, dx, n, element);
  }

  @Override
  public void forward(GroupPass pass) {
    pass.deriveKeys(binding().index());
    super.forward(pass);
  }

  @Override
  public void backward(GroupPass pass) {
    pass.deriveKeys(binding().index());
    super.backward(pass);
  }

  @Override
  protected final void forwardRun(GroupPass pass, int x, int y, int n, int element) {
    if (binding().training()) {
      change(pass, x, y, n, element);
    } else {
      copy(pass, x, y, n);
    }
  }

  @Override
  protected final void backwardRun(GroupPass pass, int kept, int dy, int dx, int n, int element) {
    changeBackward(pass, dy, dx, n, element);
  }

  final void copy(GroupPass pass, int from, int to, int n) {
    if (from != to) {
      kernel().copy(pass.memory(), from, pass.memory(), to, n);
    }
  }
}
