package dev.lanewise.testkit;

import dev.lanewise.core.conv.ConvGeometry;
import dev.lanewise.core.tensor.Shape;

/**
 * Convolution by plain loops over NCHW images and OIHW weights, in double: exact for small whole
 * numbers. The formulas are those of {@link ConvGeometry}'s description, one product at a time.
 */
public final class NaiveConv {

  private final ConvGeometry geometry;
  private final Shape in;
  private final Shape out;
  private final int images;

  /** A convolution of a batch of {@code images} images. */
  public NaiveConv(ConvGeometry geometry, int images) {
    this.geometry = geometry;
    this.in = geometry.input();
    this.out = geometry.output();
    this.images = images;
  }

  /** What to do with one product {@code w * x} of an output value. */
  private interface Term {
    void accept(int y, int x, int w);
  }

  /** Visits every product whose input pixel lies inside the image. */
  private void forEach(Term term) {
    int channels = geometry.groupChannels();
    int kernelHeight = geometry.rows().kernel();
    int kernelWidth = geometry.columns().kernel();
    for (int n = 0; n < images; n++) {
      for (int o = 0; o < out.channels(); o++) {
        int firstChannel = o / geometry.groupOutputs() * channels;
        for (int oy = 0; oy < out.height(); oy++) {
          for (int ox = 0; ox < out.width(); ox++) {
            int y = ((n * out.channels() + o) * out.height() + oy) * out.width() + ox;
            for (int c = 0; c < channels; c++) {
              for (int ky = 0; ky < kernelHeight; ky++) {
                int iy =
                    oy * geometry.rows().stride()
                        + ky * geometry.rows().dilation()
                        - geometry.padding().top();
                for (int kx = 0; kx < kernelWidth; kx++) {
                  int ix =
                      ox * geometry.columns().stride()
                          + kx * geometry.columns().dilation()
                          - geometry.padding().left();
                  if (iy >= 0 && iy < in.height() && ix >= 0 && ix < in.width()) {
                    int channel = n * in.channels() + firstChannel + c;
                    int x = (channel * in.height() + iy) * in.width() + ix;
                    int w = ((o * channels + c) * kernelHeight + ky) * kernelWidth + kx;
                    term.accept(y, x, w);
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /**
   * {@code conv(x, w) + b}.
   *
   * @param b no values, one a channel, or one for each channel and position
   */
  public double[] forward(float[] x, float[] w, float[] b) {
    double[] y = new double[images * out.elements()];
    for (int i = 0; i < y.length && b.length > 0; i++) {
      y[i] = b[biasIndex(i, b.length)];
    }
    forEach((to, from, weight) -> y[to] += (double) x[from] * w[weight]);
    return y;
  }

  /** The gradient of {@code x} under the output gradient {@code dy}. */
  public double[] backwardData(float[] dy, float[] w) {
    double[] dx = new double[images * in.elements()];
    forEach((from, to, weight) -> dx[to] += (double) dy[from] * w[weight]);
    return dx;
  }

  /** The gradient of {@code w} under the output gradient {@code dy}. */
  public double[] backwardWeights(float[] x, float[] dy) {
    double[] dw = new double[geometry.weights()];
    forEach((gradient, from, weight) -> dw[weight] += (double) x[from] * dy[gradient]);
    return dw;
  }

  /** The gradient of a bias of {@code length} values under the output gradient {@code dy}. */
  public double[] backwardBias(float[] dy, int length) {
    double[] db = new double[length];
    for (int i = 0; i < dy.length && length > 0; i++) {
      db[biasIndex(i, length)] += dy[i];
    }
    return db;
  }

  private int biasIndex(int y, int length) {
    return length == out.channels() && out.pixels() > 1
        ? y / out.pixels() % out.channels()
        : y % out.elements();
  }
}
