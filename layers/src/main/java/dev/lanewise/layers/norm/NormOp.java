package dev.lanewise.layers.norm;

import dev.lanewise.core.norm.GroupNormalization;
import dev.lanewise.core.norm.NormGeometry;
import dev.lanewise.core.norm.NormGeometry.Affine;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import dev.lanewise.layers.ParameterSpec;
import java.util.List;

/** Normalisation within images; its state is every group's statistics. */
final class NormOp implements LayerOp {

  private final Binding binding;
  private final GroupNormalization normalization;
  private final int gamma;
  private final int beta;

  NormOp(Binding binding, NormGeometry geometry) {
    this.binding = binding;
    normalization =
        new GroupNormalization(
            binding.simd(),
            geometry,
            new GroupNormalization.Layouts(
                binding.x().lanes(),
                binding.y().lanes(),
                binding.dy().lanes(),
                binding.dx().lanes()));
    boolean affine = geometry.affine() != Affine.NONE;
    gamma = affine ? binding.parameters().get(0) : 0;
    beta = affine ? binding.parameters().get(1) : 0;
  }

  /** The input, and mean and factor of each group. */
  static MemoryNeeds needs(NormGeometry geometry) {
    return MemoryNeeds.separate()
        .readingInput(true)
        .withState(geometry.groups() * 2 * Lanes.WIDTH, 0);
  }

  /** The factor, which begins as 1, and the bias, which begins as 0. */
  static List<ParameterSpec> parameters(NormGeometry geometry) {
    List<Integer> sizes =
        switch (geometry.affine()) {
          case NONE -> List.of();
          case CHANNEL -> List.of(geometry.shape().channels());
          case ELEMENT -> {
            var shape = geometry.shape();
            yield shape.isFlat()
                ? List.of(shape.channels())
                : List.of(shape.channels(), shape.height(), shape.width());
          }
        };
    return sizes.isEmpty()
        ? List.of()
        : List.of(
            new ParameterSpec("weight", sizes, 1, 1, new Initializer.Constant(1)),
            new ParameterSpec("bias", sizes, 1, 1, new Initializer.Zeros()));
  }

  @Override
  public int scratchSize() {
    return normalization.scratchSize() + (binding.training() ? 0 : normalization.statisticsSize());
  }

  @Override
  public void forward(GroupPass pass) {
    float[] memory = pass.memory();
    normalization.forward(
        memory,
        binding.x().at(),
        pass.parameters(),
        gamma,
        beta,
        memory,
        binding.y().at(),
        binding.training() ? memory : pass.scratch(),
        binding.training() ? binding.stateAt() : normalization.scratchSize(),
        pass.scratch());
  }

  @Override
  public void backward(GroupPass pass) {
    float[] memory = pass.memory();
    normalization.backward(
        memory,
        binding.x().at(),
        memory,
        binding.dy().at(),
        memory,
        binding.stateAt(),
        pass.parameters(),
        pass.gradients(),
        gamma,
        beta,
        binding.wantsInputGradient(),
        memory,
        binding.dx().at(),
        pass.scratch());
  }
}
