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
}
