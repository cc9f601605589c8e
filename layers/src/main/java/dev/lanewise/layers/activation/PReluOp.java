package dev.lanewise.layers.activation;

import dev.lanewise.core.kernel.ActivationKernel;
import dev.lanewise.core.kernel.LaneFold;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;
import java.util.Arrays;

/**
 * {@link PRelu} of a lane group, in its place. A slope's gradient is, lane by lane, a chain of
 * fused multiply-adds over channels, rows and columns; then the lanes are folded.
 */
final class PReluOp implements LayerOp {

  private final Binding binding;
  private final PRelu.Slopes slopes;
  private final int weight;

  PReluOp(Binding binding, PRelu.Slopes slopes) {
    this.binding = binding;
    this.slopes = slopes;
    weight = binding.parameters().get(0);
  }

  @Override
  public int scratchSize() {
    return Lanes.WIDTH;
  }

  private int weight(int channel) {
    return slopes == PRelu.Slopes.SHARED ? weight : weight + channel;
  }

  /** Rows of a plane, or one run where a plane has no halo. */
  private static int rows(Shape shape, boolean dense) {
    return dense ? 1 : shape.height();
  }

  private static int run(Shape shape, boolean dense) {
    return (dense ? shape.pixels() : shape.width()) * Lanes.WIDTH;
  }

  @Override
  public void forward(GroupPass pass) {
    LaneLayout x = binding.x().lanes();
    LaneLayout y = binding.y().lanes();
    float[] memory = pass.memory();
    ActivationKernel kernel = binding.simd().activation();
    boolean dense = x.isDense() && y.isDense();
    Shape shape = x.shape();
    for (int c = 0; c < shape.channels(); c++) {
      float slope = pass.parameters()[weight(c)];
      for (int row = 0; row < rows(shape, dense); row++) {
        int from = binding.x().at() + x.offset(c, row, 0);
        int to = binding.y().at() + y.offset(c, row, 0);
        kernel.leakyRelu(slope, memory, from, memory, to, run(shape, dense));
      }
    }
  }

  @Override
  public void backward(GroupPass pass) {
    LaneLayout x = binding.x().lanes();
    LaneLayout dy = binding.dy().lanes();
    LaneLayout dx = binding.dx().lanes();
    boolean wanted = binding.wantsInputGradient();
    boolean dense = x.isDense() && dy.isDense() && (!wanted || dx.isDense());
    Shape shape = x.shape();
    int n = run(shape, dense);
    float[] memory = pass.memory();
    float[] sums = pass.scratch();
    ActivationKernel kernel = binding.simd().activation();
    Arrays.fill(sums, 0, Lanes.WIDTH, 0f);
    for (int c = 0; c < shape.channels(); c++) {
      float slope = pass.parameters()[weight(c)];
      for (int row = 0; row < rows(shape, dense); row++) {
        int value = binding.x().at() + x.offset(c, row, 0);
        int from = binding.dy().at() + dy.offset(c, row, 0);
        kernel.slopeGradient(memory, value, memory, from, n, sums, 0);
        if (wanted) {
          int to = binding.dx().at() + dx.offset(c, row, 0);
          kernel.leakyReluBackward(slope, memory, value, memory, from, memory, to, n);
        }
      }
      if (slopes == PRelu.Slopes.CHANNEL || c == shape.channels() - 1) {
        Arrays.fill(sums, pass.images(), Lanes.WIDTH, 0f);
        pass.gradients()[weight(c)] += LaneFold.sum(sums, 0);
        Arrays.fill(sums, 0, Lanes.WIDTH, 0f);
      }
    }
  }
}
