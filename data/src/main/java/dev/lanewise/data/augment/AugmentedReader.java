package dev.lanewise.data.augment;

import dev.lanewise.core.augment.Canvas;
import dev.lanewise.core.augment.Mixing;
import dev.lanewise.core.augment.Transform;
import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.SampleReader;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ImageSet;
import org.jspecify.annotations.Nullable;

/** Makes augmented images for one thread. */
final class AugmentedReader implements SampleReader {

  /** Apart from the streams of layers, which have small numbers. */
  private static final long STREAM = 0x6175676D656E74L;

  private static final long DRAW = 0;
  private static final long FIRST = 1;
  private static final long SECOND_DRAW = 2;
  private static final long SECOND = 3;
  private static final long MIX = 4;

  private final Augmented set;
  private final Samples pixels;
  private final Transform[] transforms;
  private final @Nullable Mixing mixing;
  private final @Nullable Sampling sampling;
  private final ChannelLayout planar;
  private final float[] scratch;
  private final Canvas image;
  private final Canvas other;
  private int first;
  private int second;
  private int label;
  private int otherLabel;
  private float share = 1;
  private float weight = 1;

  AugmentedReader(Augmented set) {
    this.set = set;
    pixels = set.pixels();
    Augmentation augmentation = set.augmentation();
    transforms = augmentation.transforms().toArray(Transform[]::new);
    mixing = augmentation.mixing().orElse(null);
    sampling = augmentation.sampling().orElse(null);
    planar = new ChannelLayout(set.shape(), Halo.NONE, true);
    // An image set writes planes directly.
    scratch =
        pixels instanceof ImageSet ? new float[0] : new float[set.shape().elements() * Lanes.WIDTH];
    image = set.newCanvas();
    other = mixing == null ? image : set.newCanvas();
  }

  @Override
  public void read(int index, long key) {
    long own = CounterRandom.key(key, STREAM);
    Sampling draws = sampling;
    first = drawn(index, own);
    second = first;
    paint(image, first, CounterRandom.key(own, FIRST));
    label = pixels.label(first);
    weight = set.weight(first);
    otherLabel = label;
    share = 1;
    Mixing mix = mixing;
    if (mix != null && mix.applies(CounterRandom.key(own, MIX))) {
      long drawKey = CounterRandom.key(own, SECOND_DRAW);
      second = draws == null ? CounterRandom.below(drawKey, 0, pixels.size()) : draws.draw(drawKey);
      paint(other, second, CounterRandom.key(own, SECOND));
      share = mix.mix(image, other, CounterRandom.key(own, MIX));
      otherLabel = pixels.label(second);
      weight = share * weight + (1 - share) * set.weight(second);
    }
    set.normalise(image.values());
  }

  /** The image that stands for a sample. */
  private int drawn(int index, long own) {
    Sampling draws = sampling;
    return draws == null ? index : draws.draw(CounterRandom.key(own, DRAW));
  }

  /** Only the draw decides it: nothing is painted. */
  @Override
  public int labelOf(int index, long key) {
    return pixels.label(drawn(index, CounterRandom.key(key, STREAM)));
  }

  private void paint(Canvas canvas, int index, long key) {
    pixels.copyTo(index, canvas.values(), 0, planar, scratch);
    for (int i = 0; i < transforms.length; i++) {
      transforms[i].apply(canvas, CounterRandom.key(key, i));
    }
  }

  @Override
  public void copyTo(float[] group, int at, LaneLayout layout, int lane) {
    float[] values = image.values();
    Shape shape = planar.shape();
    for (int c = 0, i = 0; c < shape.channels(); c++) {
      int row = at + lane + layout.offset(c, 0, 0);
      for (int y = 0; y < shape.height(); y++, row += layout.rowStride()) {
        int to = row;
        for (int end = i + shape.width(); i < end; i++, to += Lanes.WIDTH) {
          group[to] = values[i];
        }
      }
    }
  }

  @Override
  public void copyTo(float[] to, int at, ChannelLayout layout) {
    float[] values = image.values();
    Shape shape = layout.shape();
    int step = layout.pixelStride();
    for (int c = 0, i = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        int place = at + layout.offset(c, y, 0);
        for (int end = i + shape.width(); i < end; i++, place += step) {
          to[place] = values[i];
        }
      }
    }
  }

  @Override
  public int label() {
    return label;
  }

  @Override
  public int otherLabel() {
    return otherLabel;
  }

  /** Of two images, the mean by their shares. */
  @Override
  public float target(int element) {
    if (!set.hasTargets()) {
      return SampleReader.super.target(element);
    }
    float target = set.target(first, element);
    return first == second ? target : share * target + (1 - share) * set.target(second, element);
  }

  /** Of two images, the mean by their shares. */
  @Override
  public float weight() {
    return weight;
  }

  @Override
  public float share() {
    return share;
  }
}
