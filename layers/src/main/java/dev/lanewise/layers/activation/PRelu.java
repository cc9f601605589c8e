package dev.lanewise.layers.activation;

import dev.lanewise.core.math.Range;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import dev.lanewise.layers.ParameterSpec;
import java.util.List;
import java.util.Optional;

/**
 * A leaky ReLU whose slope below 0 is learned (He et al., "Delving Deep into Rectifiers", 2015):
 * {@code f(x) = x} where {@code x > 0}, elsewhere {@code weight * x}. The parameter is PyTorch's
 * {@code weight}, of one value or one for each channel.
 *
 * @param slopes how many slopes there are
 * @param init what slopes begin with, finite; PyTorch's default is 0.25
 */
public record PRelu(Slopes slopes, double init) implements Layer {

  /** How many slopes there are; PyTorch's {@code num_parameters}. */
  public enum Slopes {
    /** One for all values. */
    SHARED,
    /** One for each channel. */
    CHANNEL
  }

  /**
   * Checks the initial slope.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public PRelu {
    Range.finite("initial slope of PReLU", init);
  }

  /** One slope that begins with 0.25: PyTorch's default. */
  public PRelu() {
    this(Slopes.SHARED, 0.25);
  }

  @Override
  public String defaultName() {
    return "prelu";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public List<ParameterSpec> parameters(Shape input) {
    int size = slopes == Slopes.SHARED ? 1 : input.channels();
    return List.of(
        new ParameterSpec("weight", List.of(size), 1, 1, new Initializer.Constant(init)));
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    return MemoryNeeds.elementwise().readingInput(true);
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forEither(it -> new PReluOp(it, slopes), it -> new ChannelPReluOp(it, slopes));
  }
}
