package dev.lanewise.bench;

import dev.lanewise.core.tensor.Shape;
import java.util.List;
import java.util.function.Function;

/**
 * The shapes that are measured: those of small networks on MNIST and CIFAR-10, of ResNet-like and
 * VGG-like ones, and square matrices. A shape is found by its name.
 */
public final class Shapes {

  private static final List<GemmShape> GEMM =
      List.of(
          nn(256, 256, 256),
          nn(512, 512, 512),
          nn(1024, 1024, 1024),
          nn(2048, 2048, 2048),
          nn(64, 3872, 288),
          new GemmShape(64, 288, 3872, false, true),
          nn(128, 1600, 10),
          nn(128, 10, 1600),
          nn(10, 128, 1600),
          new GemmShape(10, 1600, 128, true, false),
          nn(32, 21632, 9),
          nn(64, 131072, 27),
          nn(64, 131072, 576),
          nn(128, 32768, 1152),
          new GemmShape(128, 1152, 32768, false, true),
          nn(256, 8192, 2304));

  private static final List<ConvShape> CONVOLUTIONS =
      List.of(
          conv(1, 32, 28, 3, 1, 0, 128),
          conv(32, 64, 13, 3, 1, 0, 128),
          conv(1, 6, 28, 5, 1, 2, 128),
          conv(6, 16, 14, 5, 1, 0, 128),
          conv(3, 64, 32, 3, 1, 1, 128),
          conv(64, 64, 32, 3, 1, 1, 128),
          conv(64, 128, 16, 3, 1, 1, 128),
          conv(128, 128, 16, 3, 1, 1, 128),
          conv(256, 256, 8, 3, 1, 1, 128),
          conv(16, 16, 32, 3, 1, 1, 128),
          conv(32, 32, 16, 3, 1, 1, 128),
          conv(64, 64, 8, 3, 1, 1, 128),
          conv(64, 128, 32, 3, 2, 1, 128),
          conv(64, 256, 16, 1, 1, 0, 128),
          conv(3, 64, 64, 7, 2, 3, 32),
          depthwise(96, 32, 1),
          depthwise(144, 32, 2),
          depthwise(192, 16, 1),
          depthwise(384, 8, 1),
          depthwise(960, 4, 1));

  private static final List<MicroShape> MICRO_KERNELS =
      List.of(
          new MicroShape(MicroShape.Kernel.PRODUCT, 8, 128, 2),
          new MicroShape(MicroShape.Kernel.PRODUCT, 8, 64, 6),
          new MicroShape(MicroShape.Kernel.PRODUCT, 24, 64, 4),
          new MicroShape(MicroShape.Kernel.OUTER_PRODUCT, 4, 4, 48),
          new MicroShape(MicroShape.Kernel.OUTER_PRODUCT, 8, 12, 20));

  private static final List<PoolShape> POOLING =
      List.of(
          new PoolShape(new Shape(32, 26, 26), 2, 2, 0, 128),
          new PoolShape(new Shape(64, 32, 32), 2, 2, 0, 128),
          new PoolShape(new Shape(16, 10, 10), 2, 2, 0, 128),
          new PoolShape(new Shape(64, 32, 32), 3, 2, 1, 128));

  private static final List<ElementwiseShape> ELEMENTWISE =
      List.of(
          new ElementwiseShape(new Shape(64, 11, 11), 128),
          new ElementwiseShape(new Shape(32, 26, 26), 128),
          new ElementwiseShape(new Shape(120, 1, 1), 128));

  private static final List<LossShape> LOSSES =
      List.of(new LossShape(10, 128), new LossShape(100, 128));

  private static final List<OptimizerShape> OPTIMIZERS =
      List.of(
          new OptimizerShape(OptimizerShape.Rule.ADAM, 34_826),
          new OptimizerShape(OptimizerShape.Rule.MOMENTUM, 61_706),
          new OptimizerShape(OptimizerShape.Rule.ADAM, 2_196_810),
          new OptimizerShape(OptimizerShape.Rule.MOMENTUM, 2_196_810));

  private Shapes() {}

  private static GemmShape nn(int m, int n, int k) {
    return new GemmShape(m, n, k, false, false);
  }

  private static ConvShape conv(
      int channels, int outChannels, int size, int kernel, int stride, int padding, int batch) {
    return new ConvShape(
        new Shape(channels, size, size), outChannels, kernel, stride, padding, batch);
  }

  /** One of MobileNetV2's convolutions of each channel by itself. */
  private static ConvShape depthwise(int channels, int size, int stride) {
    return new ConvShape(new Shape(channels, size, size), channels, 3, stride, 1, channels, 128);
  }

  /** All matrix products. */
  public static List<GemmShape> gemm() {
    return GEMM;
  }

  /** All convolutions. */
  public static List<ConvShape> convolutions() {
    return CONVOLUTIONS;
  }

  /** A few matrix products that take little time and memory. */
  public static List<GemmShape> quickGemm() {
    return List.of(GEMM.get(0), GEMM.get(1), GEMM.get(2), GEMM.get(4), GEMM.get(5), GEMM.get(6));
  }

  /** A few convolutions that take little time and memory. */
  public static List<ConvShape> quickConvolutions() {
    return List.of(
        CONVOLUTIONS.get(0),
        CONVOLUTIONS.get(1),
        CONVOLUTIONS.get(7),
        CONVOLUTIONS.get(12),
        CONVOLUTIONS.get(17));
  }

  /**
   * The matrix product of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static GemmShape gemm(String name) {
    return named("matrix product", GEMM, GemmShape::name, name);
  }

  /**
   * The convolution of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ConvShape convolution(String name) {
    return named("convolution", CONVOLUTIONS, ConvShape::name, name);
  }

  /** All products for the micro-kernels. */
  public static List<MicroShape> microKernels() {
    return MICRO_KERNELS;
  }

  /** All poolings. */
  public static List<PoolShape> pooling() {
    return POOLING;
  }

  /** The first of them. */
  public static List<PoolShape> quickPooling() {
    return POOLING.subList(0, 1);
  }

  /** All shapes of functions of each value. */
  public static List<ElementwiseShape> elementwise() {
    return ELEMENTWISE;
  }

  /** The first of them. */
  public static List<ElementwiseShape> quickElementwise() {
    return ELEMENTWISE.subList(0, 1);
  }

  /** All losses. */
  public static List<LossShape> losses() {
    return LOSSES;
  }

  /** All updates of parameters: as many as presets have. */
  public static List<OptimizerShape> optimizers() {
    return OPTIMIZERS;
  }

  /**
   * The micro-kernel's product of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static MicroShape microKernel(String name) {
    return named("micro-kernel product", MICRO_KERNELS, MicroShape::name, name);
  }

  /**
   * The pooling of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static PoolShape pooling(String name) {
    return named("pooling", POOLING, PoolShape::name, name);
  }

  /**
   * The values of a name.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static ElementwiseShape elementwise(String name) {
    return named("shape of values", ELEMENTWISE, ElementwiseShape::name, name);
  }

  /**
   * The loss of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static LossShape loss(String name) {
    return named("loss", LOSSES, LossShape::name, name);
  }

  /**
   * The update of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static OptimizerShape optimizer(String name) {
    return named("update", OPTIMIZERS, OptimizerShape::name, name);
  }

  private static <T> T named(String what, List<T> shapes, Function<T, String> names, String name) {
    return shapes.stream()
        .filter(shape -> names.apply(shape).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No %s has this name. Expected one of %s. Received: %s"
                        .formatted(what, shapes.stream().map(names).toList(), name)));
  }
}
