package dev.lanewise.peers.engine;

import dev.lanewise.bench.compare.Part;
import java.util.List;
import java.util.Queue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The way of images through parts, by libtorch's functions, in place where that is possible. */
final class TorchForward {

  private static final long[] ONE = {1, 1};

  private final Queue<Tensor> tensors;
  private final boolean training;

  /**
   * Prepares one pass.
   *
   * @param tensors the network's tensors in order, which the pass takes away
   * @param training whether batch normalisation takes the batch's statistics, and dropout drops
   */
  TorchForward(Queue<Tensor> tensors, boolean training) {
    this.tensors = tensors;
    this.training = training;
  }

  /** What parts make of a value, which stays as it is. */
  Tensor run(List<Part> parts, Tensor input) {
    Tensor x = input;
    for (int i = 0; i < parts.size(); i++) {
      // The first part reads what others may still need.
      boolean own = i > 0;
      x =
          switch (parts.get(i)) {
            case Part.Conv conv -> {
              long[] stride = {conv.stride(), conv.stride()};
              long[] padding = {conv.padding(), conv.padding()};
              Tensor weight = tensors.remove();
              TensorOptional bias =
                  conv.bias() ? new TensorOptional(tensors.remove()) : new TensorOptional();
              yield torch.conv2d(x, weight, bias, stride, padding, ONE, 1);
            }
            case Part.DepthwiseConv conv -> {
              long[] stride = {conv.stride(), conv.stride()};
              long[] padding = {conv.kernel() / 2, conv.kernel() / 2};
              Tensor weight = tensors.remove();
              yield torch.conv2d(
                  x, weight, new TensorOptional(), stride, padding, ONE, conv.channels());
            }
            case Part.BatchNorm _ ->
                torch.batch_norm(
                    x,
                    new TensorOptional(tensors.remove()),
                    new TensorOptional(tensors.remove()),
                    new TensorOptional(tensors.remove()),
                    new TensorOptional(tensors.remove()),
                    training,
                    Part.BatchNorm.MOMENTUM,
                    Part.BatchNorm.EPS,
                    false);
            case Part.Dense _ ->
                torch.linear(x, tensors.remove(), new TensorOptional(tensors.remove()));
            case Part.Relu _ -> own ? torch.relu_(x) : torch.relu(x);
            case Part.Relu6 _ -> own ? torch.relu6_(x) : torch.relu6(x);
            case Part.MaxPool pool -> torch.max_pool2d(x, pool.size(), pool.size());
            case Part.GlobalAvgPool _ -> torch.mean(x, 2, 3);
            case Part.Dropout dropout -> torch.dropout(x, dropout.rate(), training);
            case Part.Flatten _ -> torch.flatten(x, 1, -1);
            case Part.Residual residual -> {
              Tensor beside = run(residual.shortcut(), x);
              Tensor body = run(residual.body(), x);
              // The result of a normalisation is not needed to go back through it.
              yield residual.body().getLast() instanceof Part.BatchNorm
                  ? body.add_(beside)
                  : torch.add(body, beside);
            }
          };
    }
    return x;
  }
}
