package dev.lanewise.layers.norm;

import dev.lanewise.core.kernel.ChannelAffineKernel;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Epilogue;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.Place;

/** {@link BatchNorm} by running statistics of one image whose lanes are channels. */
final class ChannelNormOp implements LayerOp {

  private final Binding lanes;
  private final ChannelAffineKernel kernel;
  private final NormFactors factors;
  private final float[] blocks;

  ChannelNormOp(BatchNorm layer, Binding binding) {
    lanes = binding.asLaneGroup();
    kernel = binding.simd().channelAffine();
    int channels = binding.x().shape().channels();
    factors =
        new NormFactors(
            layer, channels, binding.parameters(), binding.buffers(), binding.bufferOffsets());
    blocks = new float[Lanes.groups(channels) * ChannelAffineKernel.FACTORS];
  }

  @Override
  public void prepare(float[] parameters, boolean backward) {
    factors.setRunning(parameters);
    for (int c = 0; c < factors.mean.length; c++) {
      int at = c / Lanes.WIDTH * ChannelAffineKernel.FACTORS + c % Lanes.WIDTH;
      blocks[at] = factors.mean[c];
      blocks[at + Lanes.WIDTH] = factors.scale[c];
      blocks[at + 2 * Lanes.WIDTH] = factors.shift[c];
    }
  }

  @Override
  public void forward(GroupPass pass) {
    float[] memory = pass.memory();
    Epilogue epilogue = lanes.epilogue();
    LaneLayout x = lanes.x().lanes();
    LaneLayout y = lanes.y().lanes();
    int rows = x.shape().height();
    int n = x.shape().width() * Lanes.WIDTH;
    for (int block = 0; block < x.shape().channels(); block++) {
      int from = lanes.x().at() + x.offset(block, 0, 0);
      int to = lanes.y().at() + y.offset(block, 0, 0);
      int at = block * ChannelAffineKernel.FACTORS;
      if (epilogue.adds()) {
        Place summand = lanes.sources().get(1).x();
        LaneLayout s = summand.lanes();
        kernel.applyAdd(
            memory,
            from,
            x.rowStride(),
            summand.at() + s.offset(block, 0, 0),
            s.rowStride(),
            to,
            y.rowStride(),
            rows,
            n,
            blocks,
            at,
            epilogue.floor(),
            epilogue.ceiling());
      } else {
        kernel.apply(
            memory,
            from,
            x.rowStride(),
            to,
            y.rowStride(),
            rows,
            n,
            blocks,
            at,
            epilogue.floor(),
            epilogue.ceiling());
      }
    }
  }

  @Override
  public void backward(GroupPass pass) {
    throw new IllegalStateException("A network bound for prediction has no backward pass.");
  }
}
