package dev.lanewise.layers.norm;

import dev.lanewise.core.norm.NormGeometry;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import dev.lanewise.layers.ParameterSpec;
import java.util.List;
import java.util.Optional;

/**
 * Normalises groups of neighbouring channels of each image to mean 0 and variance 1, whatever the
 * other images; then a factor and a bias for each channel (Wu and He, "Group Normalization", 2018):
 * PyTorch's {@code GroupNorm}.
 *
 * @param groups how many groups; must divide the channels
 * @param epsilon added to the variance, 1e-30 to 1; PyTorch's default is 1e-5
 * @param affine whether there are a factor and a bias, named {@code weight} and {@code bias}; they
 *     begin as 1 and 0
 */
public record GroupNorm(int groups, double epsilon, boolean affine) implements Layer {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no group, or epsilon is not between 1e-30 and 1
   */
  public GroupNorm {
    if (groups < 1) {
      throw new IllegalArgumentException("GroupNorm needs at least 1 group. Received: " + groups);
    }
    NormGeometry.checkEpsilon(epsilon);
  }

  /** With PyTorch's defaults. */
  public static GroupNorm of(int groups) {
    return new GroupNorm(groups, 1e-5, true);
  }

  private NormGeometry geometry(Shape input) {
    return new NormGeometry(
        input, groups, affine ? NormGeometry.Affine.CHANNEL : NormGeometry.Affine.NONE, epsilon);
  }

  @Override
  public String defaultName() {
    return "norm";
  }

  @Override
  public Shape outputShape(Shape input) {
    return geometry(input).shape();
  }

  @Override
  public List<ParameterSpec> parameters(Shape input) {
    return NormOp.parameters(geometry(input));
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    return NormOp.needs(geometry(input));
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forImages(it -> new NormOp(it, geometry(it.x().lanes().shape())));
  }
}
