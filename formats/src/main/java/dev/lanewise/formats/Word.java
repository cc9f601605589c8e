package dev.lanewise.formats;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A short way to write one of a family, as options have it: {@code crop:4}, {@code step:30:0.1}.
 *
 * @param usage how it is written: {@code step:EVERY[:GAMMA]}
 * @param shown the same as a list of all words has it
 * @param make what it means, with its numbers
 * @param covers whether a value might have been written with it
 * @param <T> what it makes
 */
record Word<T>(String usage, String shown, Function<Numbers, T> make, Predicate<Object> covers) {

  /** A word that no value is known by. */
  Word(String usage, Function<Numbers, T> make) {
    this(usage, usage, make, value -> false);
  }

  String name() {
    int end = usage.indexOf(':');
    int optional = usage.indexOf('[');
    return end < 0 ? usage : usage.substring(0, optional < 0 ? end : Math.min(end, optional));
  }

  /** Fewest numbers. */
  int least() {
    return numbers(usage.indexOf('[') < 0 ? usage : usage.substring(0, usage.indexOf('[')));
  }

  /** Most numbers. */
  int most() {
    return usage.contains("...") ? 100 : numbers(usage);
  }

  private static int numbers(String part) {
    return (int) part.chars().filter(c -> c == ':').count();
  }

  /**
   * The numbers behind a word.
   *
   * @param usage how the word is written
   * @param given the numbers
   * @param known what the word's surroundings know, by its key
   */
  record Numbers(String usage, List<Double> given, Map<String, Double> known) {

    double number(int index, double otherwise) {
      return index < given.size() ? given.get(index) : otherwise;
    }

    double known(String key, double otherwise) {
      return known.getOrDefault(key, otherwise);
    }

    /**
     * The value of a key.
     *
     * @param index of its number; -1 if it has none
     * @param usual the value if no number is given and its surroundings don't know it
     */
    Object value(int index, String key, Object usual) {
      boolean here = index >= 0 && index < given.size();
      if (here && usual instanceof List) {
        return given.subList(index, given.size()).stream().map(this::whole).toList();
      }
      if (!(usual instanceof Number number)) {
        return usual;
      }
      double value = here ? given.get(index) : known(key, number.doubleValue());
      return usual instanceof Integer ? (Object) whole(value) : (Object) value;
    }

    int whole(double value) {
      if (value != (int) value) {
        throw new IllegalArgumentException(
            "a whole number is needed in %s. Received: %s".formatted(usage, value));
      }
      return (int) value;
    }
  }
}
