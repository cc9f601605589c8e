package dev.lanewise.cli;

import dev.lanewise.data.ImageSet;
import dev.lanewise.data.PixelScale;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import java.util.Arrays;
import java.util.List;

/**
 * Applies a recipe's scaling. Model files keep the numbers of a standardised set as floats, so they
 * are floats from the start: who evaluates later sees the same values.
 */
final class Scalings {

  private Scalings() {}

  /** All training images, scaled; the figures of a standardised set are its own. */
  static ImageSet apply(Scaling scaling, ImageSet training) {
    return training.withScale(
        switch (scaling) {
          case UNIT -> PixelScale.unit();
          case CENTERED -> PixelScale.centered();
          case SIGNED -> PixelScale.signed();
          case STANDARDISED -> {
            ImageSet.Statistics statistics = training.statistics();
            PixelScale exact =
                PixelScale.standardised(array(statistics.mean()), array(statistics.std()));
            yield new PixelScale(rounded(exact.scale()), rounded(exact.shift()));
          }
        });
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] rounded(double[] values) {
    return Arrays.stream(values).map(value -> (float) value).toArray();
  }
}
