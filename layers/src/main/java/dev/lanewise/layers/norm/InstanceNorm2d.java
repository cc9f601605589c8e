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
 * Normalises each channel of each image to mean 0 and variance 1; then, if wanted, a factor and a
 * bias for each channel (Ulyanov, Vedaldi and Lempitsky, "Instance Normalization", 2016): PyTorch's
 * {@code InstanceNorm2d} without running statistics, or {@link GroupNorm} with a channel a group.
 *
 * @param epsilon added to the variance, 1e-30 to 1; PyTorch's default is 1e-5
 * @param affine whether there are a factor and a bias, named {@code weight} and {@code bias}; they
 *     begin as 1 and 0
 */
public record InstanceNorm2d(double epsilon, boolean affine) implements Layer {

  /**
   * Checks epsilon.
   *
   * @throws IllegalArgumentException if epsilon is not between 1e-30 and 1
   */
  public InstanceNorm2d {
    NormGeometry.checkEpsilon(epsilon);
  }

  /** With PyTorch's defaults: neither a factor nor a bias. */
  public static InstanceNorm2d of() {
    return new InstanceNorm2d(1e-5, false);
  }

  private NormGeometry geometry(Shape input) {
    return new NormGeometry(
        input,
        input.channels(),
        affine ? NormGeometry.Affine.CHANNEL : NormGeometry.Affine.NONE,
        epsilon);
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
