package dev.lanewise.cli;

import dev.lanewise.formats.Suggestions;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.DataRecipe.Figures;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code --normalize}: a word, or means and deviations. */
final class Normalisation {

  private Normalisation() {}

  /** The samples with another scaling. */
  static DataRecipe apply(String text, DataRecipe data) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return with(data, scaling(text), Optional.empty());
    }
    try {
      Figures figures =
          new Figures(numbers(text.substring(0, slash)), numbers(text.substring(slash + 1)));
      return with(data, Scaling.STANDARDISED, Optional.of(figures));
    } catch (NumberFormatException e) {
      throw new CliException(
          ExitCode.USAGE,
          "--normalize must be written MEAN,.../DEVIATION,... Received: " + text,
          e);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, "--normalize: " + e.getMessage(), e);
    }
  }

  private static DataRecipe with(DataRecipe data, Scaling scaling, Optional<Figures> figures) {
    return new DataRecipe(
        data.dataset(), data.limit(), data.testLimit(), data.channel(), scaling, figures);
  }

  private static Scaling scaling(String text) {
    List<String> names =
        Arrays.stream(Scaling.values()).map(s -> s.name().toLowerCase(Locale.ROOT)).toList();
    int index = names.indexOf(text.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw CliException.usage(
          "--normalize must be unit, centered, signed, standardised or MEAN,.../DEVIATION,..."
              + " Received: %s. %s".formatted(text, Suggestions.hint(text, names)));
    }
    return Scaling.values()[index];
  }

  private static List<Double> numbers(String text) {
    List<Double> numbers = new ArrayList<>();
    for (String number : text.split(",", -1)) {
      numbers.add(Double.parseDouble(number));
    }
    return numbers;
  }
}
