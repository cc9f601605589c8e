package dev.lanewise.cli;

import dev.lanewise.data.ImageSet;
import dev.lanewise.data.PixelScale;
import dev.lanewise.layers.model.DataRecipe;
import java.util.Arrays;
import java.util.List;

/**
 * Applies a recipe's scaling. Model files keep the numbers of a standardised set as floats, so they
 * are floats from the start: who evaluates later sees the same values.
 */
final class Scalings {

  private Scalings() {}

  /** All training images, scaled; the figures of a standardised set are its own, or given. */
  static ImageSet apply(DataRecipe data, ImageSet training) {
    return training.withScale(
        switch (data.scaling()) {
          case UNIT -> PixelScale.unit();
          case CENTERED -> PixelScale.centered();
          case SIGNED -> PixelScale.signed();
          case STANDARDISED -> {
            PixelScale exact = data.given().map(Scalings::given).orElseGet(() -> own(training));
            yield new PixelScale(rounded(exact.scale()), rounded(exact.shift()));
          }
        });
  }

  private static PixelScale given(DataRecipe.Figures figures) {
    return PixelScale.standardised(array(figures.mean()), array(figures.deviation()));
  }

  private static PixelScale own(ImageSet training) {
    ImageSet.Statistics statistics = training.statistics();
    return PixelScale.standardised(array(statistics.mean()), array(statistics.std()));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] rounded(double[] values) {
    return Arrays.stream(values).map(value -> (float) value).toArray();
  }
}
