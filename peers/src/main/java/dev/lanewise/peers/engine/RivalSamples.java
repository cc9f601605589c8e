package dev.lanewise.peers.engine;

import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;

/** Images and labels in arrays, image by image. */
record RivalSamples(Shape shape, int classes, float[] values, int[] labels) implements Samples {

  @Override
  public int size() {
    return labels.length;
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
}
