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
 * Normalises each image as a whole to mean 0 and variance 1; then a factor and a bias for each
 * value (Ba, Kiros and Hinton, "Layer Normalization", 2016). It is PyTorch's {@code LayerNorm} with
 * a {@code normalized_shape} of {@code [C, H, W]}, or {@code [n]} for flat input. Normalising less
 * than the whole image, as PyTorch does with a shorter {@code normalized_shape}, is not supported;
 * one factor and bias for each channel is {@link GroupNorm} with one group.
 *
 * @param epsilon added to the variance, 1e-30 to 1; PyTorch's default is 1e-5
 * @param affine whether there are a factor and a bias, named {@code weight} and {@code bias}; they
 *     begin as 1 and 0
 */
public record LayerNorm(double epsilon, boolean affine) implements Layer {

  /**
   * Checks epsilon.
   *
   * @throws IllegalArgumentException if epsilon is not between 1e-30 and 1
   */
  public LayerNorm {
    NormGeometry.checkEpsilon(epsilon);
  }

  /** With PyTorch's defaults. */
  public static LayerNorm of() {
    return new LayerNorm(1e-5, true);
  }

  private NormGeometry geometry(Shape input) {
    return new NormGeometry(
        input, 1, affine ? NormGeometry.Affine.ELEMENT : NormGeometry.Affine.NONE, epsilon);
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
