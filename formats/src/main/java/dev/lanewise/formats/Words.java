package dev.lanewise.formats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Words with numbers, as options have them: {@code crop:4}, {@code step:30:0.1}. They are declared
 * where their types are declared for files, see {@link RecipeWords}.
 *
 * @param <T> what they mean
 */
public final class Words<T> {

  private final Map<String, Word<? extends T>> words = new LinkedHashMap<>();

  Words(List<Word<? extends T>> words) {
    words.forEach(word -> this.words.put(word.name(), word));
  }

  /** The words without their numbers, in the order in which people should see them. */
  public List<String> names() {
    return List.copyOf(words.keySet());
  }

  /** How each word is written, for people: {@code step:EVERY[:GAMMA]}. */
  public List<String> shown() {
    return words.values().stream().map(Word::shown).toList();
  }

  /** Whether a value might have been written with a word, whatever its numbers. */
  public boolean covers(String name, Object value) {
    Word<? extends T> word = words.get(name);
    return word != null && word.covers().test(value);
  }

  /** What a text means, without anything known about its surroundings. */
  public T parse(String option, String text) {
    return parse(option, text, Map.of());
  }

  /**
   * What a text means.
   *
   * @param option what messages begin with
   * @param text a word and its numbers, with colons between them
   * @param known values of keys that the text doesn't give
   * @throws IllegalArgumentException if there is no such word, or its numbers are not as they must
   *     be; the message is for whoever wrote it
   */
  public T parse(String option, String text, Map<String, Double> known) {
    String[] parts = text.split(":", -1);
    Word<? extends T> word = words.get(parts[0]);
    if (word == null) {
      throw new IllegalArgumentException(
          "%s: unknown word %s. %s"
              .formatted(option, parts[0], Suggestions.hint(parts[0], words.keySet())));
    }
    List<Double> numbers = new ArrayList<>();
    try {
      for (int i = 1; i < parts.length; i++) {
        numbers.add(Double.parseDouble(parts[i]));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wrong(option, word, text), e);
    }
    if (numbers.size() < word.least() || numbers.size() > word.most()) {
      throw new IllegalArgumentException(wrong(option, word, text));
    }
    try {
      return word.make().apply(new Word.Numbers(word.usage(), List.copyOf(numbers), known));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }

  private static String wrong(String option, Word<?> word, String text) {
    return "%s must be written %s. Received: %s".formatted(option, word.usage(), text);
  }
}
