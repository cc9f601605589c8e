package dev.lanewise.layers;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import java.util.Optional;

/**
 * A function of each value on its own whose gradient follows from the value, so that the input is
 * kept for the backward pass; beside {@link Activation}, whose gradient follows from the result. A
 * layer that may use either overrides both {@link #backwardReadsInput} and {@link
 * #backwardReadsOutput}.
 */
public interface InputActivation extends Layer {

  /**
   * Computes a run of values: {@code memory[y + i] = f(memory[x + i])}.
   *
   * @param simd the kernels
   * @param memory array of all operands
   * @param x where the values start
   * @param y where the results start; may be {@code x}
   * @param n length of the run, a multiple of 16
   */
  void apply(Simd simd, float[] memory, int x, int y, int n);

  /**
   * Computes the gradients of a run: {@code memory[dx + i] = f'(memory[x + i]) * memory[dy + i]}.
   *
   * @param simd the kernels
   * @param memory array of all operands
   * @param x where the values start; where the results do if only {@link #backwardReadsOutput}
   * @param dy where their gradients start
   * @param dx where the gradients of the values go; may be {@code dy}
   * @param n length of the run, a multiple of 16
   */
  void applyBackward(Simd simd, float[] memory, int x, int dy, int dx, int n);

  @Override
  default Shape outputShape(Shape input) {
    return input;
  }

  @Override
  default Placement placement() {
    return Placement.ELEMENTWISE;
  }

  @Override
  default boolean backwardReadsInput() {
    return true;
  }

  @Override
  default LayerOp bind(Binding binding) {
    return new InputActivationOp(this, binding);
  }

  @Override
  default Optional<LayerOp> bindChannels(ChannelBinding binding) {
    return Optional.of(bind(binding.lanes()));
  }
}
