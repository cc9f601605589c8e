package dev.lanewise.layers.loss;

/**
 * Where one lane group's results lie: element {@code e} of lane {@code l} is {@code values[at + e *
 * stride + l]}.
 *
 * @param values the array
 * @param at where the group's first element starts
 * @param stride floats from one element to the next
 * @param elements values of one image's result
 */
public record Result(float[] values, int at, int stride, int elements) {

  /** Index of an element's lane 0. */
  public int index(int element) {
    return at + element * stride;
  }

  /** An element of the image in a lane. */
  public float value(int element, int lane) {
    return values[index(element) + lane];
  }

  /** Sets an element of the image in a lane, rounded to float. */
  public void set(int element, int lane, double value) {
    values[index(element) + lane] = (float) value;
  }

  /** Zeroes a lane. */
  public void clear(int lane) {
    for (int e = 0; e < elements; e++) {
      values[index(e) + lane] = 0f;
    }
  }
}
