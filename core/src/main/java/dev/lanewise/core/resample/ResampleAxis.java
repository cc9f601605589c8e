package dev.lanewise.core.resample;

import dev.lanewise.core.kernel.ResampleTables;
import dev.lanewise.core.setting.Interpolation;

/** The weights of an interpolation along one axis, forward and backward. */
final class ResampleAxis {

  private final int inputs;
  private final int[] low;
  private final float[] lowWeight;
  private final float[] highWeight;

  /** Positions are exact fractions: whole ones have one term, the others two. */
  ResampleAxis(Interpolation mode, int inputs, int outputs) {
    this.inputs = inputs;
    low = new int[outputs];
    lowWeight = new float[outputs];
    highWeight = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      switch (mode) {
        case NEAREST -> place(o, nearest(o, inputs, outputs), 0, 1);
        case BILINEAR -> {
          long position = Math.max(0, (2L * o + 1) * inputs - outputs);
          place(o, (int) (position / (2L * outputs)), position % (2L * outputs), 2L * outputs);
        }
        case BILINEAR_ALIGNED -> {
          long position = (long) o * (inputs - 1);
          long unit = Math.max(1, outputs - 1);
          place(o, (int) (position / unit), position % unit, unit);
        }
      }
    }
  }

  private static int nearest(int o, int inputs, int outputs) {
    if (outputs == inputs) {
      return o;
    }
    float scale = (float) inputs / outputs;
    return Math.min((int) Math.floor(o * scale), inputs - 1);
  }

  private void place(int o, int at, long part, long whole) {
    low[o] = at;
    if (part == 0 || at == inputs - 1) {
      lowWeight[o] = 1f;
    } else {
      highWeight[o] = (float) ((double) part / whole);
      lowWeight[o] = (float) ((double) (whole - part) / whole);
    }
  }

  /** Outputs of inputs. */
  ResampleTables forward() {
    int[] start = new int[low.length + 1];
    for (int o = 0; o < low.length; o++) {
      start[o + 1] = start[o] + (highWeight[o] == 0f ? 1 : 2);
    }
    float[] weight = new float[start[low.length]];
    for (int o = 0; o < low.length; o++) {
      weight[start[o]] = lowWeight[o];
      if (highWeight[o] != 0f) {
        weight[start[o] + 1] = highWeight[o];
      }
    }
    return new ResampleTables(low, start, weight);
  }

  /** Gradients of inputs of gradients of outputs. Those that an input goes into are neighbours. */
  ResampleTables backward() {
    int[] first = new int[inputs];
    int[] start = new int[inputs + 1];
    float[] weight = new float[forward().weight().length];
    for (int i = 0, o = 0, terms = 0; i < inputs; i++) {
      while (o < low.length && low[o] < i && !reaches(o, i)) {
        o++;
      }
      first[i] = o;
      for (int p = o; p < low.length && reaches(p, i); p++) {
        weight[terms++] = low[p] == i ? lowWeight[p] : highWeight[p];
      }
      start[i + 1] = terms;
    }
    return new ResampleTables(first, start, weight);
  }

  private boolean reaches(int o, int i) {
    return low[o] == i || low[o] == i - 1 && highWeight[o] != 0f;
  }
}
