package dev.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;

/** The larger networks' parts. */
final class Nets {

  private static final int CLASSES = 10;

  private Nets() {}

  /** Pairs of 3x3 convolutions of 64, 128 and 256 channels, each pair followed by a pooling. */
  static List<Part> vgg(boolean norm) {
    List<Part> parts = new ArrayList<>();
    for (int channels : new int[] {64, 128, 256}) {
      for (int i = 0; i < 2; i++) {
        parts.add(new Part.Conv(channels, 3, 1, !norm));
        if (norm) {
          parts.add(new Part.BatchNorm());
        }
        parts.add(new Part.Relu());
      }
      parts.add(new Part.MaxPool(2));
    }
    parts.addAll(
        List.of(new Part.Flatten(), new Part.Dense(256), new Part.Relu(), new Part.Dense(CLASSES)));
    return List.copyOf(parts);
  }

  /**
   * The network for CIFAR of He et al. ("Deep Residual Learning", 2015), with a 1x1 convolution and
   * normalisation as the shortcut where a stage begins.
   */
  static List<Part> resnet20() {
    List<Part> parts = new ArrayList<>(norm(new Part.Conv(16, 3, 1, false)));
    parts.add(new Part.Relu());
    for (int width : new int[] {16, 32, 64}) {
      for (int block = 0; block < 3; block++) {
        int stride = width > 16 && block == 0 ? 2 : 1;
        List<Part> body = new ArrayList<>(norm(new Part.Conv(width, 3, stride, 1, false)));
        body.add(new Part.Relu());
        body.addAll(norm(new Part.Conv(width, 3, 1, false)));
        List<Part> shortcut =
            stride == 1 ? List.of() : norm(new Part.Conv(width, 1, stride, 0, false));
        parts.add(new Part.Residual(body, shortcut));
        parts.add(new Part.Relu());
      }
    }
    parts.addAll(List.of(new Part.GlobalAvgPool(), new Part.Dense(CLASSES)));
    return List.copyOf(parts);
  }

  /**
   * Sandler et al.'s network ("MobileNetV2", 2018) with the strides that fit images of 32 x 32: 1
   * in the first convolution and in the second stage.
   */
  static List<Part> mobileNetV2() {
    int[][] stages = {
      {1, 16, 1, 1},
      {6, 24, 2, 1},
      {6, 32, 3, 2},
      {6, 64, 4, 2},
      {6, 96, 3, 1},
      {6, 160, 3, 2},
      {6, 320, 1, 1}
    };
    List<Part> parts = new ArrayList<>(relu6(new Part.Conv(32, 3, 1, false)));
    int channels = 32;
    for (int[] stage : stages) {
      for (int i = 0; i < stage[2]; i++) {
        int stride = i == 0 ? stage[3] : 1;
        List<Part> block = bottleneck(channels, stage[0], stage[1], stride);
        if (stride == 1 && channels == stage[1]) {
          parts.add(new Part.Residual(block, List.of()));
        } else {
          parts.addAll(block);
        }
        channels = stage[1];
      }
    }
    parts.addAll(relu6(new Part.Conv(1280, 1, 0, false)));
    parts.addAll(List.of(new Part.GlobalAvgPool(), new Part.Dense(CLASSES)));
    return List.copyOf(parts);
  }

  private static List<Part> bottleneck(int inputs, int factor, int outputs, int stride) {
    List<Part> parts = new ArrayList<>();
    if (factor > 1) {
      parts.addAll(relu6(new Part.Conv(factor * inputs, 1, 0, false)));
    }
    parts.addAll(relu6(new Part.DepthwiseConv(factor * inputs, 3, stride)));
    parts.addAll(norm(new Part.Conv(outputs, 1, 0, false)));
    return parts;
  }

  private static List<Part> norm(Part convolution) {
    return List.of(convolution, new Part.BatchNorm());
  }

  private static List<Part> relu6(Part convolution) {
    return List.of(convolution, new Part.BatchNorm(), new Part.Relu6());
  }
}
