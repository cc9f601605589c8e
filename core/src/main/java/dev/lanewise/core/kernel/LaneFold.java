package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;

/**
 * The one tree that adds sixteen lanes, wherever lanes are added: lane i and lane i + 8, then i and
 * i + 4, i + 2, i + 1. Registers of any width follow it by adding halves.
 */
public final class LaneFold {

  private LaneFold() {}

  /** The sum of {@code values[at .. at + 15]} by the fixed tree. */
  public static float sum(float[] values, int at) {
    float s0 = (values[at] + values[at + 8]) + (values[at + 4] + values[at + 12]);
    float s1 = (values[at + 1] + values[at + 9]) + (values[at + 5] + values[at + 13]);
    float s2 = (values[at + 2] + values[at + 10]) + (values[at + 6] + values[at + 14]);
    float s3 = (values[at + 3] + values[at + 11]) + (values[at + 7] + values[at + 15]);
    return (s0 + s2) + (s1 + s3);
  }

  static {
    assert Lanes.WIDTH == 16;
  }
}
