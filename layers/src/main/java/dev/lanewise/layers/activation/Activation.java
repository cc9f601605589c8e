package dev.lanewise.layers.activation;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import java.util.Optional;

/** A function of each value on its own. */
public interface Activation extends Layer {

  /** What the gradient follows from, and what is therefore kept for the backward pass. */
  enum Gradient {
    /** The values that went in. */
    FROM_INPUT,
    /** The results: the layer before need not keep its own. */
    FROM_OUTPUT
  }

  /** What the gradient follows from. */
  default Gradient gradient() {
    return Gradient.FROM_OUTPUT;
  }

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
   * Computes the gradients of a run: {@code memory[dx + i] = f'(...) * memory[dy + i]}, the
   * derivative expressed by what {@link #gradient} says, {@code memory[kept + i]}.
   *
   * @param simd the kernels
   * @param memory array of all operands
   * @param kept where the values start, or the results
   * @param dy where their gradients start
   * @param dx where the gradients of the values go; may be {@code dy}
   * @param n length of the run, a multiple of 16
   */
  void applyBackward(Simd simd, float[] memory, int kept, int dy, int dx, int n);

  @Override
  default Shape outputShape(Shape input) {
    return input;
  }

  @Override
  default MemoryNeeds needs(Shape input) {
    return gradient() == Gradient.FROM_INPUT
        ? MemoryNeeds.elementwise().readingInput(true)
        : MemoryNeeds.elementwise().readingOutput(true);
  }

  @Override
  default Optional<LayerOp> bind(Binding binding) {
    return binding.forAnyLanes(it -> new ActivationOp(this, it));
  }
}
