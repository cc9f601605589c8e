package dev.lanewise.layers.model;

import static dev.lanewise.layers.model.ModelSpec.layer;

import dev.lanewise.core.augment.RandomAffine;
import dev.lanewise.core.augment.RandomCrop;
import dev.lanewise.core.augment.RandomHorizontalFlip;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.activation.LeakyRelu;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.pool.GlobalAvgPool2d;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.shape.Flatten;
import java.util.ArrayList;
import java.util.List;

/** Plain convolutional networks of the zoo: layers one after another. */
public final class ConvNets {

  private static final Initializer HE = new Initializer.HeNormal(Initializer.Fan.IN);
  private static final Initializer ZEROS = new Initializer.Zeros();

  private ConvNets() {}

  private static Conv2d conv(int channels) {
    return Conv2d.of(channels, 3)
        .withPadding(Padding.of(1))
        .withBias(Bias.NONE)
        .withInit(HE, ZEROS);
  }

  private static void add(List<Named> layers, Layer... more) {
    for (Layer one : more) {
      layers.add(layer(one));
    }
  }

  /**
   * A small relative of VGG (Simonyan and Zisserman, 2014) with batch normalisation, for 32 x 32.
   *
   * @param classes number of classes
   */
  public static ModelSpec vggSmall(int classes) {
    List<Named> layers = new ArrayList<>();
    for (int channels : new int[] {64, 128, 256}) {
      for (int i = 0; i < 2; i++) {
        add(layers, conv(channels), new BatchNorm(), new Relu());
      }
      add(layers, MaxPool2d.of(2));
    }
    add(layers, new Flatten(), Dense.of(256).withInit(HE, ZEROS), new Relu(), Dense.of(classes));
    return new ModelSpec(
        "vgg-small",
        "[conv 64 - BN - ReLU] x2 - pool - [128] x2 - pool - [256] x2 - pool - dense 256 - 10;"
            + " Nesterov momentum, cosine",
        new Shape(3, 32, 32),
        layers,
        new SoftmaxCrossEntropy(),
        ZooRecipes.cifar(0.05, 5e-4, 15));
  }

  /**
   * Keras's well-known example {@code cifar10_cnn}, 1,250,858 parameters, with a recipe of today:
   * Adam along a cosine instead of RMSprop at a constant rate.
   *
   * @param classes number of classes
   */
  public static ModelSpec kerasCifar(int classes) {
    Initializer xavier = new Initializer.XavierUniform();
    List<Named> layers = new ArrayList<>();
    for (int channels : new int[] {32, 64}) {
      Conv2d plain = Conv2d.of(channels, 3).withInit(xavier, ZEROS);
      add(layers, plain.withPadding(Padding.SAME), new Relu(), plain, new Relu());
      add(layers, MaxPool2d.of(2), new Dropout(0.25));
    }
    add(layers, new Flatten(), Dense.of(512).withInit(xavier, ZEROS), new Relu());
    add(layers, new Dropout(0.5), Dense.of(classes).withInit(xavier, ZEROS));
    int epochs = 20;
    return new ModelSpec(
        "keras-cifar",
        "Keras's cifar10_cnn: [conv 32] x2 - pool - [64] x2 - pool - dense 512 - 10, dropout; Adam,"
            + " cosine",
        new Shape(3, 32, 32),
        layers,
        new SoftmaxCrossEntropy(),
        Recipe.of(DataRecipe.all("cifar10", Scaling.STANDARDISED), Adam.of(1e-3), epochs, 64)
            .withAugment(AugmentRecipe.of(new RandomHorizontalFlip()))
            .withSchedule(ZooRecipes.rise(epochs)));
  }

  /**
   * Tiny Darknet (Redmon, 2016) at CIFAR's size: 3x3 convolutions between 1x1 ones that narrow,
   * batch normalisation and leaky ReLU behind each, a convolution and global pooling at the end.
   * Its first pooling is left out, since images are 32 pixels wide, not 224.
   *
   * @param classes number of classes
   */
  public static ModelSpec darknetTiny(int classes) {
    List<Named> layers = new ArrayList<>();
    leaky(layers, conv(16));
    leaky(layers, conv(32));
    for (int wide : new int[] {128, 256, 512}) {
      add(layers, MaxPool2d.of(2));
      for (int i = 0; i < 2; i++) {
        leaky(layers, narrow(wide / 8));
        leaky(layers, conv(wide));
      }
    }
    leaky(layers, narrow(128));
    add(layers, Conv2d.of(classes, 1).withInit(HE, ZEROS), new GlobalAvgPool2d());
    return new ModelSpec(
        "darknet-tiny",
        "Tiny Darknet for 32x32: 3x3 and 1x1 convolutions, BN, leaky ReLU; Nesterov momentum,"
            + " cosine",
        new Shape(3, 32, 32),
        layers,
        new SoftmaxCrossEntropy(),
        ZooRecipes.cifar(0.1, 5e-4, 30));
  }

  private static Conv2d narrow(int channels) {
    return Conv2d.of(channels, 1).withBias(Bias.NONE).withInit(HE, ZEROS);
  }

  private static void leaky(List<Named> layers, Conv2d conv) {
    add(layers, conv, new BatchNorm(), new LeakyRelu(0.1));
  }

  /**
   * A network for MNIST that errs less than once in two hundred digits.
   *
   * @param classes number of classes
   */
  public static ModelSpec mnistBest(int classes) {
    List<Named> layers = new ArrayList<>();
    for (int channels : new int[] {32, 64, 128}) {
      add(layers, conv(channels), new BatchNorm(), new Relu());
      add(layers, conv(channels), new BatchNorm(), new Relu());
      if (channels < 128) {
        add(layers, MaxPool2d.of(2));
      }
    }
    add(layers, new GlobalAvgPool2d(), new Dropout(0.2), Dense.of(classes));
    int epochs = 12;
    return new ModelSpec(
        "mnist-best",
        "[conv 32 - BN - ReLU] x2 - pool - [64] x2 - pool - [128] x2 - global pool - dense 10;"
            + " Adam, cosine, small turns and moves",
        new Shape(1, 28, 28),
        layers,
        new SoftmaxCrossEntropy(),
        Recipe.of(DataRecipe.all("mnist", Scaling.STANDARDISED), Adam.of(2e-3), epochs, 128)
            .withAugment(
                AugmentRecipe.of(
                    RandomAffine.rotation(10).withScale(0.9, 1.1).withShear(5, 0),
                    RandomCrop.of(2)))
            .withSchedule(ZooRecipes.rise(epochs)));
  }
}
