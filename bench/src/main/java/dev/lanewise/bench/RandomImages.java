package dev.lanewise.bench;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;

/** Random images with random labels, in memory: what a network learns is of no interest here. */
final class RandomImages implements Samples {

  private final Shape shape;
  private final int classes;
  private final float[] values;
  private final int[] labels;

  RandomImages(Shape shape, int classes, int size) {
    this.shape = shape;
    this.classes = classes;
    values = SpotCheck.values(Math.multiplyExact(shape.elements(), size), 11);
    labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = CounterRandom.below(12, i, classes);
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
    int from = index * shape.elements();
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        int to = at + layout.offset(c, y, 0) + lane;
        for (int x = 0; x < shape.width(); x++, to += Lanes.WIDTH) {
          group[to] = values[from++];
        }
      }
    }
  }

  @Override
  public void copyTo(int index, float[] image, int at, ChannelLayout layout, float[] scratch) {
    int from = index * shape.elements();
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        int to = at + layout.offset(c, y, 0);
        for (int x = 0; x < shape.width(); x++, to += layout.pixelStride()) {
          image[to] = values[from++];
        }
      }
    }
  }
}
