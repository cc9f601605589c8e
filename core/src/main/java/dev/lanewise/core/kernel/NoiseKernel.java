package dev.lanewise.core.kernel;

/**
 * Random changes of values, by the key of the lane and the index of the element, as {@link
 * ElementwiseKernel#dropout}: value {@code i} of a run is lane {@code i % 16} of element {@code
 * firstElement + i / 16}, {@code n} is a multiple of 16, and a result may be written over its
 * operand. Every implementation applies the same operations in the same order.
 */
public interface NoiseKernel {

  /**
   * {@code y = x * (1 + factor * z) + added * z}, {@code z} being {@link NormalHash#of} the lane's
   * key and the element.
   *
   * @param x values
   * @param xAt where they start
   * @param y result
   * @param yAt where it starts
   * @param n values
   * @param keyLow lower halves of the sixteen lanes' keys
   * @param keyHigh upper halves
   * @param firstElement index, within its image, of the run's first element
   * @param factor standard deviation of a factor around 1
   * @param added standard deviation of a summand
   */
  void gaussian(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int n,
      int[] keyLow,
      int[] keyHigh,
      int firstElement,
      float factor,
      float added);

  /**
   * {@code y = scale * x + shift} where {@link DropoutHash#of}, taken as unsigned, is at least
   * {@code threshold}, elsewhere {@code dropped}.
   *
   * @param x values
   * @param xAt where they start
   * @param y result
   * @param yAt where it starts
   * @param n values
   * @param keyLow lower halves of the sixteen lanes' keys
   * @param keyHigh upper halves
   * @param firstElement index, within its image, of the run's first element
   * @param threshold see {@link DropoutHash#threshold}
   * @param scale factor of what is kept
   * @param shift added to what is kept
   * @param dropped in the place of what is dropped
   */
  void affineDropout(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int n,
      int[] keyLow,
      int[] keyHigh,
      int firstElement,
      int threshold,
      float scale,
      float shift,
      float dropped);

  /**
   * Dropout of a whole run: all values of a lane have the fate of one element. {@code y = scale *
   * x} or 0.
   *
   * @param x values
   * @param xAt where they start
   * @param y result
   * @param yAt where it starts
   * @param n values
   * @param keyLow lower halves of the sixteen lanes' keys
   * @param keyHigh upper halves
   * @param element the element that decides, for example the channel
   * @param threshold see {@link DropoutHash#threshold}
   * @param scale factor of what is kept
   */
  void runDropout(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int n,
      int[] keyLow,
      int[] keyHigh,
      int element,
      int threshold,
      float scale);
}
