package dev.lanewise.peers.engine;

import dev.lanewise.bench.ConvPass;
import dev.lanewise.bench.ConvShape;
import dev.lanewise.core.tensor.Shape;

/** Single values of a convolution's passes as sums in double; all arrays image by image, NCHW. */
final class NaiveConvolution {

  private final ConvShape shape;
  private final ConvPass pass;
  private final float[] images;
  private final float[] weights;
  private final float[] gradients;
  private final Shape in;
  private final Shape out;
  private double sum;
  private double magnitude;

  NaiveConvolution(
      ConvShape shape, ConvPass pass, float[] images, float[] weights, float[] gradients) {
    this.shape = shape;
    this.pass = pass;
    this.images = images;
    this.weights = weights;
    this.gradients = gradients;
    in = shape.input();
    out = shape.geometry().output();
  }

  /** Compares one value of the pass's result. */
  void check(int at, float received) {
    sum = 0;
    magnitude = 0;
    switch (pass) {
      case FORWARD -> output(at);
      case BACKWARD_DATA -> inputGradient(at);
      case BACKWARD_WEIGHTS -> weightGradient(at);
    }
    Checks.near("Value %s of %s of %s".formatted(at, pass, shape.name()), sum, magnitude, received);
  }

  private void output(int at) {
    int column = at % out.width();
    int row = at / out.width() % out.height();
    int o = at / (out.width() * out.height()) % out.channels();
    int n = at / out.elements();
    int first = shape.firstInput(o);
    for (int c = 0; c < shape.groupInputs(); c++) {
      for (int ky = 0; ky < shape.kernel(); ky++) {
        for (int kx = 0; kx < shape.kernel(); kx++) {
          add(weight(o, c, ky, kx), pixel(n, first + c, row, column, ky, kx));
        }
      }
    }
  }

  private void inputGradient(int at) {
    int column = at % in.width();
    int row = at / in.width() % in.height();
    int c = at / (in.width() * in.height()) % in.channels();
    int n = at / in.elements();
    int perGroup = out.channels() / shape.groups();
    int first = c / shape.groupInputs() * perGroup;
    for (int ky = 0; ky < shape.kernel(); ky++) {
      for (int kx = 0; kx < shape.kernel(); kx++) {
        int down = row + shape.padding() - ky;
        int along = column + shape.padding() - kx;
        if (down % shape.stride() == 0 && along % shape.stride() == 0) {
          for (int o = first; o < first + perGroup; o++) {
            add(
                weight(o, c % shape.groupInputs(), ky, kx),
                gradient(n, o, down / shape.stride(), along / shape.stride()));
          }
        }
      }
    }
  }

  private void weightGradient(int at) {
    int kx = at % shape.kernel();
    int ky = at / shape.kernel() % shape.kernel();
    int c = at / (shape.kernel() * shape.kernel()) % shape.groupInputs();
    int o = at / (shape.kernel() * shape.kernel() * shape.groupInputs());
    int channel = shape.firstInput(o) + c;
    for (int n = 0; n < shape.batch(); n++) {
      for (int row = 0; row < out.height(); row++) {
        for (int column = 0; column < out.width(); column++) {
          add(gradient(n, o, row, column), pixel(n, channel, row, column, ky, kx));
        }
      }
    }
  }

  private void add(float a, float b) {
    double product = (double) a * b;
    sum += product;
    magnitude += Math.abs(product);
  }

  private float weight(int o, int c, int ky, int kx) {
    return weights[((o * shape.groupInputs() + c) * shape.kernel() + ky) * shape.kernel() + kx];
  }

  private float pixel(int n, int c, int row, int column, int ky, int kx) {
    int iy = row * shape.stride() + ky - shape.padding();
    int ix = column * shape.stride() + kx - shape.padding();
    boolean inside = iy >= 0 && iy < in.height() && ix >= 0 && ix < in.width();
    return inside ? images[((n * in.channels() + c) * in.height() + iy) * in.width() + ix] : 0f;
  }

  private float gradient(int n, int o, int row, int column) {
    boolean inside = row >= 0 && row < out.height() && column >= 0 && column < out.width();
    return inside
        ? gradients[((n * out.channels() + o) * out.height() + row) * out.width() + column]
        : 0f;
  }
}
