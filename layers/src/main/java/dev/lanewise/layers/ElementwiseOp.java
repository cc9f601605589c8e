package dev.lanewise.layers;

import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;

/**
 * An operation value by value: takes care of halos, so that a subclass sees contiguous runs only.
 */
public abstract class ElementwiseOp implements LayerOp {

  private final Binding binding;
  private final Place kept;
  private final boolean denseForward;
  private final boolean denseBackward;

  /** An operation whose backward pass reads its result, or neither result nor input. */
  protected ElementwiseOp(Binding binding) {
    this(binding, binding.y());
  }

  /**
   * An operation whose backward pass reads what lies at {@code kept}.
   *
   * @param kept the binding's {@code x} or {@code y}
   */
  protected ElementwiseOp(Binding binding, Place kept) {
    this.binding = binding;
    this.kept = kept;
    denseForward = binding.x().lanes().isDense() && binding.y().lanes().isDense();
    denseBackward =
        kept.lanes().isDense() && binding.dy().lanes().isDense() && binding.dx().lanes().isDense();
  }

  protected final ElementwiseKernel kernel() {
    return binding.simd().elementwise();
  }

  protected final Binding binding() {
    return binding;
  }

  /**
   * Computes {@code n} values.
   *
   * @param pass the group's pass
   * @param x where the input's run starts in its memory
   * @param y where the output's run starts
   * @param n length of the run, a multiple of 16
   * @param element index, within its image, of the run's first value
   */
  protected abstract void forwardRun(GroupPass pass, int x, int y, int n, int element);

  /**
   * Computes the gradients of {@code n} values; arguments as in {@link #forwardRun}, {@code kept}
   * being where the run of what the backward pass reads starts.
   */
  protected abstract void backwardRun(GroupPass pass, int kept, int dy, int dx, int n, int element);

  @Override
  public void forward(GroupPass pass) {
    LaneLayout x = binding.x().lanes();
    LaneLayout y = binding.y().lanes();
    if (denseForward) {
      forwardRun(pass, binding.x().at(), binding.y().at(), x.size(), 0);
      return;
    }
    Shape shape = x.shape();
    int n = shape.width() * Lanes.WIDTH;
    for (int c = 0, element = 0; c < shape.channels(); c++) {
      for (int row = 0; row < shape.height(); row++, element += shape.width()) {
        forwardRun(
            pass,
            binding.x().at() + x.offset(c, row, 0),
            binding.y().at() + y.offset(c, row, 0),
            n,
            element);
      }
    }
  }

  @Override
  public void backward(GroupPass pass) {
    if (!binding.wantsInputGradient()) {
      return;
    }
    LaneLayout from = kept.lanes();
    LaneLayout dy = binding.dy().lanes();
    LaneLayout dx = binding.dx().lanes();
    if (denseBackward) {
      backwardRun(pass, kept.at(), binding.dy().at(), binding.dx().at(), from.size(), 0);
      return;
    }
    Shape shape = from.shape();
    int n = shape.width() * Lanes.WIDTH;
    for (int c = 0, element = 0; c < shape.channels(); c++) {
      for (int row = 0; row < shape.height(); row++, element += shape.width()) {
        backwardRun(
            pass,
            kept.at() + from.offset(c, row, 0),
            binding.dy().at() + dy.offset(c, row, 0),
            binding.dx().at() + dx.offset(c, row, 0),
            n,
            element);
      }
    }
  }
}
