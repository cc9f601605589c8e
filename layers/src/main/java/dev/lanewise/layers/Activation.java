package dev.lanewise.layers;

import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.tensor.Shape;
import java.util.Optional;

/**
 * A function of each value on its own whose gradient follows from its result, so that the result
 * may lie where the input was. A new one is a record with four short methods.
 */
public interface Activation extends Layer {

  /**
   * Computes a run of values: {@code memory[y + i] = f(memory[x + i])}.
   *
   * @param kernel the kernels
   * @param memory array of all operands
   * @param x where the values start
   * @param y where the results start; may be {@code x}
   * @param n length of the run, a multiple of 16
   */
  void apply(ElementwiseKernel kernel, float[] memory, int x, int y, int n);

  /**
   * Computes the gradients of a run: {@code memory[dx + i] = f'(...) * memory[dy + i]}, the
   * derivative expressed by the result {@code memory[y + i]}.
   *
   * @param kernel the kernels
   * @param memory array of all operands
   * @param y where the results of {@link #apply} start
   * @param dy where their gradients start
   * @param dx where the gradients of the values go; may be {@code dy}
   * @param n length of the run, a multiple of 16
   */
  void applyBackward(ElementwiseKernel kernel, float[] memory, int y, int dy, int dx, int n);

  @Override
  default Shape outputShape(Shape input) {
    return input;
  }

  @Override
  default Placement placement() {
    return Placement.ELEMENTWISE;
  }

  @Override
  default boolean backwardReadsOutput() {
    return true;
  }

  @Override
  default LayerOp bind(Binding binding) {
    return new ActivationOp(this, binding);
  }

  @Override
  default Optional<LayerOp> bindChannels(ChannelBinding binding) {
    return Optional.of(bind(binding.lanes()));
  }
}
