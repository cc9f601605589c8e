package dev.lanewise.cli;

import dev.lanewise.formats.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A word with numbers, as options have them: {@code crop:4}, {@code step:30:0.1}.
 *
 * @param option the option, for messages
 * @param form how it may be written
 * @param name the word
 * @param numbers what follows it
 */
record NamedNumbers(String option, Form form, String name, List<Double> numbers) {

  /**
   * How a word may be written.
   *
   * @param usage for people: {@code step:EVERY[:GAMMA]}
   * @param least fewest numbers
   * @param most most numbers
   */
  record Form(String usage, int least, int most) {}

  /** What a text means, if it is one of the forms. */
  static NamedNumbers parse(String option, String text, Map<String, Form> forms) {
    String[] parts = text.split(":", -1);
    Form form = forms.get(parts[0]);
    if (form == null) {
      throw CliException.usage(
          "%s: unknown word %s. %s"
              .formatted(option, parts[0], Suggestions.hint(parts[0], forms.keySet())));
    }
    List<Double> numbers = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      try {
        numbers.add(Double.parseDouble(parts[i]));
      } catch (NumberFormatException _) {
        throw wrong(option, form, text);
      }
    }
    if (numbers.size() < form.least() || numbers.size() > form.most()) {
      throw wrong(option, form, text);
    }
    return new NamedNumbers(option, form, parts[0], List.copyOf(numbers));
  }

  private static CliException wrong(String option, Form form, String text) {
    return CliException.usage(
        "%s must be written %s. Received: %s".formatted(option, form.usage(), text));
  }

  /** A number. */
  double number(int index) {
    return numbers.get(index);
  }

  /** A number that may be left out. */
  double number(int index, double otherwise) {
    return index < numbers.size() ? numbers.get(index) : otherwise;
  }

  /** A whole number. */
  int whole(int index) {
    double value = numbers.get(index);
    if (value != (int) value) {
      throw CliException.usage(
          "%s: a whole number is needed in %s. Received: %s"
              .formatted(option, form.usage(), value));
    }
    return (int) value;
  }

  /** A whole number that may be left out. */
  int whole(int index, int otherwise) {
    return index < numbers.size() ? whole(index) : otherwise;
  }
}
