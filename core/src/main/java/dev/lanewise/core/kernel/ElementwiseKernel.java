package dev.lanewise.core.kernel;

/**
 * Functions of each value on its own, of runs of values {@code x[xAt .. xAt + n - 1]}; {@code n} is
 * a multiple of 16. A result may be written over an operand of the same array and offset; otherwise
 * runs must not overlap. Every implementation applies the same IEEE operations in the same order.
 */
public interface ElementwiseKernel {

  /** {@code x = value}. */
  void fill(float[] x, int xAt, int n, float value);

  /** {@code y = x}. */
  void copy(float[] x, int xAt, float[] y, int yAt, int n);

  /** {@code y += x}. */
  void add(float[] x, int xAt, float[] y, int yAt, int n);

  /**
   * {@code y = x + z} within bounds, as {@link #clamp}; {@code y} may be {@code x} or {@code z}.
   */
  void sum(
      float[] x,
      int xAt,
      float[] z,
      int zAt,
      float[] y,
      int yAt,
      int n,
      float floor,
      float ceiling);

  /** {@code y = a * x}. */
  void scale(float a, float[] x, int xAt, float[] y, int yAt, int n);

  /** {@code y += value}: one channel's bias. */
  void addBias(float value, float[] y, int yAt, int n);

  /** {@code y = max(x, 0)}; NaN stays NaN and -0 becomes 0. */
  void relu(float[] x, int xAt, float[] y, int yAt, int n);

  /** {@code dx = dy} where {@code y > 0}, elsewhere 0; {@code y} is the result of {@link #relu}. */
  void reluBackward(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);

  /**
   * {@code y = x} within bounds: at most {@code floor} becomes {@code floor}, at least {@code
   * ceiling} becomes {@code ceiling}, NaN stays.
   */
  void clamp(float[] x, int xAt, float[] y, int yAt, int n, float floor, float ceiling);

  /** {@code dx = dy} where {@code y} is between the bounds, both excluded, elsewhere 0. */
  void clampBackward(
      float[] y,
      int yAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt,
      int n,
      float floor,
      float ceiling);

  /** {@code y = sigmoid(x)}, as {@link dev.lanewise.core.math.FloatMath#sigmoid}. */
  void sigmoid(float[] x, int xAt, float[] y, int yAt, int n);

  /** {@code dx = dy * (y * (1 - y))}; {@code y} is the result of {@link #sigmoid}. */
  void sigmoidBackward(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);

  /** {@code y = tanh(x)}, as {@link dev.lanewise.core.math.FloatMath#tanh}. */
  void tanh(float[] x, int xAt, float[] y, int yAt, int n);

  /** {@code dx = dy * (1 - y^2)}; {@code y} is the result of {@link #tanh}. */
  void tanhBackward(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);

  /**
   * {@code count} softmaxes side by side: value {@code i} of channel {@code c} is {@code x[xAt + c
   * * xStride + i]}. The largest value is subtracted, exponentials are added over ascending
   * channels, and each is divided by the sum. A NaN or two infinities make the whole softmax NaN.
   *
   * @param x values
   * @param xAt where they start
   * @param xStride floats from one channel to the next
   * @param channels terms of each softmax, at least 1
   * @param y result; may be the same place as {@code x}
   * @param yAt where it starts
   * @param yStride floats from one of its channels to the next
   * @param count how many softmaxes, a multiple of 16
   */
  void softmax(
      float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride, int count);

  /**
   * The gradient of {@link #softmax}: {@code dx = y * (dy - sum_c dy * y)}, the sum a chain of
   * fused multiply-adds over ascending channels.
   *
   * @param y result of the softmax
   * @param yAt where it starts
   * @param yStride floats from one of its channels to the next
   * @param dy gradient of the result
   * @param dyAt where it starts
   * @param dyStride floats from one of its channels to the next
   * @param dx gradient of the values; may be the same place as {@code dy} or {@code y}
   * @param dxAt where it starts
   * @param dxStride floats from one of its channels to the next
   * @param channels terms of each softmax
   * @param count how many softmaxes, a multiple of 16
   */
  void softmaxBackward(
      float[] y,
      int yAt,
      int yStride,
      float[] dy,
      int dyAt,
      int dyStride,
      float[] dx,
      int dxAt,
      int dxStride,
      int channels,
      int count);

  /**
   * {@code count} log-softmaxes side by side, laid out as in {@link #softmax}: {@code y_c = (x_c -
   * max) - log(sum_d e^(x_d - max))}, exponentials added over ascending channels. A NaN or two
   * infinities make the whole of it NaN.
   *
   * @param x values
   * @param xAt where they start
   * @param xStride floats from one channel to the next
   * @param channels terms of each, at least 1
   * @param y result; may be the same place as {@code x}
   * @param yAt where it starts
   * @param yStride floats from one of its channels to the next
   * @param count how many, a multiple of 16
   */
  void logSoftmax(
      float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride, int count);

  /**
   * The gradient of {@link #logSoftmax}: {@code dx = dy - e^y * sum_c dy}, added over ascending
   * channels. Arguments as of {@link #softmaxBackward}.
   *
   * @param y result of the log-softmax
   * @param yAt where it starts
   * @param yStride floats from one of its channels to the next
   * @param dy gradient of the result
   * @param dyAt where it starts
   * @param dyStride floats from one of its channels to the next
   * @param dx gradient of the values; may be the same place as {@code dy} or {@code y}
   * @param dxAt where it starts
   * @param dxStride floats from one of its channels to the next
   * @param channels terms of each
   * @param count how many, a multiple of 16
   */
  void logSoftmaxBackward(
      float[] y,
      int yAt,
      int yStride,
      float[] dy,
      int dyAt,
      int dyStride,
      float[] dx,
      int dxAt,
      int dxStride,
      int channels,
      int count);

  /**
   * Inverted dropout: {@code y = scale * x} where {@link DropoutHash#of} of the lane's key and the
   * element's index, taken as unsigned, is at least {@code threshold}, elsewhere +0. Value {@code
   * i} of the run is lane {@code i % 16} of element {@code firstElement + i / 16}. The gradient is
   * the same call with {@code dy} and {@code dx}.
   *
   * @param x values
   * @param xAt where they start
   * @param y result
   * @param yAt where it starts
   * @param n values, a multiple of 16
   * @param keyLow lower halves of the sixteen lanes' keys
   * @param keyHigh upper halves
   * @param firstElement index, within its image, of the run's first element
   * @param threshold see {@link DropoutHash#threshold}
   * @param scale factor of what is kept, {@code 1 / (1 - p)}
   */
  void dropout(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int n,
      int[] keyLow,
      int[] keyHigh,
      int firstElement,
      int threshold,
      float scale);
}
