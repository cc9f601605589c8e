package dev.lanewise.core.kernel;

/**
 * A linear map of a row of pixels to another row, each output being made of neighbouring inputs:
 * output {@code o} has the terms {@code start[o] .. start[o + 1] - 1}, which are the inputs from
 * {@code first[o]} on. It may have none.
 *
 * @param first first input of each output
 * @param start first term of each output, and at last the number of terms
 * @param weight factor of each term
 */
public record ResampleTables(int[] first, int[] start, float[] weight) {

  /** Number of outputs. */
  public int outputs() {
    return first.length;
  }

  /** Number of terms of an output. */
  public int terms(int output) {
    return start[output + 1] - start[output];
  }
}
