package dev.lanewise.formats;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All types of one kind of thing, a {@link Row} each: {@code {"type": "normal", "deviation":
 * 0.01}}, or just {@code "zeros"} where nothing else needs to be said.
 *
 * @param <T> what they have in common
 */
final class Family<T> implements Codec.Element<T> {

  private final String what;
  private final Function<T, String> strange;
  private final List<String> before;
  private final List<String> after;
  private final Map<String, Row<? extends T>> byId = new LinkedHashMap<>();
  private final Map<Class<?>, Row<? extends T>> byType = new HashMap<>();

  private Family(
      String what,
      Function<T, String> strange,
      List<String> before,
      List<String> after,
      Iterable<Row<? extends T>> rows) {
    this.what = what;
    this.strange = strange;
    this.before = before;
    this.after = after;
    for (Row<? extends T> row : rows) {
      if (byId.put(row.id(), row) != null || byType.put(row.type(), row) != null) {
        throw new IllegalStateException("Every row must have its own type. Received: " + row.id());
      }
    }
  }

  /**
   * A family.
   *
   * @param what what messages call one of it, for example {@code layer}
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  static <T> Family<T> of(String what, Row<? extends T>... rows) {
    return new Family<>(
        what,
        value -> "types of %s. Received: %s".formatted(what, value),
        List.of(),
        List.of(),
        List.of(rows));
  }

  /**
   * The same, open to types that are not of the project.
   *
   * @param all what messages call all of it
   * @param name a strange one's name
   */
  Family<T> open(String all, Function<T, String> name) {
    return new Family<>(
        what,
        value -> all + " can be written. Received: " + name.apply(value),
        before,
        after,
        byId.values());
  }

  /** The same, whose objects have other keys besides those of their types. */
  Family<T> within(List<String> keysBefore, List<String> keysAfter) {
    return new Family<>(what, strange, keysBefore, keysAfter, byId.values());
  }

  /** The words of all types, in the order of the rows. */
  Stream<Word<? extends T>> allWords() {
    return byId.values().stream().flatMap(row -> row.words().stream());
  }

  Words<T> words() {
    return new Words<>(allWords().toList());
  }

  /** The words of types of a kind. */
  Words<T> words(Class<?> kind) {
    return new Words<>(
        byId.values().stream()
            .filter(row -> kind.isAssignableFrom(row.type()))
            .<Word<? extends T>>flatMap(row -> row.words().stream())
            .toList());
  }

  /** Keys of each type, by type. */
  Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new TreeMap<>();
    byId.keySet().forEach(id -> keys.put(id, keys(id)));
    return keys;
  }

  private List<String> keys(String id) {
    return Stream.of(before, row(id).keys(), after).flatMap(List::stream).toList();
  }

  private Row<? extends T> row(String id) {
    Row<? extends T> row = byId.get(id);
    if (row == null) {
      throw new IllegalStateException("No row for: " + id);
    }
    return row;
  }

  /**
   * The type of an element.
   *
   * @throws FormatException if it has none, or an unknown one
   */
  Typed typed(JsonElement element, Spot spot) {
    return Typed.of(element, spot, what, byId.keySet());
  }

  /**
   * The fields of an element whose type is known.
   *
   * @throws FormatException if there are unknown ones
   */
  Fields fields(Typed typed, Spot spot) {
    List<String> known = new ArrayList<>(List.of("type"));
    known.addAll(keys(typed.type()));
    return Fields.of(typed.object(), spot, known, row(typed.type()).aliases());
  }

  /** The value of fields. */
  T read(String type, Fields fields) {
    return row(type).read(fields);
  }

  @Override
  public T read(JsonElement element, Spot spot, int rest) {
    Typed typed = typed(element, spot);
    return read(typed.type(), fields(typed, spot).withRest(rest));
  }

  /** As short as it can be: the type alone if nothing differs from its defaults. */
  @Override
  public JsonElement write(T value) {
    return Typed.shortest(object(value, new JsonObject()));
  }

  /**
   * An object with all that differs from the defaults.
   *
   * @param more fields to put behind the type
   * @throws IllegalArgumentException if the value's class is not of the family
   */
  @SuppressWarnings("unchecked")
  JsonObject object(T value, JsonObject more) {
    Row<T> row = (Row<T>) byType.get(value.getClass());
    if (row == null) {
      throw new IllegalArgumentException("Only the project's own " + strange.apply(value));
    }
    JsonObject object = Typed.object(row.id());
    more.entrySet().forEach(field -> object.add(field.getKey(), field.getValue()));
    row.write(value, object);
    return object;
  }
}
