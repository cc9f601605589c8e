package dev.lanewise.formats;

import java.util.ArrayList;
import java.util.List;

/**
 * How pixels became numbers: {@code byte * scale[channel] + shift[channel]}, bytes being 0 to 255.
 * Whoever predicts must do the same.
 *
 * @param scale factor of each channel
 * @param shift what is added to each channel
 */
public record Pixels(List<Float> scale, List<Float> shift) {

  /**
   * Copies both.
   *
   * @throws IllegalArgumentException if they are not equally many
   */
  public Pixels {
    scale = List.copyOf(scale);
    shift = List.copyOf(shift);
    if (scale.size() != shift.size()) {
      throw new IllegalArgumentException(
          "Each channel must have a scale and a shift. Received: %s scales, %s shifts"
              .formatted(scale.size(), shift.size()));
    }
  }

  /** Of arrays with an element for each channel. */
  public static Pixels of(float[] scale, float[] shift) {
    return new Pixels(list(scale), list(shift));
  }

  /** A copy of the scales. */
  public float[] scales() {
    return array(scale);
  }

  /** A copy of the shifts. */
  public float[] shifts() {
    return array(shift);
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
