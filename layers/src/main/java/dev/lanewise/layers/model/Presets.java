package dev.lanewise.layers.model;

import static dev.lanewise.layers.model.ModelSpec.layer;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Initializer.HeNormal;
import dev.lanewise.layers.Initializer.Normal;
import dev.lanewise.layers.Initializer.XavierUniform;
import dev.lanewise.layers.Initializer.Zeros;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.activation.Softmax;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.CategoricalCrossEntropy;
import dev.lanewise.layers.loss.MeanSquaredError;
import dev.lanewise.layers.loss.Reduction;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.pool.AvgPool2d;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.shape.Reshape;
import dev.lanewise.layers.train.ValidationSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The models that come with the project. The {@code scratch-} ones are five teaching programs ("CNN
 * from scratch", in NumPy), each with the recipe that its program had.
 */
public final class Presets {

  private static final Shape GREY_28 = new Shape(1, 28, 28);

  private Presets() {}

  /** All of them. */
  public static List<ModelSpec> all() {
    return List.of(
        digitsCnn(),
        ImagesNet.of(new Shape(3, 32, 32), 10, 50_000),
        lenet5(),
        mnistConvnet(),
        vggSmallPlain(),
        ConvNets.vggSmall(10),
        ConvNets.kerasCifar(10),
        ConvNets.mnistBest(10),
        ConvNets.darknetTiny(10),
        ResNets.cifar(20, 10),
        ResNets.cifar(32, 10),
        ResNets.cifar(56, 10),
        ResNets.resnet18(10),
        MobileNets.v1(10),
        MobileNets.v2(10),
        scratchMax(),
        scratchLinear(),
        scratchLinearPlain(),
        scratchSigmoid(),
        scratchAvg(),
        scratchDense());
  }

  /** The preset of a name. */
  public static Optional<ModelSpec> named(String name) {
    return all().stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  /** What {@code train} trains if it is told nothing: a small CNN on generated digits. */
  public static ModelSpec digitsCnn() {
    Initializer he = new HeNormal(Initializer.Fan.IN);
    Initializer zeros = new Zeros();
    return new ModelSpec(
        "digits-cnn",
        "conv 16 - ReLU - pool - conv 32 - ReLU - pool - dense 10; Adam on generated digits",
        GREY_28,
        List.of(
            layer(Conv2d.of(16, 3).withInit(he, zeros)),
            layer(new Relu()),
            layer(MaxPool2d.of(2)),
            layer(Conv2d.of(32, 3).withInit(he, zeros)),
            layer(new Relu()),
            layer(MaxPool2d.of(2)),
            layer(new Flatten()),
            layer(Dense.of(10))),
        new SoftmaxCrossEntropy(),
        Recipe.of(DataRecipe.all("digits", Scaling.UNIT), Adam.of(2e-3), 5, 64));
  }

  /**
   * LeCun et al.'s LeNet-5 ("Gradient-based learning applied to document recognition", 1998) as it
   * is usually built today: ReLU, max-pooling, softmax.
   */
  public static ModelSpec lenet5() {
    return new ModelSpec(
        "lenet5",
        "LeNet-5: conv 6@5x5 - pool - conv 16@5x5 - pool - dense 120 - 84 - 10, ReLU; momentum",
        GREY_28,
        List.of(
            layer(Conv2d.of(6, 5).withPadding(Padding.of(2))),
            layer(new Relu()),
            layer(MaxPool2d.of(2)),
            layer(Conv2d.of(16, 5)),
            layer(new Relu()),
            layer(MaxPool2d.of(2)),
            layer(new Flatten()),
            layer(Dense.of(120)),
            layer(new Relu()),
            layer(Dense.of(84)),
            layer(new Relu()),
            layer(Dense.of(10))),
        new SoftmaxCrossEntropy(),
        Recipe.of(DataRecipe.all("mnist", Scaling.STANDARDISED), Sgd.momentum(0.01, 0.9), 10, 64));
  }

  /** Keras's example {@code mnist_convnet}, 34,826 parameters, with its initial values. */
  public static ModelSpec mnistConvnet() {
    Initializer xavier = new XavierUniform();
    Initializer zeros = new Zeros();
    return new ModelSpec(
        "mnist-convnet",
        "Keras's mnist_convnet: conv 32 - ReLU - pool - conv 64 - ReLU - pool - dropout 0.5 - dense"
            + " 10; Adam",
        GREY_28,
        List.of(
            layer(Conv2d.of(32, 3).withInit(xavier, zeros)),
            layer(new Relu()),
            layer(MaxPool2d.of(2)),
            layer(Conv2d.of(64, 3).withInit(xavier, zeros)),
            layer(new Relu()),
            layer(MaxPool2d.of(2)),
            layer(new Flatten()),
            layer(new Dropout(0.5)),
            layer(Dense.of(10).withInit(xavier, zeros))),
        new SoftmaxCrossEntropy(),
        Recipe.of(DataRecipe.all("mnist", Scaling.UNIT), Adam.of(1e-3), 12, 128));
  }

  /**
   * A small net of the kind of VGG (Simonyan and Zisserman, "Very Deep Convolutional Networks for
   * Large-Scale Image Recognition", 2015) for images of 32 x 32, without normalisation: pairs of
   * 3x3 convolutions of 64, 128 and 256 channels, each pair followed by a pooling.
   */
  public static ModelSpec vggSmallPlain() {
    Initializer he = new HeNormal(Initializer.Fan.IN);
    Initializer zeros = new Zeros();
    List<Named> layers = new ArrayList<>();
    for (int channels : new int[] {64, 128, 256}) {
      for (int i = 0; i < 2; i++) {
        layers.add(layer(Conv2d.of(channels, 3).withPadding(Padding.of(1)).withInit(he, zeros)));
        layers.add(layer(new Relu()));
      }
      layers.add(layer(MaxPool2d.of(2)));
    }
    layers.add(layer(new Flatten()));
    layers.add(layer(Dense.of(256).withInit(he, zeros)));
    layers.add(layer(new Relu()));
    layers.add(layer(Dense.of(10).withInit(he, zeros)));
    return new ModelSpec(
        "vgg-small-plain",
        "[conv 64 - ReLU] x2 - pool - [128] x2 - pool - [256] x2 - pool - dense 256 - 10, no batch"
            + " norm; momentum",
        new Shape(3, 32, 32),
        layers,
        new SoftmaxCrossEntropy(),
        Recipe.of(
            DataRecipe.all("cifar10", Scaling.STANDARDISED), Sgd.momentum(0.01, 0.9), 20, 128));
  }

  /** Max-pooling program: weights normal / 9 and normal / 2704, per-sample gradient descent. */
  public static ModelSpec scratchMax() {
    return new ModelSpec(
        "scratch-max",
        "conv 16@3x3 without bias - max-pool 2 - dense 10; per-sample SGD on the first 1,000 of"
            + " MNIST",
        GREY_28,
        List.of(
            layer(Conv2d.of(16, 3).withBias(Bias.NONE).withInit(new Normal(1.0 / 9), new Zeros())),
            layer(MaxPool2d.of(2)),
            layer(new Flatten()),
            layer(Dense.of(10).withInit(new Normal(1.0 / 2704), new Zeros()))),
        new SoftmaxCrossEntropy(),
        Recipe.of(DataRecipe.first("mnist", 1000, 1000, Scaling.UNIT), Sgd.of(0.05), 2, 1)
            .withLogEvery(100));
  }

  /**
   * The linear program's Keras twin: 13,610 parameters, Keras's initial values, Adam, batch 1, the
   * last tenth set aside. The program itself is {@link #scratchLinearPlain}.
   */
  public static ModelSpec scratchLinear() {
    Initializer xavier = new XavierUniform();
    return new ModelSpec(
        "scratch-linear",
        "conv 8@3x3 - ReLU - max-pool 2 - dense 10; Adam, batch 1, validation split 0.1 on MNIST",
        GREY_28,
        List.of(
            layer(Conv2d.of(8, 3).withInit(xavier, new Zeros())),
            layer(new Relu()),
            layer(MaxPool2d.of(2)),
            layer(new Flatten()),
            layer(Dense.of(10).withInit(xavier, new Zeros()))),
        new SoftmaxCrossEntropy(),
        Recipe.of(DataRecipe.all("mnist", Scaling.UNIT), Adam.of(1e-3), 1, 1)
            .withValidation(new Recipe.Validation(0.1, ValidationSplit.Which.LAST))
            .withLogEvery(1023));
  }

  /**
   * The linear program itself: weights normal(0.001), no activation, gradient descent on the
   * scores' softmax loss.
   */
  public static ModelSpec scratchLinearPlain() {
    Initializer small = new Normal(1e-3);
    return new ModelSpec(
        "scratch-linear-plain",
        "conv 8@3x3 - max-pool 2 - dense 10, no activation; per-sample SGD on MNIST",
        GREY_28,
        List.of(
            layer(Conv2d.of(8, 3).withInit(small, new Zeros())),
            layer(MaxPool2d.of(2)),
            layer(new Flatten()),
            layer(Dense.of(10).withInit(small, new Zeros()))),
        new SoftmaxCrossEntropy(),
        Recipe.of(DataRecipe.all("mnist", Scaling.UNIT), Sgd.of(0.01), 1, 1)
            .withValidation(new Recipe.Validation(0.1, ValidationSplit.Which.LAST))
            .withLogEvery(1000));
  }

  /** The sigmoid program: two kernels, mean squared error, one colour channel of CIFAR-10. */
  public static ModelSpec scratchSigmoid() {
    return new ModelSpec(
        "scratch-sigmoid",
        "conv 2@3x3 - sigmoid - dense 10 - sigmoid, mean squared error; CIFAR-10's red channel",
        new Shape(1, 32, 32),
        List.of(
            layer(Conv2d.of(2, 3)),
            layer(new Sigmoid()),
            layer(new Flatten()),
            layer(Dense.of(10)),
            layer(new Sigmoid())),
        new MeanSquaredError(MeanSquaredError.Form.HALF_SUM),
        Recipe.of(
                new DataRecipe(
                    "cifar10",
                    OptionalInt.of(5000),
                    OptionalInt.of(1000),
                    OptionalInt.of(0),
                    Scaling.UNIT),
                Sgd.of(0.1),
                5,
                1)
            .withLogEvery(1000)
            .withReport(new Recipe.Report("conv1.weight", 0)));
  }

  /** Average-pooling program: per-sample gradient descent, four epochs of the first 5,000. */
  public static ModelSpec scratchAvg() {
    return new ModelSpec(
        "scratch-avg",
        "conv 16@3x3 without bias - average-pool 2 - dense 10; per-sample SGD on the first 5,000 of"
            + " MNIST",
        GREY_28,
        List.of(
            layer(Conv2d.of(16, 3).withBias(Bias.NONE).withInit(new Normal(1.0 / 9), new Zeros())),
            layer(AvgPool2d.of(2)),
            layer(new Flatten()),
            layer(Dense.of(10).withInit(new Normal(1.0 / 2704), new Zeros()))),
        new SoftmaxCrossEntropy(),
        Recipe.of(DataRecipe.first("mnist", 5000, 1000, Scaling.UNIT), Sgd.of(0.05), 4, 1)
            .withLogEvery(100));
  }

  /**
   * Dense program: a bias for each output position, dropout, cross-entropy on probabilities with
   * gradient {@code (p - y) / 10}, 100 epochs in the data's order.
   */
  public static ModelSpec scratchDense() {
    Initializer he = new HeNormal(Initializer.Fan.IN);
    Initializer zeros = new Zeros();
    return new ModelSpec(
        "scratch-dense",
        "conv 5@3x3 - ReLU - dense 100 - ReLU - dropout 0.05 - dense 10 - softmax; per-sample SGD"
            + " on the first 1,000 of MNIST",
        GREY_28,
        List.of(
            layer(Conv2d.of(5, 3).withBias(Bias.POSITION).withInit(he, zeros)),
            layer(new Relu()),
            layer(new Reshape(Shape.flat(5 * 26 * 26))),
            layer(Dense.of(100).withInit(he, zeros)),
            layer(new Relu()),
            layer(new Dropout(0.05)),
            layer(Dense.of(10).withInit(he, zeros)),
            layer(new Softmax())),
        new CategoricalCrossEntropy(Reduction.MEAN_OF_ELEMENTS),
        Recipe.of(DataRecipe.first("mnist", 1000, 100, Scaling.UNIT), Sgd.of(0.1), 100, 1)
            .inOrder()
            .withReport(new Recipe.Report("", 100)));
  }
}
