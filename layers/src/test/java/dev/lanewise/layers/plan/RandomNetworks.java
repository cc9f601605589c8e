package dev.lanewise.layers.plan;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Interpolation;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.TransposedAxis;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.activation.Celu;
import dev.lanewise.layers.activation.Elu;
import dev.lanewise.layers.activation.Gelu;
import dev.lanewise.layers.activation.Hardsigmoid;
import dev.lanewise.layers.activation.Hardswish;
import dev.lanewise.layers.activation.LeakyRelu;
import dev.lanewise.layers.activation.LogSoftmax;
import dev.lanewise.layers.activation.Mish;
import dev.lanewise.layers.activation.PRelu;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Relu6;
import dev.lanewise.layers.activation.Selu;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.activation.Silu;
import dev.lanewise.layers.activation.Softmax;
import dev.lanewise.layers.activation.Softplus;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.linear.Conv1d;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.ConvTranspose2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.linear.DepthwiseConv2d;
import dev.lanewise.layers.noise.AlphaDropout;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.noise.GaussianDropout;
import dev.lanewise.layers.noise.GaussianNoise;
import dev.lanewise.layers.noise.SpatialDropout;
import dev.lanewise.layers.norm.GroupNorm;
import dev.lanewise.layers.norm.InstanceNorm2d;
import dev.lanewise.layers.norm.LayerNorm;
import dev.lanewise.layers.pool.AdaptiveAvgPool2d;
import dev.lanewise.layers.pool.AdaptiveMaxPool2d;
import dev.lanewise.layers.pool.AvgPool1d;
import dev.lanewise.layers.pool.AvgPool2d;
import dev.lanewise.layers.pool.GlobalAvgPool2d;
import dev.lanewise.layers.pool.GlobalMaxPool2d;
import dev.lanewise.layers.pool.MaxPool1d;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.pool.Pool2d;
import dev.lanewise.layers.shape.Cropping2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.shape.Reshape;
import dev.lanewise.layers.shape.Upsample;
import dev.lanewise.layers.shape.ZeroPad2d;
import java.util.Random;

/** Small networks of random layers that end in a flat result of at least two values. */
final class RandomNetworks {

  private static final int MOST_ELEMENTS = 160;

  private final Random random;
  private final Network.Builder builder;
  private Shape shape;

  private RandomNetworks(Random random) {
    this.random = random;
    shape = new Shape(1 + random.nextInt(3), 2 + random.nextInt(6), 2 + random.nextInt(6));
    builder = Network.builder(shape);
  }

  static Network of(Random random) {
    return new RandomNetworks(random).build();
  }

  /** Whether a layer does something else in training than in prediction. */
  static boolean isNoise(Layer layer) {
    return layer instanceof Dropout
        || layer instanceof GaussianNoise
        || layer instanceof GaussianDropout
        || layer instanceof AlphaDropout
        || layer instanceof SpatialDropout;
  }

  private Network build() {
    int layers = 1 + random.nextInt(6);
    for (int i = 0; i < layers; i++) {
      add(any());
    }
    boolean convolution = random.nextInt(4) == 0;
    if (convolution) {
      add(
          new Conv2d(
              3,
              new Window(shape.height(), 1 + random.nextInt(2), 1),
              new Window(shape.width(), 1 + random.nextInt(2), 1),
              Padding.VALID,
              1,
              bias(),
              new Initializer.HeNormal(Initializer.Fan.IN),
              new Initializer.Normal(0.3)));
    } else {
      if (!shape.isFlat()) {
        add(random.nextBoolean() ? new Flatten() : new Reshape(Shape.flat(shape.elements())));
      }
      if (random.nextInt(3) == 0) {
        add(activation());
      }
      add(dense(2 + random.nextInt(4)));
    }
    switch (random.nextInt(4)) {
      case 0 -> add(new Softmax());
      case 1 -> add(activation());
      default -> {}
    }
    Network network = builder.build(random.nextLong());
    for (Parameter parameter : network.parameters().list()) {
      if (parameter.spec().initializer() instanceof Initializer.Constant) {
        float[] factors = new float[parameter.size()];
        for (int i = 0; i < factors.length; i++) {
          factors[i] = 1 + 0.5f * (float) random.nextGaussian();
        }
        network.parameters().set(parameter, factors);
      }
    }
    return network;
  }

