package dev.lanewise.layers;

import dev.lanewise.core.simd.DropoutHash;
import dev.lanewise.core.tensor.Shape;
import java.util.Optional;

/**
 * Inverted dropout: in training each value is dropped with probability {@code rate} and the others
 * are multiplied by {@code 1 / (1 - rate)}; otherwise values pass unchanged (Srivastava et al.,
 * 2014; the scale as in PyTorch and Keras). Which values are dropped follows from the seed, the
 * epoch, the sample and the layer.
 *
 * @param rate probability of dropping a value, in [0, 1)
 */
public record Dropout(double rate) implements Layer {

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public Dropout {
    DropoutHash.threshold(rate);
  }

  @Override
  public String kind() {
    return "Dropout";
  }

  @Override
  public String defaultName() {
    return "dropout";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Placement placement() {
    return Placement.ELEMENTWISE;
  }

  @Override
  public LayerOp bind(Binding binding) {
    return new Op(binding, rate);
  }

  @Override
  public boolean readsAnyOrder() {
    return true;
  }

  @Override
  public Optional<LayerOp> bindChannels(ChannelBinding binding) {
    return Optional.of(
        binding.training()
            ? new ChannelOps.Drop(binding, DropoutHash.threshold(rate), scale())
            : bind(binding.lanes()));
  }

  private float scale() {
    return (float) (1 / (1 - rate));
  }

  private static final class Op extends ElementwiseOp {

    private final int threshold;
    private final float scale;

    Op(Binding binding, double rate) {
      super(binding);
      threshold = DropoutHash.threshold(rate);
      scale = (float) (1 / (1 - rate));
    }

    @Override
    public void forward(GroupPass pass) {
      pass.deriveKeys(binding().index());
      super.forward(pass);
    }

    @Override
    public void backward(GroupPass pass) {
      pass.deriveKeys(binding().index());
      super.backward(pass);
    }

    @Override
    void forwardRun(GroupPass pass, int x, int y, int n, int element) {
      if (binding().training()) {
        drop(pass, x, y, n, element);
      } else if (x != y) {
        kernel().copy(pass.memory(), x, pass.memory(), y, n);
      }
    }

    @Override
    void backwardRun(GroupPass pass, int y, int dy, int dx, int n, int element) {
      drop(pass, dy, dx, n, element);
    }

    private void drop(GroupPass pass, int from, int to, int n, int element) {
      float[] memory = pass.memory();
      kernel()
          .dropout(
              memory,
              from,
              memory,
              to,
              n,
              pass.keyLow(),
              pass.keyHigh(),
              element,
              threshold,
              scale);
    }
  }
}
