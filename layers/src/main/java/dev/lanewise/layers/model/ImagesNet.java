package dev.lanewise.layers.model;

import static dev.lanewise.layers.model.ModelSpec.layer;

import dev.lanewise.core.augment.PaddingMode;
import dev.lanewise.core.augment.RandomCrop;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.pool.GlobalAvgPool2d;
import dev.lanewise.layers.pool.MaxPool2d;
import java.util.ArrayList;
import java.util.List;

/**
 * The net for images of one's own: it grows with the images, its recipe shrinks with their number.
 */
public final class ImagesNet {

  /** Its name among the presets. */
  public static final String NAME = "images-cnn";

  private static final int LEAST_CHANNELS = 16;
  private static final int MOST_CHANNELS = 128;

  /** From so many pixels along an axis, the first convolution takes every other one. */
  private static final int LARGE = 128;

  /** A pooling needs so many pixels along an axis. */
  private static final int POOLED = 8;

  /** Steps that a training has at least, as far as {@link #MOST_EPOCHS} allows it. */
  private static final int STEPS = 300;

  private static final int LEAST_EPOCHS = 10;
  private static final int MOST_EPOCHS = 100;

  private ImagesNet() {}

  /**
   * 3x3 convolutions of 16, 32, 64 and then 128 channels, each with batch normalisation, ReLU and a
   * pooling that halves the image, while an axis has 8 pixels or more; one more convolution and
   * global average pooling. Of images of 128 pixels and more, the first convolution has stride 2.
   *
   * <p>The recipe is Adam along a cosine, with moves by a sixteenth of the image. A batch has 16
   * images of few (less than 640), 32, or 64 of many (5,000 and more); there are 10 epochs, and
   * more (up to 100) where that makes less than 300 steps.
   *
   * @param input shape of an image
   * @param classes number of classes
   * @param images number of training images
   */
  public static ModelSpec of(Shape input, int classes, int images) {
    Initializer he = new Initializer.HeNormal(Initializer.Fan.IN);
    List<Named> layers = new ArrayList<>();
    int size = Math.min(input.height(), input.width());
    int channels = LEAST_CHANNELS;
    boolean large = size >= LARGE;
    for (boolean first = true; ; first = false) {
      int stride = first && large ? 2 : 1;
      layers.add(
          layer(
              Conv2d.of(channels, 3)
                  .withPadding(Padding.of(1))
                  .withStride(stride)
                  .withBias(Bias.NONE)
                  .withInit(he, new Initializer.Zeros())));
      layers.add(layer(new BatchNorm()));
      layers.add(layer(new Relu()));
      size = (size + stride - 1) / stride;
      if (size < POOLED) {
        break;
      }
      layers.add(layer(MaxPool2d.of(2)));
      size /= 2;
      channels = Math.min(MOST_CHANNELS, 2 * channels);
    }
    layers.add(layer(new GlobalAvgPool2d()));
    layers.add(layer(Dense.of(classes)));
    return new ModelSpec(
        NAME,
        "for images of any size: [conv 16, 32, 64, 128 - BN - ReLU - pool] while they have 8"
            + " pixels, global pool - dense; Adam, cosine",
        input,
        layers,
        new SoftmaxCrossEntropy(),
        recipe(input, images));
  }

  private static Recipe recipe(Shape input, int images) {
    int batch = images < 640 ? 16 : images < 5000 ? 32 : 64;
    int steps = Math.max(1, (images + batch - 1) / batch);
    int epochs = Math.clamp((STEPS + steps - 1) / steps, LEAST_EPOCHS, MOST_EPOCHS);
    Recipe recipe =
        Recipe.of(DataRecipe.all("cifar10", Scaling.SIGNED), Adam.of(2e-3), epochs, batch)
            .withSchedule(ZooRecipes.rise(epochs));
    int move = Math.min(input.height(), input.width()) / 16;
    return move == 0
        ? recipe
        : recipe.withAugment(AugmentRecipe.of(RandomCrop.of(move).withMode(PaddingMode.EDGE)));
  }
}