  /** Adds a layer if it fits. */
  private void add(Layer layer) {
    Shape output;
    try {
      output = layer.outputShape(shape);
    } catch (IllegalArgumentException e) {
      return;
    }
    if (output.elements() <= MOST_ELEMENTS) {
      builder.add(layer);
      shape = output;
    }
  }

  private Layer any() {
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> convolution();
      case 3 -> new MaxPool2d(pool());
      case 4 -> new AvgPool2d(pool());
      case 5 -> new Reshape(new Shape(shape.width(), shape.channels(), shape.height()));
      case 6 ->
          switch (random.nextInt(6)) {
            case 0, 1 -> new Dropout(0.3);
            case 2 -> noise();
            case 3 -> new LogSoftmax();
            default -> new Softmax();
          };
      case 7 -> adaptivePool();
      case 8 -> border();
      case 9 -> upsample();
      case 10 -> norm();
      case 11 -> transposed();
      case 12 -> depthwise();
      case 13 -> oneDimensional();
      default -> activation();
    };
  }

  private Layer adaptivePool() {
    return switch (random.nextInt(4)) {
      case 0 -> new AdaptiveAvgPool2d(1 + random.nextInt(5), 1 + random.nextInt(5));
      case 1 -> new AdaptiveMaxPool2d(1 + random.nextInt(5), 1 + random.nextInt(5));
      case 2 -> new GlobalAvgPool2d();
      default -> new GlobalMaxPool2d();
    };
  }

  private Layer border() {
    Halo border =
        new Halo(random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
    return random.nextBoolean() ? new ZeroPad2d(border) : new Cropping2d(border);
  }

  private Layer upsample() {
    Upsample.Extent extent =
        random.nextBoolean()
            ? new Upsample.Factor(1 + random.nextInt(2), 1 + random.nextInt(2))
            : new Upsample.Size(1 + random.nextInt(6), 1 + random.nextInt(6));
    return new Upsample(extent, Interpolation.values()[random.nextInt(3)]);
  }

  /** A large epsilon: nearly equal values would make noise of rounding errors. */
  private Layer norm() {
    return switch (random.nextInt(4)) {
      case 0 -> new LayerNorm(0.1, random.nextInt(4) > 0);
      case 1 -> new InstanceNorm2d(0.1, random.nextBoolean());
      default -> {
        int groups = 1 + random.nextInt(3);
        yield new GroupNorm(
            shape.channels() % groups == 0 ? groups : 1, 0.1, random.nextInt(4) > 0);
      }
    };
  }

  private Layer activation() {
    return switch (random.nextInt(9)) {
      case 0 -> new Sigmoid();
      case 1 -> new Tanh();
      case 2 -> new Dropout(0.25);
      case 3, 4 -> new Relu();
      case 5 -> noise();
      default -> curve();
    };
  }

  private Layer curve() {
    return switch (random.nextInt(15)) {
      case 0 -> new LeakyRelu();
      case 1 -> new LeakyRelu(-0.3);
      case 2 -> new PRelu(PRelu.Slopes.SHARED, 0.2);
      case 3 -> new PRelu(PRelu.Slopes.CHANNEL, -0.1);
      case 4 -> new Relu6();
      case 5 -> new Elu(0.7);
      case 6 -> new Celu(1.3);
      case 7 -> new Selu();
      case 8 -> new Gelu();
      case 9 -> new Gelu(Gelu.Form.TANH);
      case 10 -> new Silu();
      case 11 -> new Mish();
      case 12 -> new Hardswish();
      case 13 -> new Hardsigmoid();
      default -> new Softplus(1.5, 20);
    };
  }

  private Layer noise() {
    return switch (random.nextInt(4)) {
      case 0 -> new GaussianNoise(0.2);
      case 1 -> new GaussianDropout(0.1);
      case 2 -> new AlphaDropout(0.2);
      default -> new SpatialDropout(0.3);
    };
  }

  private Bias bias() {
    return Bias.values()[random.nextInt(Bias.values().length)];
  }

  private Dense dense(int outputs) {
    return new Dense(
        outputs,
        random.nextInt(4) > 0,
        new Initializer.HeNormal(Initializer.Fan.IN),
        new Initializer.Normal(0.3));
  }

  private Window window(int size) {
    return new Window(
        1 + random.nextInt(Math.min(size, 3)), 1 + random.nextInt(3), 1 + random.nextInt(2));
  }

  private Initializer weights() {
    return new Initializer.HeNormal(Initializer.Fan.IN);
  }

  private Initializer biases() {
    return new Initializer.Normal(0.3);
  }

  private Layer transposed() {
    int groups = random.nextInt(3) == 0 ? shape.channels() : 1;
    return new ConvTranspose2d(
        groups * (1 + random.nextInt(2)),
        axis(shape.height()),
        axis(shape.width()),
        groups,
        random.nextBoolean(),
        weights(),
        biases());
  }

  private TransposedAxis axis(int size) {
    Window window = window(size);
    int padding = random.nextInt(2);
    return new TransposedAxis(window, padding, random.nextInt(window.stride()));
  }

  private Layer depthwise() {
    return new DepthwiseConv2d(
        1 + random.nextInt(4) / 3,
        window(shape.height()),
        window(shape.width()),
        random.nextBoolean() ? Padding.SAME : Padding.of(random.nextInt(2), random.nextInt(3)),
        random.nextBoolean(),
        weights(),
        biases());
  }

  /** A layer over one row; where there are more rows, all of them in one. */
  private Layer oneDimensional() {
    if (shape.height() > 1) {
      return new Reshape(new Shape(shape.channels(), 1, shape.pixels()));
    }
    int kernel = 1 + random.nextInt(3);
    return switch (random.nextInt(4)) {
      case 0 -> new MaxPool1d(kernel, 1 + random.nextInt(3), kernel / 2, random.nextBoolean());
      case 1 ->
          new AvgPool1d(
              kernel,
              1 + random.nextInt(3),
              random.nextInt(kernel / 2 + 1),
              random.nextBoolean(),
              random.nextBoolean());
      default ->
          new Conv1d(
              1 + random.nextInt(4),
              window(shape.width()),
              Padding.of(0, random.nextInt(3), 0, random.nextInt(3)),
              1,
              random.nextBoolean(),
              weights(),
              biases());
    };
  }

  private Layer convolution() {
    int groups = random.nextInt(3) == 0 ? shape.channels() : 1;
    Padding padding =
        switch (random.nextInt(4)) {
          case 0 -> Padding.VALID;
          case 1 -> Padding.SAME;
          case 2 -> Padding.of(random.nextInt(3), random.nextInt(3));
          default ->
              Padding.of(
                  random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
        };
    return new Conv2d(
        groups * (1 + random.nextInt(3)),
        window(shape.height()),
        window(shape.width()),
        padding,
        groups,
        bias(),
        new Initializer.HeNormal(Initializer.Fan.IN),
        new Initializer.Normal(0.3));
  }

  private Pool2d pool() {
    int rows = 1 + random.nextInt(3);
    int columns = 1 + random.nextInt(3);
    Halo padding =
        new Halo(
            random.nextInt(rows / 2 + 1),
            random.nextInt(columns / 2 + 1),
            random.nextInt(rows / 2 + 1),
            random.nextInt(columns / 2 + 1));
    return new Pool2d(
        rows,
        columns,
        1 + random.nextInt(3),
        1 + random.nextInt(3),
        padding,
        random.nextBoolean(),
        random.nextBoolean());
  }
}
