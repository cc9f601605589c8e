package dev.lanewise.core.kernel;

/**
 * How the windows of a pooling lie along one axis. Tap {@code t} of output {@code o} is input
 * {@code start[o] + t}; only taps inside the input count, so no window needs padding values.
 *
 * @param kernel taps of the largest window
 * @param start input of each output's tap 0; negative in the padding
 * @param firstTap first tap of each output that is inside the input
 * @param endTap end of the taps inside the input
 * @param divisor how many places along this axis an average divides by
 * @param firstOutput first output whose window has each input
 * @param endOutput end of the outputs whose windows have it; may equal the first
 */
public record PoolAxis(
    int kernel,
    int[] start,
    int[] firstTap,
    int[] endTap,
    int[] divisor,
    int[] firstOutput,
    int[] endOutput) {

  /** Places along the input. */
  public int inputs() {
    return firstOutput.length;
  }

  /** Places along the output. */
  public int outputs() {
    return start.length;
  }

  /** Whether no input is in more than one window. */
  public boolean disjoint() {
    for (int i = 0; i < inputs(); i++) {
      if (endOutput[i] - firstOutput[i] > 1) {
        return false;
      }
    }
    return true;
  }

  /** Whether every input is in some window. */
  boolean covered() {
    for (int i = 0; i < inputs(); i++) {
      if (firstOutput[i] == endOutput[i]) {
        return false;
      }
    }
    return true;
  }
}
