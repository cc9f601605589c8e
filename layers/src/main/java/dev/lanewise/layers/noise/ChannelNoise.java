package dev.lanewise.layers.noise;

import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;

/**
 * A layer that changes values at random in training, on one image whose lanes are channels: the
 * numbers of a value follow from its place in the image, as in a lane group.
 */
final class ChannelNoise implements LayerOp {

  /** What happens to one value and to its gradient. */
  interface Change {

    /**
     * A value's result.
     *
     * @param value the value
     * @param keyLow lower half of the image's key
     * @param keyHigh upper half
     * @param element index of the value in the image
     */
    float of(float value, int keyLow, int keyHigh, int element);

    /** A value's gradient from its result's; by default what happens to values. */
    default float gradient(float value, int keyLow, int keyHigh, int element) {
      return of(value, keyLow, keyHigh, element);
    }
  }

  private final Binding binding;
  private final Change change;
  private final int[] x;
  private final int[] y;
  private final int[] dy;
  private final int[] dx;

  ChannelNoise(Binding binding, Change change) {
    this.binding = binding;
    this.change = change;
    x = binding.x().channels().elementOffsets();
    y = binding.y().channels().elementOffsets();
    dy = binding.dy().channels().elementOffsets();
    dx = binding.dx().channels().elementOffsets();
  }

  @Override
  public void forward(GroupPass pass) {
    pass.deriveKeys(binding.index());
    int low = pass.keyLow()[0];
    int high = pass.keyHigh()[0];
    float[] memory = pass.memory();
    int from = binding.x().at();
    int to = binding.y().at();
    for (int i = 0; i < x.length; i++) {
      memory[to + y[i]] = change.of(memory[from + x[i]], low, high, i);
    }
  }

  @Override
  public void backward(GroupPass pass) {
    if (!binding.wantsInputGradient()) {
      return;
    }
    pass.deriveKeys(binding.index());
    int low = pass.keyLow()[0];
    int high = pass.keyHigh()[0];
    float[] memory = pass.memory();
    int from = binding.dy().at();
    int to = binding.dx().at();
    for (int i = 0; i < dy.length; i++) {
      memory[to + dx[i]] = change.gradient(memory[from + dy[i]], low, high, i);
    }
  }
}
