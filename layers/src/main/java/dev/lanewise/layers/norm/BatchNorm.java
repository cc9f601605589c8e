package dev.lanewise.layers.norm;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.ChannelAffine;
import dev.lanewise.layers.Fusion;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import dev.lanewise.layers.ParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015) of each channel, with the semantics of PyTorch's
 * {@code BatchNorm2d}, and {@code BatchNorm1d} for flat inputs. In training a channel is normalised
 * by mean and biased variance over the whole batch and all pixels, whatever the number of workers;
 * otherwise by running statistics, which each training step moves by {@code momentum} towards the
 * batch's mean and unbiased variance.
 *
 * <p>Parameters {@code weight} and {@code bias}, buffers {@code running_mean} and {@code
 * running_var}, each one value a channel.
 *
 * @param eps is added to variances
 * @param momentum weight of the batch in the running statistics, in [0, 1]; Keras's momentum is one
 *     minus this
 * @param affine whether the result is scaled and shifted by learned values
 * @param frozen whether training, too, normalises by the running statistics, and leaves them alone:
 *     what PyTorch does to a module in evaluation mode
 */
public record BatchNorm(double eps, double momentum, boolean affine, boolean frozen)
    implements ChannelAffine {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if {@code eps} is not positive or {@code momentum} not in [0,
   *     1]
   */
  public BatchNorm {
    if (!(eps > 0 && eps < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("BatchNorm needs an eps above 0. Received: " + eps);
    }
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "BatchNorm needs a momentum of at least 0 and at most 1. Received: " + momentum);
    }
  }

  /** PyTorch's defaults: eps 1e-5, momentum 0.1, affine. */
  public BatchNorm() {
    this(1e-5, 0.1, true, false);
  }

  @Override
  public String defaultName() {
    return "bn";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public List<ParameterSpec> parameters(Shape input) {
    return affine ? List.of(spec("weight", input, 1), spec("bias", input, 0)) : List.of();
  }

  @Override
  public List<ParameterSpec> buffers(Shape input) {
    return List.of(spec("running_mean", input, 0), spec("running_var", input, 1));
  }

  private static ParameterSpec spec(String name, Shape input, double initial) {
    return new ParameterSpec(
        name, List.of(input.channels()), 1, 1, new Initializer.Constant(initial));
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    return MemoryNeeds.elementwise().readingInput(true).withOrder(MemoryNeeds.Order.BLOCKS);
  }

  @Override
  public Set<Fusion> fusions() {
    return Set.of(Fusion.SUM_AFTER, Fusion.CLAMP_AFTER);
  }

  @Override
  public Factors factors(
      int channels, List<Integer> parameters, float[] buffers, List<Integer> bufferOffsets) {
    return new NormFactors(this, channels, parameters, buffers, bufferOffsets);
  }

  /** One image is for prediction: a network that trains runs in lane groups, batches of 1 too. */
  @Override
  public Optional<LayerOp> bind(Binding binding) {
    if (binding.hasChannelLanes()) {
      return binding.training() ? Optional.empty() : Optional.of(new ChannelNormOp(this, binding));
    }
    if (!binding.training()) {
      return Optional.of(new BatchNormOp(this, binding));
    }
    return Optional.of(
        frozen ? new BatchNormFrozenOp(this, binding) : new BatchNormTrainingOp(this, binding));
  }
}
