package dev.lanewise.layers.model;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Graph;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Relu6;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.pool.GlobalAvgPool2d;

/**
 * MobileNets for images of 32 x 32: the papers' layers, with stride 1 instead of 2 where the
 * resolution of CIFAR would be lost.
 */
public final class MobileNets {

  private static final Initializer HE = new Initializer.HeNormal(Initializer.Fan.OUT);

  private static final Shape INPUT = new Shape(3, 32, 32);

  /** Channels and stride of MobileNetV1's blocks. */
  private static final int[][] V1_BLOCKS = {
    {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1},
    {512, 1}, {512, 1}, {1024, 2}, {1024, 1}
  };

  /** Expansion, channels, blocks and first stride of MobileNetV2's stages. */
  private static final int[][] V2_STAGES = {
    {1, 16, 1, 1},
    {6, 24, 2, 1},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private MobileNets() {}

  /**
   * Howard et al.'s MobileNet (2017): a depthwise and a 1x1 convolution a block, each followed by
   * batch normalisation and ReLU. The first convolution has stride 1; the last maps are 2 x 2.
   *
   * @param classes number of classes
   */
  public static ModelSpec v1(int classes) {
    Graph graph = Graph.of(INPUT);
    Graph.Value x =
        graph.input().then("conv1", conv(32, 3, 1)).then("bn1", new BatchNorm()).then(new Relu());
    int channels = 32;
    for (int i = 0; i < V1_BLOCKS.length; i++) {
      String prefix = "layers." + i + ".";
      x =
          x.then(prefix + "conv1", depthwise(channels, V1_BLOCKS[i][1]))
              .then(prefix + "bn1", new BatchNorm())
              .then(new Relu())
              .then(prefix + "conv2", conv(V1_BLOCKS[i][0], 1, 1))
              .then(prefix + "bn2", new BatchNorm())
              .then(new Relu());
      channels = V1_BLOCKS[i][0];
    }
    x.then(new GlobalAvgPool2d()).then("fc", Dense.of(classes));
    return spec("mobilenetv1", "MobileNetV1 for 32x32", graph);
  }

  /**
   * Sandler et al.'s MobileNetV2 (2018): inverted residual blocks with linear bottlenecks and
   * ReLU6. The first convolution and the second stage have stride 1; the last maps are 4 x 4.
   * Layers have the names that torchvision gives them.
   *
   * @param classes number of classes
   */
  public static ModelSpec v2(int classes) {
    Graph graph = Graph.of(INPUT);
    Graph.Value x = relu6(graph.input(), "features.0.", conv(32, 3, 1));
    int channels = 32;
    int block = 1;
    for (int[] stage : V2_STAGES) {
      for (int i = 0; i < stage[2]; i++) {
        String prefix = "features." + block++ + ".conv.";
        x = bottleneck(x, prefix, channels, stage[0], stage[1], i == 0 ? stage[3] : 1);
        channels = stage[1];
      }
    }
    relu6(x, "features." + block + ".", conv(1280, 1, 1))
        .then(new GlobalAvgPool2d())
        .then("classifier.1", Dense.of(classes));
    return spec("mobilenetv2", "MobileNetV2 for 32x32", graph);
  }

  private static Graph.Value bottleneck(
      Graph.Value x, String prefix, int inputs, int factor, int outputs, int stride) {
    Graph.Value wide = x;
    int next = 0;
    if (factor > 1) {
      wide = relu6(wide, prefix + next++ + ".", conv(factor * inputs, 1, 1));
    }
    wide = relu6(wide, prefix + next++ + ".", depthwise(factor * inputs, stride));
    Graph.Value narrow =
        wide.then(prefix + next++, conv(outputs, 1, 1)).then(prefix + next, new BatchNorm());
    return stride == 1 && inputs == outputs ? narrow.plus(x) : narrow;
  }

  private static Graph.Value relu6(Graph.Value x, String prefix, Conv2d conv) {
    return x.then(prefix + "0", conv).then(prefix + "1", new BatchNorm()).then(new Relu6());
  }

  private static ModelSpec spec(String name, String title, Graph graph) {
    return new ModelSpec(
        name,
        title + ", depthwise convolutions; Nesterov momentum, cosine",
        INPUT,
        graph.layers(),
        new SoftmaxCrossEntropy(),
        ZooRecipes.cifar(0.1, 4e-5, 30));
  }

  private static Conv2d depthwise(int channels, int stride) {
    return conv(channels, 3, stride).withGroups(channels);
  }

  private static Conv2d conv(int channels, int kernel, int stride) {
    return Conv2d.of(channels, kernel)
        .withStride(stride)
        .withPadding(Padding.of(kernel / 2))
        .withBias(Bias.NONE)
        .withInit(HE, new Initializer.Zeros());
  }
}
