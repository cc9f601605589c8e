package dev.lanewise.layers;

import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import java.util.Arrays;

/**
 * {@link Concat} of one image whose lanes are channels, in prediction: rows of sixteen channels are
 * copied where an input begins in lane 0 of the result, single values elsewhere.
 */
final class ChannelConcatOp implements LayerOp {

  private final Binding binding;
  private final ElementwiseKernel kernel;

  /** By input: the first channel of the result. */
  private final int[] channel;

  /** By input: offsets of its values and of their places in the result; empty for whole rows. */
  private final int[][] from;

  private final int[][] to;

  ChannelConcatOp(Binding binding) {
    this.binding = binding;
    kernel = binding.simd().elementwise();
    int count = binding.sources().size();
    channel = new int[count];
    from = new int[count][];
    to = new int[count][];
    int[] all = binding.y().channels().elementOffsets();
    for (int i = 0, element = 0; i < count; i++) {
      Place x = binding.sources().get(i).x();
      int elements = x.shape().elements();
      channel[i] = element / x.shape().pixels();
      boolean rows = channel[i] % Lanes.WIDTH == 0 && x.isPlain() && !x.channels().planar();
      from[i] = rows ? new int[0] : x.channels().elementOffsets();
      to[i] = rows ? new int[0] : Arrays.copyOfRange(all, element, element + elements);
      element += elements;
    }
  }

  /** Inputs in their order: lanes beyond a row's last channel belong to the next input. */
  @Override
  public void forward(GroupPass pass) {
    float[] memory = pass.memory();
    int y = binding.y().at();
    for (int i = 0; i < from.length; i++) {
      Place x = binding.sources().get(i).x();
      int[] source = from[i];
      int[] destination = to[i];
      if (source.length == 0) {
        copyRows(memory, x, channel[i] / Lanes.WIDTH);
      }
      for (int e = 0; e < source.length; e++) {
        memory[y + destination[e]] = memory[x.at() + source[e]];
      }
    }
  }

  private void copyRows(float[] memory, Place place, int firstBlock) {
    LaneLayout x = place.channels().lanes();
    LaneLayout y = binding.y().channels().lanes();
    int n = x.shape().width() * Lanes.WIDTH;
    for (int block = 0; block < x.shape().channels(); block++) {
      for (int row = 0; row < x.shape().height(); row++) {
        kernel.copy(
            memory,
            place.at() + x.offset(block, row, 0),
            memory,
            binding.y().at() + y.offset(firstBlock + block, row, 0),
            n);
      }
    }
  }

  @Override
  public void backward(GroupPass pass) {
    throw new IllegalStateException("A network bound for prediction has no backward pass.");
  }
}
