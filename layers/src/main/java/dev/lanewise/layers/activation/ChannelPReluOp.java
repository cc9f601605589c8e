package dev.lanewise.layers.activation;

import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;

/** {@link PRelu} of one image, in its place; the sums have the order of {@link PReluOp}. */
final class ChannelPReluOp implements LayerOp {

  private final Binding binding;
  private final PRelu.Slopes slopes;
  private final int weight;
  private final int pixels;
  private final int[] x;
  private final int[] y;
  private final int[] dy;
  private final int[] dx;

  ChannelPReluOp(Binding binding, PRelu.Slopes slopes) {
    this.binding = binding;
    this.slopes = slopes;
    weight = binding.parameters().get(0);
    pixels = binding.x().shape().pixels();
    x = binding.x().channels().elementOffsets();
    y = binding.y().channels().elementOffsets();
    dy = binding.dy().channels().elementOffsets();
    dx = binding.dx().channels().elementOffsets();
  }

  private int weight(int element) {
    return slopes == PRelu.Slopes.SHARED ? weight : weight + element / pixels;
  }

  @Override
  public void forward(GroupPass pass) {
    float[] memory = pass.memory();
    int from = binding.x().at();
    int to = binding.y().at();
    for (int i = 0; i < x.length; i++) {
      float value = memory[from + x[i]];
      memory[to + y[i]] = value > 0f ? value : pass.parameters()[weight(i)] * value;
    }
  }

  @Override
  public void backward(GroupPass pass) {
    float[] memory = pass.memory();
    int value = binding.x().at();
    int from = binding.dy().at();
    int to = binding.dx().at();
    float sum = 0f;
    for (int i = 0; i < x.length; i++) {
      float slope = pass.parameters()[weight(i)];
      float gradient = memory[from + dy[i]];
      boolean above = memory[value + x[i]] > 0f;
      sum = above ? sum : Math.fma(memory[value + x[i]], gradient, sum);
      if (binding.wantsInputGradient()) {
        memory[to + dx[i]] = above ? gradient : slope * gradient;
      }
      if (i == x.length - 1 || weight(i + 1) != weight(i)) {
        pass.gradients()[weight(i)] += sum;
        sum = 0f;
      }
    }
  }
}
