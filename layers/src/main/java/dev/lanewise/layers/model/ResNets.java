package dev.lanewise.layers.model;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Graph;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.pool.GlobalAvgPool2d;

/** Residual networks for images of 32 x 32 (He et al., "Deep Residual Learning", 2015). */
public final class ResNets {

  private static final Initializer HE = new Initializer.HeNormal(Initializer.Fan.OUT);

  private ResNets() {}

  /**
   * The paper's network for CIFAR: three stages of 16, 32 and 64 channels, {@code (depth - 2) / 6}
   * blocks each. Where a stage begins, the shortcut is a 1x1 convolution of stride 2 with batch
   * normalisation, as most implementations have it; the paper's has no parameters.
   *
   * @param depth 20, 32, 44, 56 or any {@code 6 n + 2} with n at least 1
   * @param classes number of classes
   * @throws IllegalArgumentException if the depth is none of these
   */
  public static ModelSpec cifar(int depth, int classes) {
    if (depth < 8 || (depth - 2) % 6 != 0) {
      throw new IllegalArgumentException(
          "A CIFAR ResNet's depth must be 6 n + 2, with n at least 1. Received: " + depth);
    }
    return resnet(
        "resnet" + depth,
        "ResNet-%s of 16, 32 and 64 channels; Nesterov momentum, cosine".formatted(depth),
        new int[] {16, 32, 64},
        (depth - 2) / 6,
        classes);
  }

  /**
   * ResNet-18 as it is used at CIFAR's size: four stages of two blocks with 64 to 512 channels, a
   * 3x3 convolution first and no pooling before the stages.
   *
   * @param classes number of classes
   */
  public static ModelSpec resnet18(int classes) {
    return resnet(
        "resnet18",
        "ResNet-18 for 32x32, 64 to 512 channels; Nesterov momentum, cosine",
        new int[] {64, 128, 256, 512},
        2,
        classes);
  }

  private static ModelSpec resnet(
      String name, String description, int[] widths, int blocks, int classes) {
    Shape input = new Shape(3, 32, 32);
    Graph graph = Graph.of(input);
    Graph.Value x =
        graph
            .input()
            .then("conv1", conv(widths[0], 3, 1))
            .then("bn1", new BatchNorm())
            .then(new Relu());
    int channels = widths[0];
    for (int stage = 0; stage < widths.length; stage++) {
      for (int block = 0; block < blocks; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String prefix = "layer%s.%s.".formatted(stage + 1, block);
        x = block(x, prefix, channels, widths[stage], stride);
        channels = widths[stage];
      }
    }
    x.then(new GlobalAvgPool2d()).then("fc", Dense.of(classes));
    return new ModelSpec(
        name,
        description,
        input,
        graph.layers(),
        new SoftmaxCrossEntropy(),
        ZooRecipes.cifar(0.2, 5e-4, 30));
  }

  private static Graph.Value block(
      Graph.Value x, String prefix, int channels, int width, int stride) {
    Graph.Value shortcut =
        stride == 1 && channels == width
            ? x
            : x.then(prefix + "shortcut.conv", conv(width, 1, stride))
                .then(prefix + "shortcut.bn", new BatchNorm());
    return x.then(prefix + "conv1", conv(width, 3, stride))
        .then(prefix + "bn1", new BatchNorm())
        .then(new Relu())
        .then(prefix + "conv2", conv(width, 3, 1))
        .then(prefix + "bn2", new BatchNorm())
        .plus(shortcut)
        .then(new Relu());
  }

  private static Conv2d conv(int channels, int kernel, int stride) {
    return Conv2d.of(channels, kernel)
        .withStride(stride)
        .withPadding(Padding.of(kernel / 2))
        .withBias(Bias.NONE)
        .withInit(HE, new Initializer.Zeros());
  }
}
