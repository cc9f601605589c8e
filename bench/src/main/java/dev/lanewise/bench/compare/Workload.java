package dev.lanewise.bench.compare;

import dev.lanewise.bench.ConvPass;
import dev.lanewise.bench.ConvShape;
import dev.lanewise.bench.GemmShape;
import dev.lanewise.bench.Shapes;
import java.util.Arrays;

/** One thing to measure, on some number of threads, with any engine that can do it. */
public sealed interface Workload {

  /** A name without spaces that {@link #named} understands. */
  String name();

  /** What a unit of work is worth: images, or GFLOP. */
  double amount();

  /** What {@link #amount} divided by seconds is. */
  Unit unit();

  /**
   * Training steps: forward, softmax cross-entropy, backward, update.
   *
   * @param net the network
   * @param batch images a step
   */
  record Train(Net net, int batch) implements Workload {
    @Override
    public String name() {
      return "train:%s:b%s".formatted(net, batch);
    }

    @Override
    public double amount() {
      return batch;
    }

    @Override
    public Unit unit() {
      return Unit.IMAGES_PER_SECOND;
    }
  }

  /**
   * Probabilities of images by a network whose parameters do not change.
   *
   * @param net the network
   * @param batch images in one go
   */
  record Predict(Net net, int batch) implements Workload {
    @Override
    public String name() {
      return "predict:%s:b%s".formatted(net, batch);
    }

    @Override
    public double amount() {
      return batch;
    }

    @Override
    public Unit unit() {
      return Unit.IMAGES_PER_SECOND;
    }
  }

  /**
   * Products of two matrices that change nothing but the result.
   *
   * @param shape sizes
   */
  record Product(GemmShape shape) implements Workload {
    @Override
    public String name() {
      return "gemm:" + shape.name();
    }

    @Override
    public double amount() {
      return shape.flops() / 1e9;
    }

    @Override
    public Unit unit() {
      return Unit.GFLOPS;
    }
  }

  /**
   * One pass of a convolution over a batch.
   *
   * @param shape the convolution
   * @param pass which pass
   */
  record Convolve(ConvShape shape, ConvPass pass) implements Workload {
    @Override
    public String name() {
      return "conv:%s:%s".formatted(shape.name(), pass);
    }

    @Override
    public double amount() {
      return shape.flops() / 1e9;
    }

    @Override
    public Unit unit() {
      return Unit.GFLOPS;
    }
  }

  /**
   * The workload of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Workload named(String name) {
    int colon = name.indexOf(':');
    String kind = name.substring(0, Math.max(colon, 0));
    String rest = name.substring(colon + 1);
    return switch (kind) {
      case "train" -> new Train(net(rest), batch(rest));
      case "predict" -> new Predict(net(rest), batch(rest));
      case "gemm" -> new Product(Shapes.gemm(rest));
      case "conv" -> {
        int last = rest.lastIndexOf(':');
        yield new Convolve(
            Shapes.convolution(rest.substring(0, Math.max(last, 0))),
            pass(rest.substring(last + 1)));
      }
      default ->
          throw new IllegalArgumentException(
              "A workload must begin with train:, predict:, gemm: or conv:. Received: " + name);
    };
  }

  private static Net net(String text) {
    String name = text.substring(0, Math.max(text.indexOf(":b"), 0));
    return Arrays.stream(Net.values())
        .filter(net -> net.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "A network must be one of %s, followed by :b and a batch. Received: %s"
                        .formatted(Arrays.toString(Net.values()), text)));
  }

  private static int batch(String text) {
    String digits = text.substring(text.indexOf(":b") + 2);
    if (!digits.matches("[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException(
          "A batch must be a number from 1 to 999999. Received: " + digits);
    }
    return Integer.parseInt(digits);
  }

  private static ConvPass pass(String text) {
    return Arrays.stream(ConvPass.values())
        .filter(pass -> pass.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "A pass must be one of %s. Received: %s"
                        .formatted(Arrays.toString(ConvPass.values()), text)));
  }
}
