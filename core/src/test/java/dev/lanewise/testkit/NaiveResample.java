package dev.lanewise.testkit;

import dev.lanewise.core.setting.Interpolation;
import dev.lanewise.core.tensor.Shape;

/**
 * An image of another size in double precision, output by output, from PyTorch's formulas as its
 * documentation and its source ({@code UpSample.h}) have them.
 *
 * @param mode how values are made
 * @param input shape of the image
 * @param output shape of the result
 */
public record NaiveResample(Interpolation mode, Shape input, Shape output) {

  /** Where an output is among the inputs. */
  private double position(int o, int inputs, int outputs) {
    return switch (mode) {
      case NEAREST -> {
        float scale = inputs / (float) outputs;
        yield Math.min(Math.floor(o * scale), inputs - 1);
      }
      case BILINEAR -> Math.max((o + 0.5) * ((double) inputs / outputs) - 0.5, 0);
      case BILINEAR_ALIGNED -> outputs > 1 ? o * ((inputs - 1.0) / (outputs - 1)) : 0;
    };
  }

  /**
   * The result.
   *
   * @param x {@code [C][H][W]}
   * @param magnitudes whether to add absolute values instead
   */
  public double[] apply(double[] x, boolean magnitudes) {
    double[] y = new double[output.elements()];
    for (int c = 0, i = 0; c < output.channels(); c++) {
      for (int oy = 0; oy < output.height(); oy++) {
        double row = position(oy, input.height(), output.height());
        for (int ox = 0; ox < output.width(); ox++, i++) {
          double column = position(ox, input.width(), output.width());
          for (int ky = 0; ky < input.height(); ky++) {
            for (int kx = 0; kx < input.width(); kx++) {
              double value = x[(c * input.height() + ky) * input.width() + kx];
              y[i] +=
                  weight(row, ky, input.height())
                      * weight(column, kx, input.width())
                      * (magnitudes ? Math.abs(value) : value);
            }
          }
        }
      }
    }
    return y;
  }

  /** A tent about each input; beyond the last one, the last one. */
  private static double weight(double position, int k, int inputs) {
    return Math.max(0, 1 - Math.abs(Math.min(position, inputs - 1) - k));
  }
}
